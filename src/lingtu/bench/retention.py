"""What it costs to forget old jobs while callers go on asking for theirs."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from statistics import median

from rich.console import Console

from lingtu.bench.api import RESULT_PATH, signed
from lingtu.bench.ground import Ground
from lingtu.bench.load import Rate, measure
from lingtu.database.pool import Pool, connection_of, make_pool
from lingtu.jobs.leftovers import Leftovers

BATCH = 5000  # as the sweeper's
_KEEP_DAYS = 1


@dataclass(frozen=True)
class Retention:
    """Rounds of pruning, and job/result beside them and without them."""

    #: Seconds of each round.
    rounds_s: list[float]
    pruned: int
    left: int
    #: Rows that vacuum had still to see to, at the end.
    dead: int
    alone: Rate
    beside: Rate


def prune(ground: Ground, rounds: int, first_id: int, requests: int) -> Retention:
    """Prune the oldest of the ground's ended jobs, a batch a round, while job/result is asked for young ones.

    `first_id` is the youngest job's id; those after it are older.
    """
    with ground.api() as (port, _):
        return asyncio.run(_prune(ground.database_url, port, rounds, first_id, requests))


async def _prune(url: str, port: int, rounds: int, first_id: int, requests: int) -> Retention:
    ids = [str(first_id + number % 2000) for number in range(requests)]
    pool = make_pool(url, 4)
    async with pool:
        for _ in range(2):  # the first warms the caches
            alone = await measure(port, [signed(RESULT_PATH, {"jobId": one}) for one in ids], 8)
        pruning = asyncio.create_task(_rounds(pool, rounds))
        parts = []
        while not pruning.done():
            parts.append(await measure(port, [signed(RESULT_PATH, {"jobId": one}) for one in ids], 8))
        rounds_s, pruned = await pruning
        left, dead = await _rows(pool)
    beside = Rate(
        per_second=median(part.per_second for part in parts),
        p50_ms=median(part.p50_ms for part in parts),
        p99_ms=median(part.p99_ms for part in parts),
        refused=sum(part.refused for part in parts),
    )
    return Retention(rounds_s, pruned, left, dead, alone, beside)


async def _rounds(pool: Pool, rounds: int) -> tuple[list[float], int]:
    leftovers, rounds_s, pruned = Leftovers(pool), [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        pruned += await leftovers.prune_jobs(_KEEP_DAYS, BATCH)
        rounds_s.append(time.perf_counter() - began)
        async with connection_of(pool) as connection:  # a minute passes
            await connection.execute(
                "UPDATE past_requests SET recorded_at = recorded_at - interval '1 min' "
                "WHERE recorded_at > now() - interval '1 min'"
            )
    return rounds_s, pruned


async def _rows(pool: Pool) -> tuple[int, int]:
    async with connection_of(pool) as connection:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        row = await (
            await connection.execute(
                """SELECT (SELECT count(*) FROM jobs) AS rows, n_dead_tup AS dead
                 FROM pg_stat_user_tables WHERE relname = 'jobs'"""
            )
        ).fetchone()
    assert row is not None
    return row["rows"], row["dead"]


def tell(found: Retention, out: Console) -> None:
    out.print(
        f"{found.pruned} jobs pruned in rounds of {BATCH}: p50 {median(found.rounds_s) * 1000:.0f} ms, "
        f"longest {max(found.rounds_s) * 1000:.0f} ms; {found.left} left, {found.dead} dead rows; job/result p99 "
        f"{found.alone.p99_ms:.1f} ms alone, {found.beside.p99_ms:.1f} ms beside, {found.beside.refused} refused",
        highlight=False,
    )
