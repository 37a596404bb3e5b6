"""Section 2: what was used once is used up; every failure reads the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lingtu.conformance import bodies
from lingtu.conformance.bodies import FACES, MODEL
from lingtu.conformance.refusal import check_error
from lingtu.conformance.rule import Section
from lingtu.conformance.signing import BGS, accepted, stamped
from lingtu.conformance.verdict import expect
from lingtu.conformance.wire import Call, Stamp, get

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("replays", "2")

_REPLAYS = 8  # on connections of their own, which a balancer deals to different processes


def _unsigned(call: Call, headers: dict[str, str]) -> Call:
    """A call that carries these signature headers as they are."""
    return replace(call, stamp=None, headers=(*call.headers, *headers.items()))


@section.rule()
def a_call_is_accepted_once(session: Session) -> None:
    """A sign can be used once."""
    for version in ("1", "2"):
        headers = session.app.signed_headers(stamped(Stamp(version="2" if version == "2" else "1")))
        accepted(session.app.send(_unsigned(BGS, headers)))
        check_error(session.app.send(_unsigned(BGS, headers)), (401,))


@section.rule()
def a_call_is_accepted_once_by_all_processes(session: Session) -> None:
    """The replay record is shared by all API processes: a replay is refused on every new connection."""
    headers = session.app.signed_headers(BGS)
    replay = _unsigned(BGS.plus(("connection", "close")), headers)
    accepted(session.app.send(replay))
    for _ in range(_REPLAYS):
        check_error(session.app.send(replay), (401,))


@section.rule()
def a_salt_is_used_once(session: Session) -> None:
    """A salt of one app can be used once: not with another time, path or version either."""
    headers = session.app.signed_headers(BGS)
    accepted(session.app.send(_unsigned(BGS, headers)))
    for stamp, call in (
        (Stamp(salt=headers["salt"], clock_s=-7), BGS),
        (Stamp(salt=headers["salt"]), get(FACES)),
        (Stamp(salt=headers["salt"], version="2"), BGS),
    ):
        check_error(session.app.send(stamped(stamp, call)), (401,))


@section.rule()
def salts_of_two_apps_are_apart(session: Session) -> None:
    """Another app may use the same salt."""
    salt = session.app.signed_headers(BGS)["salt"]
    for caller in (session.app, session.second):
        accepted(caller.send(stamped(Stamp(salt=salt))))


@section.rule()
def a_refused_sign_leaves_the_salt_unused(session: Session) -> None:
    """A salt counts as used only after the sign has been verified."""
    headers = session.app.signed_headers(BGS)
    check_error(session.app.send(_unsigned(BGS, {**headers, "sign": "0" * 64})), (401,))
    accepted(session.app.send(_unsigned(BGS, headers)))


@section.rule()
def a_border_cannot_be_shifted(session: Session) -> None:
    """A GET of /aigc/synthesis/model/faces can't be replayed as a POST of /aigc/synthesis/model with salt /faces…."""
    headers = session.app.signed_headers(get(FACES))
    shifted = _unsigned(Call(path=MODEL, body=b"{}"), {**headers, "salt": "/faces" + headers["salt"]})
    check_error(session.app.send(shifted), (401,))
    accepted(session.app.send(_unsigned(get(FACES), headers)))


@section.rule()
def all_causes_read_alike(session: Session) -> None:
    """Every failure is the same text, whatever the cause, in each language."""
    stamps = (
        None,
        Stamp(then={"salt": None}),
        Stamp(then={"sign": "0" * 64}),
        Stamp(app_id="nobody"),
        Stamp(clock_s=-9999),
    )
    answers = [session.app.send(replace(BGS, stamp=stamp).plus(("accept-language", "en"))) for stamp in stamps]
    messages = {str(answer.json().get("message")) for answer in answers}
    expect(len(messages) == 1, "one message for all", messages)


@section.rule()
def the_signature_comes_first(session: Session) -> None:
    """The signature is checked before anything else of a submission."""
    for path in (bodies.CHANGE, bodies.MATTING, bodies.RESULT):
        check_error(session.app.send(Call(path=path, body=b"{", stamp=Stamp(then={"sign": "0" * 64}))), (401,))
