"""How the server grows: API processes, rows in the database, slots of workers."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg
from rich.console import Console
from rich.table import Table

from lingtu.bench import jobs, retention
from lingtu.bench.api import RESULT_PATH, SUBMIT_PATH, signed, submission
from lingtu.bench.cores import Busy, Moment
from lingtu.bench.ground import APP_ID, Ground, bench_ground, client_of
from lingtu.bench.load import Rate, measure
from lingtu.bench.queue import wait_for_workers
from lingtu.commands.demo import demo_picture

KINDS = {"API": "lingtu serve", "database": "postgres: "}
FIRST_ID = 200_000_000_000_001  # of the rows, youngest first
PRUNE_ROUNDS = 20
_ROWS = """
INSERT INTO jobs (job_id, app_id, operation, request_id, params, inputs, seed, units, status, attempt, outputs,
                  progress, purged, created_at, started_at, finished_at, expires_at)
SELECT %(id)s + n - 1, %(app)s, 'matting', 'old-' || n, '{"requestId": "old", "image": "upload://x"}', '{}', 1, 1,
       'succeed', 1, '[{"key": "x", "format": "png"}]', 1, true, t, t, t, t
  FROM (SELECT n, now() - interval '1 day' - n * interval '1 s' AS t
          FROM generate_series(%(first)s::bigint, %(last)s) AS n) AS old"""


@dataclass(frozen=True)
class Fleet:
    """Slots that sleep, and how much of their time they did."""

    slots: int
    jobs: int
    #: Of the slots' time, from the first run's begin to the last run's begin: the queue is never empty then.
    utilisation: float
    busy: Busy


def submissions(ground: Ground, requests: int, rounds: int, connections: int) -> list[tuple[int, Rate, Busy]]:
    """By one API process and by two, in turn."""
    found = []
    with ground.api() as (first, _), ground.api() as (second, _):
        with client_of(first) as client:
            upload = client.upload(demo_picture("bottle.png"))
        for _ in range(rounds):
            for ports in ([first], [first, second]):
                calls = [signed(SUBMIT_PATH, submission(upload)) for _ in range(requests)]
                before = Moment.now(KINDS)
                rate = asyncio.run(_spread(ports, calls, connections))
                found.append((len(ports), rate, Moment.now(KINDS).since(before)))
    return found


async def _spread(ports: list[int], calls: list[bytes], connections: int) -> Rate:
    """The calls over so many connections in all, in equal shares for each port."""
    share = len(calls) // len(ports)
    parts = [calls[number * share : (number + 1) * share] for number in range(len(ports))]
    rates = await asyncio.gather(
        *(measure(port, part, connections // len(ports)) for port, part in zip(ports, parts, strict=True))
    )
    return Rate(
        per_second=sum(rate.per_second for rate in rates),
        p50_ms=median(rate.p50_ms for rate in rates),
        p99_ms=max(rate.p99_ms for rate in rates),
        refused=sum(rate.refused for rate in rates),
    )


def polls(
    ground: Ground, sizes: tuple[int, ...], requests: int, rounds: int, connections: int
) -> dict[int, list[Rate]]:
    """job/result of random jobs among so many, in the order of the sizes; each adds rows to those before."""
    found: dict[int, list[Rate]] = {}
    there = 0
    with ground.api() as (port, _):
        for size in sizes:
            _add_rows(ground, there + 1, size)
            there = size
            step = max(1, size // requests)
            ids = [FIRST_ID + (number * step * 7919) % size for number in range(requests)]
            for number in range(rounds + 1):
                calls = [signed(RESULT_PATH, {"jobId": str(job)}) for job in ids]
                rate = asyncio.run(measure(port, calls, connections))
                if number:  # the first round warms the caches of either size
                    found.setdefault(size, []).append(rate)
    return found


def _add_rows(ground: Ground, first: int, last: int) -> None:
    with psycopg.connect(ground.database_url, autocommit=True) as connection:
        for begin in range(first, last + 1, 100_000):
            connection.execute(
                _ROWS, {"app": APP_ID, "id": FIRST_ID, "first": begin, "last": min(begin + 99_999, last)}
            )
        connection.execute("VACUUM ANALYZE jobs")
        connection.execute("CHECKPOINT")


def fleet(ground: Ground, processes: int, slots: int, seconds: float, each: int) -> Fleet:
    """Workers whose engines sleep; every slot gets so many jobs."""
    jobs.store_picture(ground)
    runs = ground.folder / "runs"
    kinds = {"workers": "lingtu.bench.slots", "database": "postgres: "}
    with contextlib.ExitStack() as stack:
        for _ in range(processes):
            stack.enter_context(ground.process("-m", "lingtu.bench.slots", str(slots), str(seconds), str(runs)))
        wait_for_workers(ground, processes)
        before = Moment.now(kinds)
        jobs.submit(ground, processes * slots * each)
        jobs.wait_until_done(ground, 60 + 4 * each * seconds)
        busy = Moment.now(kinds).since(before)
    jobs.read_drain(ground)  # all of them succeeded at once
    return Fleet(processes * slots, processes * slots * each, utilisation_of(_read_runs(runs), processes * slots), busy)


def utilisation_of(runs: list[tuple[float, float]], slots: int) -> float:
    """The share of the slots' time that runs took, from the first begin to the last: the queue has jobs all that time.

    Runs are (begin, end) in seconds.
    """
    first, last = min(begin for begin, _ in runs), max(begin for begin, _ in runs)
    worked = sum(min(end, last) - begin for begin, end in runs)
    return worked / (slots * (last - first))


def _read_runs(file: Path) -> list[tuple[float, float]]:
    lines = [line.split() for line in file.read_text().splitlines()]
    return [(float(begin), float(end)) for begin, end in lines]


def report(rows: int, requests: int, rounds: int, out: Console) -> None:
    """Measure and print all of them."""
    with bench_ground() as ground:
        found = submissions(ground, requests, rounds, 32)
    rates = {count: median(rate.per_second for number, rate, _ in found if number == count) for count in (1, 2)}
    out.print(f"submissions/s, API processes: one {rates[1]:.0f}, two {rates[2]:.0f}: {rates[2] / rates[1]:.2f}")
    for count, rate, busy in found:
        out.print(f"  {count}: {rate.per_second:.0f}/s, {rate.refused} refused, {busy.told()}", highlight=False)
    with bench_ground() as ground:
        by_size = polls(ground, (2000, rows), requests, rounds, 8)
        kept = retention.prune(ground, PRUNE_ROUNDS, FIRST_ID, requests)
    table = Table("job/result, rows in the database", "/s", "p50 ms", "p99 ms", "refused")
    for size, measured in by_size.items():
        figures = [median(getattr(rate, name) for rate in measured) for name in ("per_second", "p50_ms", "p99_ms")]
        table.add_row(str(size), *map("{:.1f}".format, figures), str(sum(rate.refused for rate in measured)))
    out.print(table)
    retention.tell(kept, out)
    with bench_ground() as ground:
        made = fleet(ground, 4, 50, 5.0, 8)
    out.print(f"{made.slots} slots, {made.jobs} jobs of 5 s: {made.utilisation:.1%} in use, {made.busy.told()}")
