"""Links that the server gives out: results, signed and mortal; gallery pictures, public for ever.

A result's link leads to the store, if that checks links by itself, or else to the server's own `/files`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

from lingtu.storage.s3 import Presigner

FILES_PATH = "/files/"
GALLERY_PATH = "/gallery/"
_SIGN_CHARS = 32
_KEY = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")


@dataclass(frozen=True)
class GalleryLink:
    """A link to a picture of the gallery: its kind (`backgrounds` or `faces`) and file name."""

    kind: str
    file: str


class Links:
    """Makes and recognises the server's own links."""

    def __init__(self, public_url: str, keys: list[bytes], presigner: Presigner | None = None) -> None:
        """The first key signs; those who signed with another of them are believed, too."""
        self.public_url = public_url
        self._keys = keys
        self._presigner = presigner

    def file_url(self, key: str, since: datetime, until: datetime) -> str:
        """A link to an object that works between the moments; the same ones give the same link."""
        url = self._presigner.url(key, since, until) if self._presigner else None
        return url or self.own_file_url(key, until)

    def own_file_url(self, key: str, until: datetime) -> str:
        """A link to an object through this server."""
        expiry = int(until.timestamp())
        return f"{self.public_url}{FILES_PATH}{key}?e={expiry}&s={_sign(self._keys[0], key, expiry)}"

    def gallery_url(self, kind: str, file: str) -> str:
        return f"{self.public_url}{GALLERY_PATH}{kind}/{file}"

    def is_valid(self, key: str, expiry: str, sign: str, now_s: float) -> bool:
        """Whether a link's key, expiry and signature belong together and the time is not over."""
        if not (_KEY.fullmatch(key) and expiry.isascii() and expiry.isdigit() and len(expiry) <= 12):
            return False
        given = sign.encode(errors="replace")
        known = [hmac.compare_digest(_sign(own, key, int(expiry)).encode(), given) for own in self._keys]
        return any(known) and now_s < int(expiry)

    def read(self, url: str, now_s: float) -> str | GalleryLink | None:
        """The object key or gallery picture that one of our own links means; None for any other URL.

        A link of ours that has expired or was tampered with is not ours any more.
        """
        if self._presigner and (stored := self._presigner.read(url, now_s)):
            return stored
        if not url.startswith(self.public_url + "/"):
            return None
        path, _, asked = url[len(self.public_url) :].partition("#")[0].partition("?")
        if path.startswith(GALLERY_PATH):
            kind, _, file = path[len(GALLERY_PATH) :].partition("/")
            return GalleryLink(kind, file)
        if not path.startswith(FILES_PATH):
            return None
        key, query = path[len(FILES_PATH) :], parse_qs(asked)
        expiry, sign = query.get("e", [""])[0], query.get("s", [""])[0]
        return key if self.is_valid(key, expiry, sign, now_s) else None


def _sign(own: bytes, key: str, expiry: int) -> str:
    return hmac.new(own, f"{key}\n{expiry}".encode(), hashlib.sha256).hexdigest()[:_SIGN_CHARS]
