"""Section 1: HTTP, JSON, leniency, languages, links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from lingtu.conformance import bodies
from lingtu.conformance.bodies import CANCEL, CHANGE, RESULT, UNKNOWN_JOB
from lingtu.conformance.refusal import Language, check_error
from lingtu.conformance.rule import Check, Section
from lingtu.conformance.verdict import SkipError, expect
from lingtu.conformance.wire import Call, get, post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("transport", "1")

_UNDER_A_MEGABYTE = 990_000  # bytes


# --- the form of answers ---------------------------------------------------------------------------------------------


@section.rule()
def a_success_is_the_bare_result(session: Session) -> None:
    """A 2xx body is the bare result, with no envelope around it."""
    answer = session.app.send(get(bodies.BACKGROUNDS))
    found = answer.object()
    expect("bgs" in found and not {"code", "data", "result"} & set(found), '{"bgs":[…]} and no envelope', answer)


@section.rule()
def answers_say_that_they_are_json(session: Session) -> None:
    """Successes and errors are JSON in UTF-8, and their Content-Type says JSON."""
    for call in (get(bodies.BACKGROUNDS), post(CANCEL, bodies.job(session)), post(RESULT, bodies.job(session))):
        answer = session.app.send(call)
        answer.json()
        kind = answer.headers.get("content-type", "none")
        expect("application/json" in kind, "Content-Type application/json", kind)


@section.rule()
def every_answer_carries_a_request_ref(session: Session) -> None:
    """requestRef is a header of every answer, success or error, signed or not, and never the same twice."""
    unsigned = Call(method="GET", path="/healthz", stamp=None)
    calls = (
        get(bodies.BACKGROUNDS),
        post(CANCEL, bodies.job(session)),
        get("/aigc/nothing"),
        post(RESULT, []),
        unsigned,
    )
    answers = [session.app.send(call) for call in calls]
    for answer in answers:
        expect(bool(answer.headers.get("requestref")), "a header requestRef", f"{answer} {dict(answer.headers)}")
    references = [answer.headers["requestref"] for answer in answers]
    expect(len(set(references)) == len(references), "another requestRef for each answer", references)


# --- bodies that must be read ----------------------------------------------------------------------------------------


def _is_read(*headers: tuple[str, str], body: bytes | None = None) -> Check:
    """A cancellation of an unknown job succeeds as a call, and so shows that its body was read; it costs nothing."""

    def check(session: Session) -> None:
        content = json.dumps(bodies.job(session)).encode() if body is None else body
        answer = session.app.send(Call(path=CANCEL, body=content, headers=headers))
        success = answer.object().get("success")
        expect(success is False, 'HTTP 200 {"success":false,…}, as the job is unknown', answer)

    return check


_SAYS = "A body is JSON whatever its Content-Type says: "
for _name, _kind in (
    ("text", "text/plain"),
    ("form", "application/x-www-form-urlencoded"),
    ("multipart", "multipart/form-data; boundary=x"),
    ("charset", "application/json;charset=UTF-8"),
    ("other-charset", "application/json; charset=gbk"),
    ("unreadable", "no type at all"),
):
    section.add(f"takes-content-type-{_name}", _SAYS + _kind, _is_read(("content-type", _kind)))
section.add("takes-content-type-missing", "A body is JSON if its Content-Type is missing", _is_read())
_ODD = (
    f'\n\t {{"jobId" : "{UNKNOWN_JOB}", "requestId":"r", "x":{{"deep":[[[null]]]}}, "\\u4e2d":"文", "num":null}} \r\n'
)
section.add(
    "takes-unknown-fields", "Unknown fields and white space in a body are ignored", _is_read(body=_ODD.encode())
)


@section.rule()
def a_get_may_say_that_it_is_json(session: Session) -> None:
    """GET requests carry no body; some clients send Content-Type application/json on them."""
    session.app.send(get(bodies.BACKGROUNDS, ("content-type", "application/json"))).object()


@section.rule()
def request_id_may_be_on_every_post(session: Session) -> None:
    """Clients add requestId to every POST: job/result and job/cancel ignore it."""
    for given in ("r", "", None, 5, "x" * 200):
        body = {"jobId": UNKNOWN_JOB, "requestId": given}
        check_error(session.app.send(post(RESULT, body)), (404,))
        answer = session.app.send(post(CANCEL, body))
        expect(answer.object().get("success") is False, 'HTTP 200 {"success":false,…}', answer)


@section.rule()
def a_body_below_a_megabyte_is_read(session: Session) -> None:
    """A submission may have 1 MB."""
    body = json.dumps({**bodies.change(session), "num": 3}).encode().ljust(_UNDER_A_MEGABYTE)
    check_error(session.app.send(Call(path=CHANGE, body=body)), (400,), names="num")


@section.rule()
def a_byte_order_mark_does_no_harm(session: Session) -> None:
    """A UTF-8 byte order mark before the body is skipped or refused as no JSON (the contract leaves it open)."""
    body = b"\xef\xbb\xbf" + json.dumps(bodies.job(session)).encode()
    answer = session.app.send(Call(path=CANCEL, body=body))
    if answer.status != 200:
        check_error(answer, (400,))


# --- languages -------------------------------------------------------------------------------------------------------


def _speaks(header: str | None, language: Language) -> Check:
    def check(session: Session) -> None:
        headers = [] if header is None else [("accept-language", header)]
        answer = session.app.send(post(RESULT, bodies.job(session), *headers))
        check_error(answer, (404,), language=language)

    return check


for _name, _header, _language in (
    ("none", None, "zh"),
    ("zh", "zh-CN,zh;q=0.9", "zh"),
    ("en", "en", "en"),
    ("en-us", "en-US,en;q=0.9", "en"),
    ("en-before-zh", "en;q=0.9, zh;q=0.8", "en"),
    ("zh-before-en", "zh;q=0.9,en;q=0.8", "zh"),
    ("en-behind-others", "de, en;q=0.8, zh;q=0.5", "en"),
    ("others", "fr-FR, de;q=0.5", "zh"),
    ("en-refused", "en;q=0", "zh"),
    ("malformed", ";;q=x, =,, en;q=nonsense", "zh"),
):
    _says = f"Accept-Language {_header}: messages are {'English' if _language == 'en' else 'Chinese'}"
    section.add(f"language-{_name}", _says, _speaks(_header, cast("Language", _language)))


# --- links -----------------------------------------------------------------------------------------------------------


def _links(session: Session, *headers: tuple[str, str]) -> list[str]:
    answer = session.app.send(get(bodies.BACKGROUNDS, *headers))
    if answer.status != 200:
        raise SkipError(f"the server doesn't answer calls with {dict(headers)}")
    return [str(entry.get("image")) for entry in answer.object()["bgs"]]


def _links_hold(*headers: tuple[str, str]) -> Check:
    def check(session: Session) -> None:
        seen = _links(session, *headers)
        expect(seen == _links(session), "the same links as without these headers", seen[:2])

    return check


section.add(
    "links-ignore-host",
    "The base of links is set by the operator, never taken from the Host header",
    _links_hold(("host", "elsewhere.example")),
)
section.add(
    "links-ignore-forwarded-headers",
    "Forwarded headers count from configured proxies alone",
    _links_hold(
        ("x-forwarded-host", "elsewhere.example"),
        ("x-forwarded-proto", "gopher"),
        ("x-forwarded-prefix", "/elsewhere"),
        ("forwarded", "host=elsewhere.example;proto=gopher"),
    ),
)
