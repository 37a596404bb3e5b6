"""Section 2: the four headers, v1 and v2, replays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lingtu.conformance import bodies
from lingtu.conformance.bodies import BACKGROUNDS, CANCEL, FACES
from lingtu.conformance.refusal import check_error, refuse
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import expect
from lingtu.conformance.wire import Answer, Call, Stamp, get, post
from lingtu.signing import Signed, sign_v1, sign_v2

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("signing", "2")

_SALT, _TIMESTAMP = "07c169ba-5845-45ac-a1a7-de4e046748be", "1569564388"  # of the contract's vectors
_V1 = "029e662588643f3c7c893a8828d01e4ba7645dc9f1041e731c76f7df221e27c1"
_V2_POST = "2c2518bc00b7d53cb9bfa3a4648fcd8ae30d7aa9f598b5036fbb82e0f6284356"
_V2_GET = "37f9e7d3bea6c80c7a0ac077601a3d312b7bf1dc6c9b18665bf849543ff77ad4"
_NEAR_S, _FAR_S = 290, 310  # on either side of the 300 s that clocks may differ

BGS = get(BACKGROUNDS)


def stamped(stamp: Stamp, call: Call = BGS) -> Call:
    return replace(call, stamp=stamp)


def accepted(answer: Answer) -> None:
    expect(answer.status == 200, "HTTP 200: the signature is right", answer)


# --- accepted --------------------------------------------------------------------------------------------------------


@section.rule()
def v1_vector(session: Session) -> None:
    """v1: the contract's vector comes out of the kit's signer, and a call that it signs is accepted, GET and POST."""
    made = sign_v1(Signed(method="POST", path="/api/text2img"), "test", _SALT, _TIMESTAMP, "secret")
    expect(made == _V1, _V1, made)
    accepted(session.app.send(BGS))
    accepted(session.app.send(post(CANCEL, bodies.job(session))))


@section.rule()
def v2_vectors(session: Session) -> None:
    """v2: the contract's vectors come out of the kit's signer, and calls that it signs are accepted, GET and POST."""
    cases = (
        (Signed(method="POST", path=bodies.RESULT, body=b'{"jobId":"1"}'), _V2_POST),
        (Signed(method="GET", path=FACES), _V2_GET),
    )
    for signed, sign in cases:
        made = sign_v2(signed, "test", _SALT, _TIMESTAMP, "secret")
        expect(made == sign, sign, made)
    accepted(session.app.send(stamped(Stamp(version="2"))))
    accepted(session.app.send(stamped(Stamp(version="2"), post(CANCEL, bodies.job(session)))))


def _accept(name: str, says: str, stamp: Stamp, call: Call = BGS) -> None:
    section.add(f"takes-{name}", says, lambda session: accepted(session.app.send(stamped(stamp, call))))


_accept("query-v1", "v1 signs the path without the query", Stamp(), replace(BGS, query="a=1&b=%20"))
_accept("query-v2", "v2 signs the raw query", Stamp(version="2"), replace(BGS, query="b=%2f&a=%E4%B8%AD&a"))
_accept("slow-clock", f"A timestamp {_NEAR_S} s old is within ±300 s", Stamp(clock_s=-_NEAR_S))
_accept("fast-clock", f"A timestamp {_NEAR_S} s ahead is within ±300 s", Stamp(clock_s=_NEAR_S))


@section.rule()
def salts_of_1_to_128_printable_characters(session: Session) -> None:
    """A salt has 1–128 printable ASCII characters, not beginning with /."""
    unique = session.app.signed_headers(BGS)["salt"]
    for salt in (unique[:20], unique + " ~!@#$%^&*()[]{}<>|'\"`,.;:?=+-_\\/", unique.ljust(128, "x")):
        accepted(session.app.send(stamped(Stamp(salt=salt))))


@section.rule()
def header_names_in_any_case(session: Session) -> None:
    """The headers' names count in any case, as everywhere in HTTP."""
    headers = tuple((name.upper(), value) for name, value in session.app.signed_headers(BGS).items())
    accepted(session.app.send(replace(BGS, stamp=None, headers=headers)))


@section.rule()
def the_path_is_signed_as_received(session: Session) -> None:
    """uri is the path as received, not decoded: a sign over the decoded path is refused."""
    written = replace(BGS, path=BACKGROUNDS.replace("bgs", "%62gs"))
    decoded = session.app.send(stamped(Stamp(path=BACKGROUNDS), written))
    check_error(decoded, (401, 404))
    as_received = session.app.send(written)
    expect(as_received.status in (200, 404), "HTTP 200 (or 404): the signature is right", as_received)


