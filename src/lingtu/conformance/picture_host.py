"""The kit's own little web server: the caller's pictures, and servers of pictures that misbehave."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a place of the host answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    #: The whole body, or its parts, sent one by one for as long as the other side listens.
    body: bytes | Callable[[], Iterator[bytes]] = b""
    #: Called when the request is here, before anything is sent.
    first: Callable[[], None] = lambda: None


class PictureHost:
    """Serves at a port of this machine; `base` is how the server under test reaches it."""

    def __init__(self, base: str, port: int) -> None:
        self.base = base.rstrip("/")
        parts = urlsplit(self.base)
        self._prefix = parts.path
        listen = "127.0.0.1" if parts.hostname in ("127.0.0.1", "localhost") else ""
        self._replies: dict[str, Reply] = {}
        self._asked: dict[str, list[dict[str, str]]] = {}
        self._server = ThreadingHTTPServer((listen, port), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(self, reply: Reply, name: str = "picture.png") -> str:
        """A new link whose path ends with `name`."""
        path = f"/{uuid.uuid4().hex}/{name}"
        self._replies[path] = reply
        self._asked[path] = []
        return self.base + path

    def gone(self, url: str) -> None:
        """The link is dead from now on."""
        self._replies[self._path(url)] = Reply(status=404)

    def asked(self, url: str) -> list[dict[str, str]]:
        """The headers (names in lower case) of every request for the link."""
        return list(self._asked[self._path(url)])

    def redirects(self, count: int, target: str) -> str:
        """A link that leads to the target over so many redirects."""
        for _ in range(count):
            target = self.put(Reply(status=302, headers={"Location": target}))
        return target

    def _path(self, url: str) -> str:
        return url.removeprefix(self.base)

    def _answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        """The prefix of `base` may have been taken away by a proxy."""
        path = path.partition("?")[0]
        path = path if path in self._replies else path.removeprefix(self._prefix)
        if path not in self._replies:
            return Reply(status=404)
        self._asked[path].append({name.lower(): value for name, value in headers.items()})
        return self._replies[path]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer = self._answer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                reply = answer(self.path, dict(self.headers.items()))
                reply.first()
                with contextlib.suppress(OSError):  # the other side may hang up, and often should
                    self._send(reply)

            def _send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                whole = isinstance(reply.body, bytes)
                if whole and not any(name.lower() == "content-length" for name in reply.headers):
                    self.send_header("Content-Length", str(len(reply.body)))  # type: ignore[arg-type]
                self.end_headers()
                for part in (reply.body,) if isinstance(reply.body, bytes) else reply.body():
                    self.wfile.write(part)

            def log_message(self, format: str, *arguments: object) -> None:
                """Quiet: the report tells what matters."""

        return Handler
