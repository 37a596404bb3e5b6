"""The wire as rules see it: calls whose every byte and signature part may be bent, and answers as they came."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

from lingtu.conformance.verdict import BreachError, expect
from lingtu.signing import Signed, SignVersion, sign_v1, sign_v2

TIMEOUT_S = 60.0  # a submission may fetch for 10 s, and the machine be busy
SHOWN_CHARS = 300  # of an answer in a report
_SIGNERS = {"1": sign_v1, "2": sign_v2}

Headers = tuple[tuple[str, str | bytes], ...]


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """How a call is signed. Rules of section 2 change one part; the sign is made from the changed one."""

    version: SignVersion = "1"
    #: Drawn when None, like the time.
    salt: str | None = None
    timestamp: str | None = None
    #: Seconds from the server's now.
    clock_s: int = 0
    app_id: str | None = None
    secret: str | None = None
    #: Sign this in place of what is sent.
    path: str | None = None
    query: str | None = None
    body: bytes | None = None
    method: str | None = None
    #: Headers changed once the call is signed; None takes one away.
    then: Mapping[str, str | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call; `stamp` None leaves it unsigned."""

    path: str
    method: str = "POST"
    query: str = ""
    body: bytes | None = None
    headers: Headers = ()
    stamp: Stamp | None = Stamp()

    def plus(self, *headers: tuple[str, str | bytes]) -> Call:
        return replace(self, headers=(*self.headers, *headers))


def get(path: str, *headers: tuple[str, str | bytes]) -> Call:
    return Call(method="GET", path=path, headers=headers)


def post(path: str, body: object, *headers: tuple[str, str | bytes]) -> Call:
    """A POST of a JSON value, without a Content-Type unless `headers` bring one."""
    return Call(path=path, body=json.dumps(body).encode(), headers=headers)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: httpx.Headers
    content: bytes

    def __str__(self) -> str:
        shown = self.content[: SHOWN_CHARS + 1].decode(errors="replace")
        text = "".join(character if character.isprintable() else " " for character in shown)
        return f"HTTP {self.status} {text[:SHOWN_CHARS] + '…' if len(text) > SHOWN_CHARS else text}"

    def json(self) -> Any:
        try:
            return json.loads(self.content.decode())
        except ValueError:
            raise BreachError("a body of UTF-8 JSON", self) from None

    def result(self) -> Any:
        """The body of a success."""
        expect(200 <= self.status < 300, "a success (HTTP 2xx)", self)
        return self.json()

    def object(self) -> dict[str, Any]:
        """The body of a success that is a JSON object."""
        found = self.result()
        expect(isinstance(found, dict), "HTTP 2xx with a JSON object", self)
        return dict(found)


class Caller:
    """One app at one server. The path of the server's URL is a prefix, which isn't signed."""

    def __init__(self, http: httpx.Client, app_id: str, secret: str, now: Callable[[], float]) -> None:
        self.app_id = app_id
        self._http = http
        self._secret = secret
        #: The server's clock.
        self._now = now

    def send(self, call: Call) -> Answer:
        """Sign and send. No answer at all is `BreachError` too."""
        signature = self.signed_headers(call).items() if call.stamp else ()
        headers = [(name.encode(), _raw(value)) for name, value in (*signature, *call.headers)]
        url = call.path + (f"?{call.query}" if call.query else "")
        try:
            response = self._http.request(call.method, url, content=call.body, headers=headers)
        except httpx.TransportError as error:
            raise BreachError("an HTTP answer", f"none: {type(error).__name__} {error}") from None
        return Answer(status=response.status_code, headers=response.headers, content=response.content)

    def signed_headers(self, call: Call) -> dict[str, str]:
        """The signature's headers, to be sent more than once."""
        stamp = call.stamp
        assert stamp is not None
        app_id, salt = stamp.app_id or self.app_id, secrets.token_hex(16) if stamp.salt is None else stamp.salt
        timestamp = str(int(self._now()) + stamp.clock_s) if stamp.timestamp is None else stamp.timestamp
        signed = Signed(
            method=stamp.method or call.method,
            path=stamp.path or call.path,
            query=call.query if stamp.query is None else stamp.query,
            body=(call.body or b"") if stamp.body is None else stamp.body,
        )
        sign = _SIGNERS[stamp.version](signed, app_id, salt, timestamp, stamp.secret or self._secret)
        headers = {"appId": app_id, "timestamp": timestamp, "salt": salt, "sign": sign}
        headers |= {"signVersion": "2"} if stamp.version == "2" else {}
        changed: dict[str, str | None] = {**headers, **(stamp.then or {})}
        return {name: value for name, value in changed.items() if value is not None}


def _raw(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
