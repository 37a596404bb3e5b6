"""A line between two processes that can go bad: a TCP proxy in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = b"HTTP/1.1 507 Insufficient Storage\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class SickProxy:
    """Passes bytes on; what its line does to new data is set from any thread.

    `well`; `down`: connections are closed; `stuck`: nothing passes and nothing closes; `full`: an HTTP PUT is answered
    by 507; `cut`: the connection of a PUT breaks in the middle of its body.
    """

    def __init__(self, target_port: int) -> None:
        self.line = "well"
        #: Times that something met a bad line.
        self.spoilt = 0
        self.port = 0
        self._target = target_port

    async def run(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there = await asyncio.open_connection("127.0.0.1", self._target)
        back = asyncio.create_task(self._pass(there_reader, writer, forward=False))
        try:
            await self._pass(reader, there, forward=True, answer=writer)
        finally:
            back.cancel()
            there.close()
            writer.close()

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        forward: bool,
        answer: asyncio.StreamWriter | None = None,
    ) -> None:
        """Until the end of the stream, or of the line."""
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(1 << 14):
                self.spoilt += self.line in ("stuck", "down")
                while self.line == "stuck":  # noqa: ASYNC110  set from other threads
                    await asyncio.sleep(0.05)
                if self.line == "down":
                    return
                if forward and data.startswith(b"PUT ") and self.line in ("full", "cut"):
                    self.spoilt += 1
                    if self.line == "cut":
                        writer.write(data[: len(data) // 2 + 1])
                        await writer.drain()
                    elif answer is not None:
                        answer.write(_FULL)
                        await answer.drain()
                    return
                writer.write(data)
                await writer.drain()


@contextmanager
def sick_proxy(target_port: int) -> Iterator[SickProxy]:
    """A proxy to a port of this machine for the block."""
    proxy, ready = SickProxy(target_port), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(proxy.run(ready)), name="sick proxy", daemon=True)
    thread.start()
    ready.wait()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(10)
