"""Content Credentials (C2PA) with the operator's certificate: what a picture was made of and how, signed.

Needs the extra `c2pa`; its library is loaded when it is first needed.
"""

from __future__ import annotations

import io
import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

import structlog

from lingtu import __version__
from lingtu.errors import PictureError, SetupError
from lingtu.fetching.header import read_header
from lingtu.labels.bare import without_manifests
from lingtu.labels.xmp import SOURCE_TYPES

Algorithm = Literal["es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519"]

_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
#: No copies of the caller's picture in the result, no calls into the network.
_SETTINGS: dict[str, Any] = {
    "builder": {"thumbnail": {"enabled": False}},
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
}
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What is signed of a result."""

    title: str
    #: What was done, in a word: the operation's name.
    operation: str
    #: IPTC's word for how, or None where nothing was synthesised.
    source_type: str | None
    #: The picture that the result was made from.
    source: bytes


@dataclass(frozen=True)
class Credentials:
    """A certificate chain with its key."""

    #: PEM, the signer's certificate first.
    chain: bytes
    #: PEM, PKCS #8.
    key: bytes
    algorithm: Algorithm
    #: RFC 3161 authority; without one a signature can't be checked once the certificate has run out.
    timestamp_url: str | None = None

    @classmethod
    def open(cls, certificate: Path, key: Path, algorithm: Algorithm, timestamp_url: str | None) -> Self:
        """Read both files and sign once, so that what is wrong is told now: `SetupError`."""
        c2pa = library()
        try:
            credentials = cls(certificate.read_bytes(), key.read_bytes(), algorithm, timestamp_url)
        except OSError as error:
            raise SetupError(f"LINGTU_C2PA_CERTIFICATE or LINGTU_C2PA_KEY: {error}") from None
        try:
            credentials.sign(_DOT, Statement(title="test", operation="test", source_type=None, source=_DOT))
        except (c2pa.C2paError, ValueError) as error:
            raise SetupError(
                f"signing with LINGTU_C2PA_CERTIFICATE and LINGTU_C2PA_KEY ({algorithm}) failed: {error}"
            ) from None
        return credentials

    def sign(self, data: bytes, statement: Statement) -> bytes:
        """The png, jpg or webp with a signed manifest in it; a source with a broken one counts as one without."""
        c2pa = library()
        media_type = media_type_of(data)
        info = c2pa.C2paSignerInfo(self.algorithm.encode(), self.chain, self.key, self.timestamp_url)
        context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
        signed = io.BytesIO()
        with (
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(_manifest(statement, media_type), context) as builder,
        ):
            try:
                _add_source(builder, statement.source)
            except c2pa.C2paError as error:
                log.warning("credentials.source_broken", title=statement.title, error=str(error))
                _add_source(builder, without_manifests(statement.source))
            builder.sign(signer, media_type, io.BytesIO(data), signed)
        return signed.getvalue()


def read_manifest(data: bytes, anchors: str | None = None) -> dict[str, Any] | None:
    """The library's own report on a picture's manifests; None if there is none.

    `anchors`: PEM of authorities that are trusted, besides the library's own list.
    """
    c2pa = library()
    settings = {**_SETTINGS, "trust": {"user_anchors": anchors}} if anchors else _SETTINGS
    try:
        context = c2pa.Context(c2pa.Settings.from_dict(settings))
        with c2pa.Reader(media_type_of(data), io.BytesIO(data), context=context) as reader:
            report: dict[str, Any] = json.loads(reader.json())
            return report
    except c2pa.C2paError as error:
        if str(error).startswith("ManifestNotFound"):
            return None
        raise PictureError("C2PA 数据已损坏", f"its C2PA data can't be read: {error}") from None


def library() -> Any:
    """The C2PA library; raises `SetupError` that says how to get it."""
    try:
        import c2pa
    except ImportError:
        raise SetupError("C2PA needs its library: pip install 'lingtu[c2pa]'") from None
    return c2pa


def media_type_of(data: bytes) -> str:
    return _MEDIA_TYPES[read_header(data, max_bytes=None).format]


def _add_source(builder: Any, source: bytes) -> None:
    ingredient = {"title": "source", "relationship": "parentOf", "instance_id": "source"}
    builder.add_ingredient(ingredient, media_type_of(source), io.BytesIO(source))


def _manifest(statement: Statement, media_type: str) -> dict[str, Any]:
    """The source was opened, then edited (C2PA 2.2, actions)."""
    how = {} if statement.source_type is None else {"digitalSourceType": SOURCE_TYPES + statement.source_type}
    actions: list[dict[str, Any]] = [
        {"action": "c2pa.opened", "parameters": {"ingredientIds": ["source"]}},
        {"action": "c2pa.edited", "description": statement.operation, **how},
    ]
    return {
        "claim_generator_info": [{"name": "lingtu", "version": __version__}],
        "title": statement.title,
        "format": media_type,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
    }


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


#: A png of one pixel.
_DOT = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)
