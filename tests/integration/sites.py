"""Real little web servers on the loopback, honest and hostile, and what it is to fetch from them."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from ipaddress import ip_network
from typing import Any

import pytest
import uvloop

from lingtu.errors import PictureError
from lingtu.fetching.client import Fetcher

HERE = (ip_network("127.0.0.1/32"),)
BODY = b"\x89PNG picture"

Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter
Script = Callable[[str, Writer], Awaitable[None]]


class Site:
    """A server that answers by a script, and remembers what it was asked."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.base = ""
        self.connections = 0
        self.requests: list[bytes] = []
        self.most_at_once = self._at_once = 0

    async def answer(self, reader: Reader, writer: Writer) -> None:
        self.connections += 1
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                self.requests.append(request)
                await self._script(request.split()[1].decode(), writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has left
        finally:
            self._at_once -= 1
            writer.close()


@asynccontextmanager
async def serve(script: Script, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    site = Site(script)
    server = await asyncio.start_server(site.answer, host, 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    site.base = f"{'https' if tls else 'http'}://{host}:{port}"
    try:
        yield site
    finally:
        server.close()


def reply(body: bytes = BODY, status: str = "200 OK", **headers: object) -> Script:
    lines = {"Content-Length": len(body)} | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)

    async def script(_path: str, writer: Writer) -> None:
        writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)
        if lines["Content-Length"] is None:
            writer.close()

    return script


def redirect(location: str, status: str = "302 Found") -> Script:
    return reply(b"", status, Location=location)


def in_loop(main: Coroutine[Any, Any, Any], factory: Any = uvloop.new_event_loop) -> Any:
    """On the loop that the server uses, unless the test needs the other."""
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(asyncio.wait_for(main, 30))


async def get(url: str, *, allow: Any = HERE, seconds: float = 5.0, tls: ssl.SSLContext | None = None) -> bytes:
    async with Fetcher(allow, ssl_context=tls) as fetcher:
        return await fetcher.fetch(url, app_id="app", deadline=time.monotonic() + seconds)


async def refusal(url: str, **options: Any) -> str:
    """What a fetch that must fail says."""
    with pytest.raises(PictureError) as raised:
        await get(url, **options)
    assert raised.value.code == 800002
    assert re.search("[\u4e00-\u9fff]", raised.value.detail_zh)
    said = raised.value.detail_zh + raised.value.detail_en
    assert not re.search(r"127\.0\.0|169\.254|10\.0\.0|\[::|Errno|/tmp", said), f"it gives away the inside: {said}"
    return raised.value.detail_en


def fetch_from(script: Script, path: str = "/a.png", **options: Any) -> bytes:
    async def main() -> bytes:
        async with serve(script) as site:
            return await get(site.base + path, **options)

    return bytes(in_loop(main()))


def refused_from(script: Script, **options: Any) -> str:
    async def main() -> str:
        async with serve(script) as site:
            return await refusal(site.base + "/a.png", **options)

    return str(in_loop(main()))


def names(monkeypatch: pytest.MonkeyPatch, table: dict[str, list[list[str]]]) -> list[str]:
    """Let some names have addresses from a table, a list for each time they are looked up; what was looked up."""
    asked: list[str] = []
    honest = socket.getaddrinfo

    def look_up(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host not in table:
            return honest(host, port, *arguments, **options)
        asked.append(host)
        turns = table[host]
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        family = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [
            (family[ipaddress.ip_address(address).version], socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
