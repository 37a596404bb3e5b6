"""Signatures of calls, v1 (the vendor's) and v2 (our HMAC). Sans-I/O: the server, the SDK and the file links share it.

v1 protects neither the body nor the borders of its parts: production needs TLS, or v2.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from lingtu.errors import SignatureError

CLOCK_TOLERANCE_S = 300
REPLAY_WINDOW_S = 2 * CLOCK_TOLERANCE_S  # a sign can be valid from 300 s before to 300 s after the server's now

SignVersion = Literal["1", "2"]

#: What a header of the signature looks like.
PATTERNS = {
    "appId": re.compile(r"[A-Za-z0-9_-]{1,64}"),
    "timestamp": re.compile(r"[0-9]{10}"),
    "salt": re.compile(r"(?!/)[\x20-\x7e]{1,128}"),
    "sign": re.compile(r"[0-9a-f]{64}"),
    "signVersion": re.compile(r"[12]"),
}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What is signed of a call."""

    method: str
    #: As received: not decoded, without the query.
    path: str
    query: str = ""
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class SignatureHeaders:
    """The signature as it travels."""

    app_id: str
    timestamp: str
    salt: str
    sign: str
    version: SignVersion

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> Self:
        """Read the four headers (names in any case) and the version; a malformed one raises `SignatureError`."""
        version = headers.get("signversion", "1")
        if not PATTERNS["signVersion"].fullmatch(version):
            raise SignatureError("unknown signVersion")
        found = cls(
            app_id=_matching(headers, "appId"),
            timestamp=_matching(headers, "timestamp"),
            salt=_matching(headers, "salt"),
            sign=_matching(headers, "sign"),
            version="2" if version == "2" else "1",
        )
        return found

    def check_clock(self, now_s: float) -> None:
        if abs(int(self.timestamp) - now_s) > CLOCK_TOLERANCE_S:
            raise SignatureError("timestamp too far from the server's clock")

    def matches(self, call: Signed, secret: str) -> bool:
        """Whether the sign is the call's, compared in constant time."""
        expected = _SIGNERS[self.version](call, self.app_id, self.salt, self.timestamp, secret)
        return hmac.compare_digest(expected, self.sign)


def _matching(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name.lower())
    if value is None or not PATTERNS[name].fullmatch(value):
        raise SignatureError(f"header {name} is missing or malformed")
    return value


def sign_v1(call: Signed, app_id: str, salt: str, timestamp: str, secret: str) -> str:
    """The vendor's: SHA-256 of plainly concatenated parts."""
    return hashlib.sha256(f"{app_id}{call.path}{salt}{timestamp}{secret}".encode()).hexdigest()


def sign_v2(call: Signed, app_id: str, salt: str, timestamp: str, secret: str) -> str:
    """HMAC-SHA256 over every part of the call, each on a line of its own."""
    body_hash = hashlib.sha256(call.body).hexdigest()
    lines = ("LT2-HMAC-SHA256", call.method, call.path, call.query, app_id, salt, timestamp, body_hash)
    return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def sign_webhook(secret: str, webhook_id: str, timestamp: str, body: bytes) -> str:
    """What proves a webhook to come from the server that shares the app's secret: `v1=` and an HMAC."""
    key = hmac.digest(secret.encode(), b"lingtu-webhook-v1", "sha256")
    return "v1=" + hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def webhook_headers(secret: str, webhook_id: str, now_s: int, body: bytes) -> dict[str, str]:
    """The headers that the server adds to a webhook."""
    return {
        "lingtu-webhook-id": webhook_id,
        "lingtu-webhook-timestamp": str(now_s),
        "lingtu-webhook-signature": sign_webhook(secret, webhook_id, str(now_s), body),
    }


def is_webhook_genuine(headers: Mapping[str, str], body: bytes, secret: str, now_s: float) -> bool:
    """For receivers: whether a webhook (its header names in lower case) is the server's, and not an old one again."""
    webhook_id, stamp = headers.get("lingtu-webhook-id", ""), headers.get("lingtu-webhook-timestamp", "")
    if not PATTERNS["timestamp"].fullmatch(stamp) or abs(int(stamp) - now_s) > CLOCK_TOLERANCE_S:
        return False
    expected = sign_webhook(secret, webhook_id, stamp, body)
    return hmac.compare_digest(expected.encode(), headers.get("lingtu-webhook-signature", "").encode())


_SIGNERS = {"1": sign_v1, "2": sign_v2}


def sign_headers(call: Signed, *, app_id: str, secret: str, version: SignVersion = "1") -> dict[str, str]:
    """The headers that a client adds to a call, with a fresh salt and the time of now."""
    salt, timestamp = secrets.token_hex(16), str(int(time.time()))
    headers = {"appId": app_id, "timestamp": timestamp, "salt": salt}
    headers["sign"] = _SIGNERS[version](call, app_id, salt, timestamp, secret)
    return headers if version == "1" else headers | {"signVersion": "2"}