# --- refused ---------------------------------------------------------------------------------------------------------


def _refuse(name: str, says: str, stamp: Stamp | None, call: Call = BGS) -> None:
    refuse(section, name, f"{says} → 401", replace(call, stamp=stamp), 401)


for _header in ("appId", "timestamp", "salt", "sign"):
    _refuse(f"{_header.lower()}-missing", f"No header {_header}", Stamp(then={_header: None}))
    _refuse(f"{_header.lower()}-empty", f"An empty header {_header}", Stamp(then={_header: ""}))

for _name, _value in (
    ("9-digits", "123456789"),
    ("11-digits", "17000000000"),
    ("milliseconds", "1700000000000"),
    ("sign", "-170000000"),
    ("letters", "170000000x"),
    ("fraction", "17000000.0"),
    ("full-width-digits", "１７００００００００"),
    ("zero", "0000000000"),
):
    _refuse(f"timestamp-{_name}", f"timestamp {_value}", Stamp(timestamp=_value))
_refuse("timestamp-old", f"A timestamp {_FAR_S} s old", Stamp(clock_s=-_FAR_S))
_refuse("timestamp-ahead", f"A timestamp {_FAR_S} s ahead", Stamp(clock_s=_FAR_S))
_refuse("timestamp-old-v2", f"v2: a timestamp {_FAR_S} s old", Stamp(clock_s=-_FAR_S, version="2"))

for _name, _value in (
    ("slash", "/faces"),
    ("129-characters", "s" * 129),
    ("chinese", "盐" * 8),
    ("tab", "a\tb"),
    ("latin-1", "s\u00e9l"),
):
    _refuse(f"salt-{_name}", f"A salt that is no 1–128 printable ASCII characters ({_name})", Stamp(salt=_value))

for _name, _value in (
    ("unknown", "nobody-has-this-id"),
    ("65-characters", "a" * 65),
    ("space", "a b"),
    ("chinese", "应用"),
):
    _refuse(f"appid-{_name}", f"appId {_value[:20]} ({_name})", Stamp(app_id=_value))

for _name, _value in (("wrong", "0" * 64), ("short", "0" * 63), ("long", "0" * 65), ("no-hex", "z" * 64)):
    _refuse(f"sign-{_name}", f"sign: {_name}", Stamp(then={"sign": _value}))
refuse(
    section,
    "sign-in-capitals",
    "The sign is lowercase hex; in capitals → 401",
    lambda session: _capitals(session),
    401,
)
refuse(
    section,
    "wrong-secret",
    "A sign by another secret → 401",
    lambda session: stamped(Stamp(secret=session.wrong_secret())),
    401,
)
_refuse("other-path", "A sign over another path", Stamp(path=FACES))
_refuse("other-query", "v2: a sign over another query", Stamp(version="2", query="a=1"), replace(BGS, query="a=2"))
_refuse("query-not-signed", "v2: a query that isn't signed", Stamp(version="2", query=""), replace(BGS, query="a=1"))
_refuse("other-method", "v2: a sign for another method", Stamp(version="2", method="POST"))
_refuse(
    "other-body",
    "v2: a body that isn't the signed one",
    Stamp(version="2", body=b'{"jobId":"2"}'),
    Call(path=CANCEL, body=b'{"jobId":"1"}'),
)
_refuse("v1-sign-as-v2", "A v1 sign with signVersion 2", Stamp(then={"signVersion": "2"}))
_refuse("v2-sign-as-v1", "A v2 sign without signVersion", Stamp(version="2", then={"signVersion": None}))
_refuse("version-3", "An unknown signVersion", Stamp(then={"signVersion": "3"}))

for _header in ("appId", "timestamp", "salt", "sign"):
    _says = f"Two headers {_header} that differ"
    _refuse(
        f"{_header.lower()}-twice",
        _says,
        Stamp(),
        BGS.plus((_header, "1700000000" if _header == "timestamp" else "0" * 64)),
    )

_SIGNED = (*(("POST", path) for path in bodies.POSTS), *(("GET", path) for path in bodies.GETS))
for _method, _path in _SIGNED:
    _call = Call(method=_method, path=_path, body=b"{}" if _method == "POST" else None)
    _refuse(f"unsigned-{_path[6:].replace('/', '-')}", f"{_method} {_path} without a signature", None, _call)


def _capitals(session: Session) -> Call:
    headers = session.app.signed_headers(BGS)
    return replace(BGS, stamp=None, headers=tuple({**headers, "sign": headers["sign"].upper()}.items()))
