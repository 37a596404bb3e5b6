"""Licences of all that the server runs on, and how the audit reads what it is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests import dependencies
from tests.dependencies import Verdict, is_allowed, licences, runtime, verdict


def test_every_package_may_be_used_in_commerce() -> None:
    packages = runtime()
    assert {"numpy", "starlette", "psycopg", "pillow", "h11", "idna"} <= set(packages)
    assert not {"pytest", "mypy", "ruff", "lingtu"} & set(packages)
    unknown = {
        name: stated
        for name, package in packages.items()
        if not (stated := licences(package)) or not all(map(is_allowed, stated))
    }
    assert unknown == {}, "look at each, and add its licence to ALLOWED if it allows commerce"


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [("MIT", True), ("GPL-2.0 OR MIT", True), ("GPL-3.0-only", False), ("AGPL-3.0", False), ("", False), ("X", False)],
)
def test_the_allow_list(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) == allowed


FLAW = {"id": "PYSEC-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}


@pytest.mark.parametrize(
    ("entries", "audited", "unknown", "findings"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 1, (), 0),
        ([{"name": "a", "version": "1", "vulns": [FLAW, FLAW]}], 1, (), 2),
        ([{"name": "a", "skip_reason": "not found"}], 0, ("a",), 0),
        ([{"name": "a", "skip_reason": "x"}, {"name": "b", "version": "1", "vulns": [FLAW]}], 1, ("a",), 1),
        ([], 0, (), 0),
    ],
)
def test_what_was_skipped_is_not_taken_for_sound(
    entries: list[dict[str, Any]], audited: int, unknown: tuple[str, ...], findings: int
) -> None:
    found = verdict({"dependencies": entries, "fixes": []})
    assert (found.audited, found.unknown, len(found.findings)) == (audited, unknown, findings)


@pytest.mark.parametrize(
    ("answers", "code", "strict"),
    [
        ({"pypi": Verdict(9, (), ())}, 0, 0),
        ({"pypi": Verdict(9, (), ("a 1: PYSEC-1",))}, 1, 1),
        ({"pypi": Verdict(8, ("a",), ())}, 0, 1),
        ({"pypi": "no network", "osv": Verdict(9, (), ("a 1: GHSA-1",))}, 1, 1),
        ({"pypi": "no network", "osv": "no network"}, 0, 1),
    ],
)
def test_a_finding_fails_and_silence_does_not(
    answers: dict[str, Verdict | str], code: int, strict: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dependencies, "ask", lambda source, _packages: answers[source])
    monkeypatch.setattr(dependencies, "find_spec", lambda _name: True)
    assert (dependencies.main([]), dependencies.main(["--strict"])) == (code, strict)
