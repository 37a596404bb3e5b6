"""What the queue costs: an empty job from claim to finish, and how two worker processes drain against one."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import psycopg
from rich.console import Console
from rich.table import Table

from lingtu.bench import jobs
from lingtu.bench.cores import Busy, Moment
from lingtu.bench.ground import Ground, bench_ground
from lingtu.bench.jobs import Drain

EMPTY = {"LINGTU_ENGINE": "lingtu.bench.empty:Empty"}
KINDS = {"workers": "lingtu worker", "engines": "lingtu.engines.child", "database": "postgres: "}
_START_S = 120.0
_DRAIN_S = 1800.0


@dataclass(frozen=True)
class Round:
    workers: int
    drain: Drain
    busy: Busy


def measure(count: int, rounds: int, concurrency: int) -> list[Round]:
    """One worker process and two in turn, so that a noisy neighbour meets both."""
    found = []
    for number in range(rounds):
        order = (1, 2) if number % 2 == 0 else (2, 1)
        with bench_ground() as ground:
            jobs.store_picture(ground)
            for workers in order:
                found.append(_drain(ground, workers, concurrency, count))
                jobs.forget(ground)
    return found


def _drain(ground: Ground, workers: int, concurrency: int, count: int) -> Round:
    with running_workers(ground, workers, concurrency):
        before = Moment.now(KINDS)
        jobs.submit(ground, count)
        jobs.wait_until_done(ground, _DRAIN_S)
        busy = Moment.now(KINDS).since(before)
    return Round(workers, jobs.read_drain(ground), busy)


@contextlib.contextmanager
def running_workers(ground: Ground, count: int, concurrency: int) -> Iterator[None]:
    """Worker processes with the empty engine, that wait for jobs."""
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(ground.lingtu("worker", "--concurrency", str(concurrency), **EMPTY))
        wait_for_workers(ground, count)
        yield


def wait_for_workers(ground: Ground, count: int) -> None:
    """Until so many take jobs from the queue. Raises `TimeoutError`."""
    deadline = time.monotonic() + _START_S
    with psycopg.connect(ground.database_url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            if connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (count,):
                return
            time.sleep(0.1)
    raise TimeoutError(f"{count} workers did not start in {_START_S:g} s")


def report(count: int, rounds: int, concurrency: int, out: Console) -> None:
    """Measure, and print a row for each number of workers with medians over the rounds."""
    found = measure(count, rounds, concurrency)
    table = Table(f"{count} empty jobs, concurrency {concurrency}", "jobs/s", "claim → finish p50 ms", "p99 ms")
    rates = {}
    for workers in (1, 2):
        drains = [one.drain for one in found if one.workers == workers]
        rates[workers] = median(drain.per_second for drain in drains)
        spans = (median(drain.p50_ms for drain in drains), median(drain.p99_ms for drain in drains))
        table.add_row(
            f"{workers} worker process{'es' * (workers > 1)}", f"{rates[workers]:.0f}", *map("{:.1f}".format, spans)
        )
    out.print(table)
    out.print(f"two against one: {rates[2] / rates[1]:.2f}", highlight=False)
    for one in found:
        out.print(f"  {one.workers}: {one.drain.per_second:.0f}/s, {one.busy.told()}", highlight=False)
