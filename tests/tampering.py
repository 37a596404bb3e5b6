"""A proxy that tampers with calls and answers: wrong servers, made of the right one, for the tests of the kit."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

_OF_A_HOP = {"connection", "content-length", "transfer-encoding", "host", "keep-alive"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A call as it came."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer on its way back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def with_json(self, value: Any) -> Answered:
        return replace(self, body=json.dumps(value, ensure_ascii=False).encode())


def _as_it_is(asked: Asked) -> Asked:
    return asked


def _truly(asked: Asked, answered: Answered) -> Answered:
    return answered


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way of being wrong."""

    name: str
    #: Rules to run, and those among them that must fail: patterns of names.
    only: str
    fails: str = "*"
    call: Callable[[Asked], Asked] = _as_it_is
    answer: Callable[[Asked, Answered], Answered] = _truly


@contextlib.contextmanager
def tampering(upstream: str, fault: Fault) -> Iterator[str]:
    """URL of a proxy with that fault."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    url = f"http://127.0.0.1:{server.server_port}"
    with httpx.Client(base_url=upstream, timeout=60, trust_env=False) as http:
        server.RequestHandlerClass = _handler(http, fault, upstream, url)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield url
        finally:
            server.shutdown()
            server.server_close()


def _handler(http: httpx.Client, fault: Fault, upstream: str, url: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # header and body in one packet: two would wait for each other

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = tuple((name, value) for name, value in self.headers.items() if name.lower() not in _OF_A_HOP)
            asked = fault.call(Asked(method=self.command, path=self.path, headers=headers, body=body))
            raw = [(name.encode(), value.encode("latin-1")) for name, value in asked.headers]
            response = http.request(asked.method, asked.path, headers=raw, content=asked.body or None)
            told = {name: value for name, value in response.headers.items() if name not in _OF_A_HOP}
            content = response.content.replace(upstream.encode(), url.encode())  # links lead through here, too
            self._send(fault.answer(asked, Answered(status=response.status_code, headers=told, body=content)))

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

        def _send(self, answered: Answered) -> None:
            self.send_response_only(answered.status)
            for name, value in (answered.headers | {"content-length": str(len(answered.body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answered.body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    return Handler
