"""Calls of an app in a minute, counted by the database for all API processes together."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from dataclasses import dataclass

from lingtu.apps.app import App
from lingtu.database.pool import Pool, connection_of
from lingtu.errors import LingtuError, OverloadedError, RateLimitedError

_COUNT = """
INSERT INTO call_minutes AS m (app_id, began_at, calls)
SELECT app, clock_timestamp(), new FROM unnest(%s::text[], %s::integer[]) AS asked(app, new) ORDER BY app
ON CONFLICT (app_id) DO UPDATE SET
    calls = CASE WHEN m.began_at > clock_timestamp() - interval '1 minute' THEN m.calls ELSE 0 END + excluded.calls,
    began_at = CASE WHEN m.began_at > clock_timestamp() - interval '1 minute' THEN m.began_at ELSE excluded.began_at END
RETURNING app_id, calls, extract(epoch FROM began_at + interval '1 minute' - clock_timestamp())::float AS left_s"""


@dataclass(frozen=True)
class Allowance:
    """What a call found of its app's minute."""

    limit: int
    #: Calls so far, this one included.
    calls: int
    #: Seconds to the next minute.
    left_s: float

    @property
    def headers(self) -> dict[str, str]:
        left, reset = max(0, self.limit - self.calls), math.ceil(self.left_s)
        return {"ratelimit-limit": str(self.limit), "ratelimit-remaining": str(left), "ratelimit-reset": str(reset)}

    def check(self) -> None:
        """Raises `RateLimitedError` if the call is one too many."""
        if self.calls > self.limit:
            raise RateLimitedError(
                f"每分钟最多 {self.limit} 次请求",
                f"at most {self.limit} calls a minute",
                retry_after_s=max(1, math.ceil(self.left_s)),
            )


@dataclass(frozen=True)
class _Count:
    """Calls in an app's minute up to one call, and the seconds that are left of it."""

    calls: int
    left_s: float


class CallRate:
    """Counts calls, many to a round trip like the replay record. An app without a limit costs nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: list[tuple[str, asyncio.Future[_Count]]] = []
        self._writer: asyncio.Task[None] | None = None
        #: App -> until when (monotonic) it is known to be over its limit: told without a question to the database.
        self._over: dict[str, tuple[int, float]] = {}

    def used_up(self, app: App) -> Allowance | None:
        """If the app is known to have used its minute up."""
        limit, until = self._over.get(app.app_id, (None, 0.0))
        left_s = until - time.monotonic()
        if limit is not None and limit == app.calls_per_minute and left_s > 0:
            return Allowance(limit, limit + 1, left_s)
        self._over.pop(app.app_id, None)
        return None

    async def take(self, app: App) -> Allowance | None:
        """Count a call; None if the app has no limit."""
        if app.calls_per_minute is None:
            return None
        count = await self._count(app.app_id)
        if count.calls > app.calls_per_minute:
            self._over[app.app_id] = (app.calls_per_minute, time.monotonic() + count.left_s)
        return Allowance(app.calls_per_minute, count.calls, count.left_s)

    async def _count(self, app_id: str) -> _Count:
        counted: asyncio.Future[_Count] = asyncio.get_running_loop().create_future()
        self._waiting.append((app_id, counted))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await counted

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                totals = await self._add(Counter(app_id for app_id, _ in batch))
            except LingtuError as error:
                _settle(batch, error)
            except Exception as error:  # noqa: BLE001  every caller must hear of it, whatever it is
                _settle(batch, OverloadedError("数据库出错", f"the database failed: {type(error).__name__}"))
            else:
                _settle(batch, totals)

    async def _add(self, calls: Counter[str]) -> dict[str, _Count]:
        """App -> its count before these calls."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(_COUNT, (list(calls), list(calls.values())))
            rows = await cursor.fetchall()
        return {row["app_id"]: _Count(row["calls"] - calls[row["app_id"]], row["left_s"]) for row in rows}


def _settle(batch: list[tuple[str, asyncio.Future[_Count]]], result: dict[str, _Count] | Exception) -> None:
    earlier: Counter[str] = Counter()
    for app_id, counted in batch:
        earlier[app_id] += 1
        if counted.done():
            continue  # its caller has left
        if isinstance(result, Exception):
            counted.set_exception(result)
        else:
            counted.set_result(_Count(result[app_id].calls + earlier[app_id], result[app_id].left_s))
