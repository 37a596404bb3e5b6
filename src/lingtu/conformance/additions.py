"""Section 6: account, uploads, what is unsigned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import ACCOUNT, UPLOAD
from lingtu.conformance.jobs import upload
from lingtu.conformance.refusal import refuse
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import expect
from lingtu.conformance.wire import Answer, Call, get

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("additions", "6")


@section.rule()
def account_tells_what_is_left(session: Session) -> None:
    """account: remaining generations, limits, today's use."""
    answer = session.app.send(get(ACCOUNT))
    found = answer.object()
    expect(session.balance() >= 0 and {"limits", "today"} <= set(found), "remaining, limits and today", answer)


@section.rule()
def uploads_are_taken_and_cannot_be_guessed(session: Session) -> None:
    """upload: raw png, jpg or webp bytes → {"url":"upload://…"}, another and unguessable one each time."""
    kinds = ("PNG", "JPEG", "WEBP", "PNG")
    links = [upload(session, pictures.encode(pictures.photo(), kind)).removeprefix("upload://") for kind in kinds]
    expect(len(set(links)) == len(links) and min(map(len, links)) >= 16, "four long, different ids", links)


for _name, _data in (
    ("empty", b""),
    ("text", b"no picture"),
    ("json", b'{"image": "data:,"}'),
    ("gif", pictures.encode(pictures.flat((9, 9)), "GIF")),
    ("png-4097-wide", pictures.encode(pictures.flat((4097, 1)))),
    ("png-cut-short", pictures.encode(pictures.photo())[:20]),
):
    _says = f"An upload that is no picture of the kind taken ({_name.replace('-', ' ')}) → 800002"
    refuse(section, f"upload-{_name}", _says, Call(path=UPLOAD, body=_data), 800002)


# --- unsigned --------------------------------------------------------------------------------------------------------


def _unsigned(session: Session, path: str) -> Answer:
    answer = session.app.send(Call(method="GET", path=path, stamp=None))
    expect(answer.status == 200, f"HTTP 200 from {path} without a signature", answer)
    return answer


@section.rule()
def health_is_unsigned(session: Session) -> None:
    """/healthz and /readyz answer without a signature."""
    for path in ("/healthz", "/readyz"):
        _unsigned(session, path)


@section.rule()
def openapi_describes_every_call(session: Session) -> None:
    """/openapi.json is an OpenAPI document that names every call of the contract."""
    answer = _unsigned(session, "/openapi.json")
    document: dict[str, Any] = answer.object()
    paths = document.get("paths", {})
    missing = [path for path in (*bodies.POSTS, *bodies.GETS) if path not in paths]
    expect("openapi" in document and not missing, "an OpenAPI document with all paths", f"{missing} are missing")


@section.rule()
def docs_need_no_other_host(session: Session) -> None:
    """/docs is a page that loads nothing from another host."""
    page = _unsigned(session, "/docs").content.decode(errors="replace")
    loaded = re.findall(r"""(?:src|<link[^>]*href|import)\s*[=(]?\s*["'](https?:)?//[^"']*""", page)
    expect("<html" in page.lower() and not loaded, "a page without a CDN", loaded or page[:80])
