"""A small HTTP/1.1 load generator: prepared requests over kept connections, so that the client costs little."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Rate:
    """What one round measured."""

    per_second: float
    #: Median time of a request, and that of the slowest hundredth.
    p50_ms: float
    p99_ms: float
    #: Answers that were not 2xx.
    refused: int


def prepare(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def measure(port: int, requests: list[bytes], connections: int) -> Rate:
    """Send all requests over so many connections, each waiting for its answer before the next."""
    queue = iter(requests)
    times: list[float] = []
    refused = 0

    async def one_connection() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in queue:
            began = time.perf_counter()
            writer.write(request)
            refused += not 200 <= await _read_answer(reader) < 300
            times.append(time.perf_counter() - began)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(connections)))
    seconds = time.perf_counter() - began
    return Rate(
        per_second=len(times) / seconds,
        p50_ms=median(times) * 1000,
        p99_ms=quantile(times, 0.99) * 1000,
        refused=refused,
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which so much of all values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


async def _read_answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, rest = head.partition(b"content-length:")
    await reader.readexactly(int(rest.split(b"\r\n", 1)[0]))
    return int(head.split(b" ", 2)[1])
