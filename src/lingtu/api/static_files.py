"""Files of a page: compressed once, known again by their ETags, and for ever under the digest of all of them."""

from __future__ import annotations

import gzip
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from lingtu.errors import NotFoundError

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
_COMPRESSED_ALREADY = (".png", ".webp", ".jpg", ".woff2")
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
LOOK_EVERY_S = 1.0


@dataclass(frozen=True, kw_only=True)
class StaticFile:
    """One file as it is sent."""

    data: bytes
    zipped: bytes | None
    etag: str
    media_type: str

    @classmethod
    def of(cls, data: bytes, suffix: str) -> StaticFile:
        zipped = None if suffix in _COMPRESSED_ALREADY else gzip.compress(data, 9, mtime=0)
        return cls(
            data=data,
            zipped=zipped,
            etag=f'"{hashlib.sha256(data).hexdigest()[:20]}"',
            media_type=MEDIA_TYPES[suffix],
        )

    def answer(self, request: Request, cache: str = _ASK_AGAIN) -> Response:
        headers = {"etag": self.etag, "cache-control": cache, "vary": "accept-encoding"}
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if self.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.zipped, media_type=self.media_type, headers=headers | {"content-encoding": "gzip"})
        return Response(self.data, media_type=self.media_type, headers=headers)


class StaticFolder:
    """The files below a folder. Looked at again now and then, so that who works on a page need not restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looked_at = float("-inf")
        #: Name with slashes -> when the file was changed, and the file.
        self._kept: dict[str, tuple[float, StaticFile]] = {}
        self._digest = ""

    def find(self, name: str) -> StaticFile | None:
        """The file of a name; None for anything else, whatever the name tries."""
        self._look()
        kept = self._kept.get(name)
        return kept[1] if kept else None

    def digest(self) -> str:
        """Of all files: another one as soon as one of them changes."""
        self._look()
        return self._digest

    def page(self, request: Request, place: str) -> Response:
        """index.html, whose links into `place` lead below the digest. Raises `NotFoundError` without one."""
        found = self.find("index.html")
        if found is None:
            raise _missing()
        html = found.data.replace(f'"{place}'.encode(), f'"{place}{self.digest()}/'.encode())
        return StaticFile.of(html, ".html").answer(request)

    def answer(self, request: Request, name: str) -> Response:
        """The file of a name, or of one below the digest, which is never asked for again. Raises `NotFoundError`."""
        first, _, rest = name.partition("/")
        if rest and first == self.digest():
            found, cache = self.find(rest), _FOR_EVER
        else:
            found, cache = self.find(name), _ASK_AGAIN
        if found is None:
            raise _missing()
        return found.answer(request, cache)

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = now
        paths = [path for path in self._folder.rglob("*") if path.suffix in MEDIA_TYPES and path.is_file()]
        self._kept = {path.relative_to(self._folder).as_posix(): self._read(path) for path in sorted(paths)}
        told = [f"{name} {file.etag}" for name, (_, file) in self._kept.items()]
        self._digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    def _read(self, path: Path) -> tuple[float, StaticFile]:
        changed_at = path.stat().st_mtime
        kept = self._kept.get(path.relative_to(self._folder).as_posix())
        return kept if kept and kept[0] == changed_at else (changed_at, StaticFile.of(path.read_bytes(), path.suffix))


def _missing() -> NotFoundError:
    return NotFoundError("没有这个文件", "no such file")
