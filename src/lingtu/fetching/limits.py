"""How much may go on at the same time for one key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class _Gate:
    semaphore: asyncio.Semaphore
    #: Those inside and those who wait.
    users: int = 0


class KeyedLimit:
    """At most `limit` holders for each key; more wait. Remembers only keys in use."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._gates: dict[str, _Gate] = {}

    @asynccontextmanager
    async def slot(self, key: str) -> AsyncIterator[None]:
        gate = self._gates.setdefault(key, _Gate(asyncio.Semaphore(self._limit)))
        gate.users += 1
        try:
            async with gate.semaphore:
                yield
        finally:
            gate.users -= 1
            if not gate.users:
                del self._gates[key]

    def __len__(self) -> int:
        return len(self._gates)
