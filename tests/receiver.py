"""Somebody who is called back: a real little web server that remembers what it was told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: The status to answer the n-th call (from 1) with; it may wait first.
Script = Callable[[int], int]


@dataclass(frozen=True)
class Call:
    """One webhook as it came in."""

    path: str
    #: Names in lower case.
    headers: dict[str, str]
    body: bytes

    @property
    def webhook_id(self) -> str:
        return self.headers["lingtu-webhook-id"]


class Receiver:
    """Where it is, and what it heard."""

    def __init__(self, script: Script) -> None:
        self.calls: list[Call] = []
        self.script = script
        self._guard = threading.Lock()
        self.url = ""

    def take(self, call: Call) -> int:
        with self._guard:
            self.calls.append(call)
            number = len(self.calls)
        return self.script(number)


@contextmanager
def receiving(script: Script = lambda _: 204) -> Iterator[Receiver]:
    """A receiver for the block."""
    receiver = Receiver(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = receiver.take(Call(self.path, headers, body))
            try:
                self.send_response(status)
                if status == 302:
                    self.send_header("location", f"{receiver.url}/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()
            except ConnectionError:
                pass  # whoever called has left

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
