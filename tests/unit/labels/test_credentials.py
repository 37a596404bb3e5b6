"""Signing with a certificate made here, read by the library's own reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingtu.errors import PictureError, SetupError
from lingtu.labels.bare import without_manifests
from lingtu.labels.credentials import Credentials, Statement, read_manifest
from tests.unit.labels.certificate import Certificate, make_certificate
from tests.unit.labels.pictures import written
from tests.unit.labels.test_embed import labelled, pixels

pytest.importorskip("c2pa", reason="the extra c2pa is not installed")

FILES = {kind: data for kind, data in written().items() if kind != "psd"}
EDIT = Statement(
    title="1-0", operation="model", source_type="compositeWithTrainedAlgorithmicMedia", source=FILES["jpg"]
)


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    return make_certificate()


@pytest.fixture(scope="module")
def credentials(certificate: Certificate) -> Credentials:
    return Credentials(certificate.chain, certificate.key, "es256")


def state(data: bytes, certificate: Certificate | None = None) -> tuple[str, list[str]]:
    report = read_manifest(data, certificate.authority if certificate else None)
    assert report is not None
    return report["validation_state"], [status["code"] for status in report.get("validation_status") or []]


def actions(data: bytes) -> list[dict[str, Any]]:
    report = read_manifest(data)
    assert report is not None
    (assertion,) = report["manifests"][report["active_manifest"]]["assertions"]
    found: list[dict[str, Any]] = assertion["data"]["actions"]
    return found


@pytest.mark.parametrize("kind", FILES)
def test_a_signed_result_is_trusted_by_whom_the_authority_is(
    kind: str, credentials: Credentials, certificate: Certificate
) -> None:
    signed = credentials.sign(labelled(kind), EDIT)
    assert state(signed, certificate) == ("Trusted", [])
    assert state(signed) == ("Valid", ["signingCredential.untrusted"])
    assert np.array_equal(pixels(signed), pixels(FILES[kind]))


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_changed_pixel_is_seen(kind: str, credentials: Credentials, certificate: Certificate) -> None:
    signed = bytearray(credentials.sign(labelled(kind), EDIT))
    signed[-40] ^= 1
    assert state(bytes(signed), certificate) == ("Invalid", ["assertion.dataHash.mismatch"])


def test_a_label_taken_away_is_seen(credentials: Credentials, certificate: Certificate) -> None:
    """The signature covers the label."""
    signed = credentials.sign(labelled("png"), EDIT)
    assert b"&quot;Label&quot;:&quot;1&quot;" in signed
    forged = signed.replace(b"&quot;Label&quot;:&quot;1&quot;", b"&quot;Label&quot;:&quot;3&quot;")
    assert "assertion.dataHash.mismatch" in state(forged, certificate)[1]


def test_what_was_done_to_what(credentials: Credentials) -> None:
    opened, edited = actions(credentials.sign(FILES["png"], EDIT))
    assert opened["action"] == "c2pa.opened"
    assert (edited["action"], edited["description"]) == ("c2pa.edited", "model")
    assert edited["digitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")


def test_a_cut_out_is_an_edit_without_ai(credentials: Credentials) -> None:
    cut_out = Statement(title="1-0", operation="matting", source_type=None, source=FILES["jpg"])
    assert "digitalSourceType" not in actions(credentials.sign(FILES["png-alpha"], cut_out))[1]


def test_the_chain_goes_on_over_two_operations(credentials: Credentials, certificate: Certificate) -> None:
    """A signed cut-out as the next job's picture."""
    first = credentials.sign(FILES["png-alpha"], EDIT)
    second = credentials.sign(
        FILES["jpg"], Statement(title="2-0", operation="change-background", source_type=None, source=first)
    )
    report = read_manifest(second, certificate.authority)
    assert report is not None
    assert report["validation_state"] == "Trusted"
    assert len(report["manifests"]) == 2


def _spoilt(kind: str, credentials: Credentials) -> bytes:
    """A signed picture whose manifests can't be read any more; nothing else is wrong with it."""
    signed = credentials.sign(FILES[kind], EDIT)
    place = signed.index(b"jumb", signed.index(b"jumb") + 4)  # the boxes' outermost is whole
    return signed[: place - 4] + b"\xff" * 8 + signed[place + 4 :]


@pytest.mark.parametrize("kind", FILES)
def test_a_source_with_broken_manifests_is_one_without(
    kind: str, credentials: Credentials, certificate: Certificate
) -> None:
    """It is a picture as good as any: the job must not fail."""
    spoilt = _spoilt(kind, credentials)
    with pytest.raises(PictureError):
        read_manifest(spoilt)
    signed = credentials.sign(FILES["png"], replace(EDIT, source=spoilt))
    assert state(signed, certificate) == ("Trusted", [])
    assert [action["action"] for action in actions(signed)] == ["c2pa.opened", "c2pa.edited"]
    assert len((read_manifest(signed) or {})["manifests"]) == 1
    bare = without_manifests(spoilt)
    assert read_manifest(bare) is None
    assert (pixels(bare) == pixels(FILES[kind])).all()


def test_no_copy_of_the_source_is_in_the_result(credentials: Credentials) -> None:
    signed = credentials.sign(FILES["png"], EDIT)
    assert len(signed) < len(FILES["png"]) + 8000


def test_an_unsigned_picture_has_no_manifest() -> None:
    assert read_manifest(FILES["png"]) is None


def test_opening_signs_once(certificate: Certificate, tmp_path: Path) -> None:
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(certificate.chain)
    key.write_bytes(certificate.key)
    assert Credentials.open(chain, key, "es256", None).chain == certificate.chain
    for what, spoilt in (("no file", tmp_path / "none"), ("the key as chain", key)):
        with pytest.raises(SetupError, match="LINGTU_C2PA_CERTIFICATE"):
            Credentials.open(spoilt, key, "es256", None)
        assert what
    with pytest.raises(SetupError, match="es384"):
        Credentials.open(chain, key, "es384", None)


def test_an_expired_certificate_is_told_at_the_start(tmp_path: Path) -> None:
    certificate = make_certificate(days=-1)
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(certificate.chain)
    key.write_bytes(certificate.key)
    with pytest.raises(SetupError, match="not valid at time of signing"):
        Credentials.open(chain, key, "es256", None)
