"""Listening, and what uvicorn leaves open of one connection: how long, how large, how many."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import sys
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lingtu.errors import SetupError

HEADERS = [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")]  # of every answer
HEADERS_S = 15.0  # from a connection's first moment, or a request's first byte, to the end of its headers
HEADERS_BYTES = 1 << 16
UNREAD_S = 60  # that an answer may wait for its reader
LINGER_S = 5.0  # for the rest of a body that nobody reads any more: hanging up at once could lose the answer
_UPGRADE = re.compile(rb"(?<=\n)upgrade(?=[ \t]*:)", re.IGNORECASE)
_ANSWERS = {
    431: (b"431 Request Header Fields Too Large", "请求头过大", "Headers too large"),
    503: (b"503 Service Unavailable", "服务繁忙，请稍后重试", "Service is busy, try again later"),
}


class QuietServer(uvicorn.Server):
    """Uvicorn that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(host: str, port: int) -> socket.socket:
    """Take the address; raises `SetupError` if somebody has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # the protocol is named because asyncio turns Nagle's algorithm off only for sockets that say TCP
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if sys.platform == "linux":  # whoever takes nothing of an answer for so long is cut off; connections inherit it
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_S * 1000)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise SetupError(f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port") from None
    return listener


class BoundedProtocol(HttpToolsProtocol):
    """Uvicorn's, with limits on headers, and on connections; proposals of another protocol are overheard."""

    max_connections = 1000

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._header_bytes = 0
        #: Whether the next bytes belong to a request's line and headers.
        self._in_headers = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.max_connections:
            self._turn_away(503)
        else:
            self._close_in(HEADERS_S)

    def connection_lost(self, exc: Exception | None) -> None:
        self._keep()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_headers:
            if self._deadline is None:
                self._close_in(HEADERS_S)
            self._header_bytes += len(data)
            data = without_upgrade(data)
        super().data_received(data)
        if self._in_headers and self._header_bytes > HEADERS_BYTES and not self.transport.is_closing():
            self._turn_away(431)

    def on_headers_complete(self) -> None:
        self._keep()
        self._in_headers = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._keep()
        self._in_headers, self._header_bytes = True, 0

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._in_headers:
            self._close_in(LINGER_S)

    def _close_in(self, seconds: float) -> None:
        self._keep()
        self._deadline = self.loop.call_later(seconds, self.transport.close)

    def _keep(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _turn_away(self, status: int) -> None:
        line, zh, en = _ANSWERS[status]
        body = f'{{"code":{status},"message":"{zh} {en}","requestRef":"-"}}'.encode()
        head = [b"HTTP/1.1 " + line, b"content-type: application/json", b"connection: close"]
        head += [name + b": " + value for name, value in self.server_state.default_headers]
        if status == 503:
            head.append(b"retry-after: 5")
        head.append(b"content-length: %d" % len(body))
        self.transport.write(b"\r\n".join(head) + b"\r\n\r\n" + body)
        self.transport.close()


def without_upgrade(data: bytes) -> bytes:
    """The same bytes of a request, no header of which proposes another protocol: the parser would drop the body.

    Java's HttpClient proposes HTTP/2 (h2c) with the first request to every server without TLS.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    return _UPGRADE.sub(b"x-upgrade", head) + end + rest


def bounded(max_connections: int) -> type[BoundedProtocol]:
    """The protocol for a server that takes so many connections at the same time."""
    return type("Bounded", (BoundedProtocol,), {"max_connections": max_connections})
