"""Section 3, galleries: bgs and faces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lingtu.conformance import bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import expect
from lingtu.conformance.wire import get

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("galleries", "3, bgs and faces")

_BACKGROUND = {"id": None, "category": ("indoor", "outdoor", "simplicity"), "image": None}
_FACE = {
    "id": None,
    "gender": ("Male", "female"),
    "skin": ("yellow", "white", "black"),
    "age": ("adult", "child"),
    "preview": None,
}


def _check(entries: list[dict[str, Any]], fields: Mapping[str, tuple[str, ...] | None]) -> None:
    for entry in entries:
        for name, choices in fields.items():
            value = entry.get(name)
            expect(isinstance(value, str) and value != "", f"{name}: a text", entry)
            expect(choices is None or value in choices, f"{name}: one of {choices}", entry)
    ids = [entry["id"] for entry in entries]
    expect(len(set(ids)) == len(ids), "each id once", ids)


@section.rule()
def backgrounds_have_their_fields(session: Session) -> None:
    """bgs: {"bgs":[{id, category, image}]}, category indoor, outdoor or simplicity; ids unique."""
    _check(session.backgrounds, _BACKGROUND)


@section.rule()
def faces_have_their_fields(session: Session) -> None:
    """faces: {"faces":[{id, gender, skin, age, preview}]}, gender Male or female, exactly so; ids unique."""
    _check(session.faces, _FACE)


@section.rule()
def lists_are_stable(session: Session) -> None:
    """Clients store the lists: asked again, they are the same, whatever the language."""
    for path in (bodies.BACKGROUNDS, bodies.FACES):
        first = session.app.send(get(path)).object()
        again = session.app.send(get(path, ("accept-language", "en"))).object()
        expect(first == again, "the same list", again)


@section.rule()
def pictures_are_public_and_cacheable(session: Session) -> None:
    """Gallery pictures have unsigned URLs without a comma, open by a plain GET, and may be cached."""
    links = [entry["image"] for entry in session.backgrounds] + [entry["preview"] for entry in session.faces]
    for link in links:
        parts = urlsplit(link)
        absolute = parts.scheme in ("http", "https") and parts.netloc and "," not in link
        expect(bool(absolute) and not parts.query, "an absolute URL without a comma, signature or expiry", link)
        session.picture(link)
        caching = session.file(link).headers.get("cache-control", "none")
        ages = [int(age) for age in re.findall(r"max-age=(\d+)", caching)]
        expect("no-store" not in caching and any(ages), "Cache-Control with a max-age", f"{link}: {caching}")
