"""A connection on which a server can send no more than an honest answer needs.

The protocol's reader takes any number of interim answers, trailers and chunk extensions, all in the event loop that
serves every caller; the deadline alone would let one link keep a core busy until it.
"""

from __future__ import annotations

import ssl
from typing import Any

import httpcore

from lingtu.fetching.header import MAX_BYTES

MAX_HEAD_BYTES = 1 << 16  # interim answers, status line, headers, and what of the body comes with them
MAX_BODY_BYTES = 2 * MAX_BYTES  # as sent, in chunks
READ_BYTES = 1 << 14  # what is parsed before other calls get their turn


class MeteredStream(httpcore.AsyncNetworkStream):
    """Counts what is read since the last request; past the limit reading fails."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._left = MAX_HEAD_BYTES

    def expect_body(self) -> None:
        """The head has been read."""
        self._left = MAX_BODY_BYTES

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        part = await self._stream.read(min(max_bytes, READ_BYTES), timeout)
        self._left -= len(part)
        if self._left < 0:
            raise httpcore.ReadError("more than an answer may have")
        return part

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._left = MAX_HEAD_BYTES
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return MeteredStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
