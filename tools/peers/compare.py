"""Submissions, drain, latency, and a killed worker: `lingtu` and a Celery + Redis application in turn."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

import psycopg
from celery.result import AsyncResult

from lingtu.bench import jobs
from lingtu.bench.api import SUBMIT_PATH, signed, submission
from lingtu.bench.ground import APP_ID, Ground, bench_ground, client_of, free_port
from lingtu.bench.load import Rate, measure, prepare
from lingtu.bench.queue import running_workers
from lingtu.commands.demo import demo_picture

HERE = Path(__file__).parent
REQUESTS, CONNECTIONS, ROUNDS = 1000, 16, 3
DRAINED = 1000
IDLE = 30
RUN_S = 4.0  # of the job whose worker is killed
PATIENCE_S = 90.0

Group = subprocess.Popen[bytes]


@contextlib.contextmanager
def process(*arguments: str, **environment: str) -> Iterator[Group]:
    """A process and all its children, killed at the end."""
    started = subprocess.Popen(  # noqa: S603
        arguments,
        cwd=HERE,
        env=os.environ | environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        kill(started)


def kill(group: Group) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group.pid, signal.SIGKILL)
    group.wait()


@contextlib.contextmanager
def redis(folder: str) -> Iterator[None]:
    """As Debian sets it up: a snapshot now and then, nothing synced with an answer."""
    with process("redis-server", "--port", "6399", "--dir", folder):
        time.sleep(1)
        yield


def celery_worker(**environment: str) -> contextlib.AbstractContextManager[Group]:
    return process(
        sys.executable,
        "-m",
        "celery",
        "-A",
        "celery_peer",
        "worker",
        "--concurrency",
        "1",
        "-l",
        "error",
        **environment,
    )


def celery_submissions() -> Iterator[Rate]:
    port = free_port()
    with process(sys.executable, "-m", "uvicorn", "celery_peer:web", "--port", str(port), "--log-level", "error"):
        time.sleep(4)
        for _ in range(ROUNDS):
            yield asyncio.run(measure(port, [prepare("POST", "/submit", {})] * REQUESTS, CONNECTIONS))


def lingtu_submissions(ground: Ground) -> Iterator[Rate]:
    with ground.api() as (port, _):
        with client_of(port) as client:
            upload = client.upload(demo_picture("bottle.png"))
        for _ in range(ROUNDS):
            calls = [signed(SUBMIT_PATH, submission(upload)) for _ in range(REQUESTS)]
            yield asyncio.run(measure(port, calls, CONNECTIONS))


def celery_drain() -> tuple[float, float]:
    """Tasks a second, and the median time to start on an idle queue in ms."""
    from celery_peer import app, empty

    app.control.purge()
    with celery_worker():
        empty.delay().get(timeout=PATIENCE_S)
        starts = []
        for _ in range(IDLE):
            sent = time.time()
            starts.append((empty.delay().get(timeout=PATIENCE_S)[0] - sent) * 1000)
            time.sleep(0.1)
        tasks = [empty.delay() for _ in range(DRAINED)]
        spans = [task.get(timeout=PATIENCE_S) for task in tasks]
    return DRAINED / (max(end for _, end in spans) - min(begin for begin, _ in spans)), median(starts)


def lingtu_drain(ground: Ground) -> tuple[float, float]:
    jobs.store_picture(ground)
    with running_workers(ground, 1, 1):
        for _ in range(IDLE):
            jobs.submit(ground, 1)
            jobs.wait_until_done(ground, PATIENCE_S)
            time.sleep(0.1)
        with psycopg.connect(ground.database_url) as connection:
            rows = connection.execute("SELECT extract(epoch FROM started_at - created_at) FROM jobs").fetchall()
        jobs.forget(ground)
        jobs.submit(ground, DRAINED)
        jobs.wait_until_done(ground, PATIENCE_S)
    return jobs.read_drain(ground).per_second, median(float(row[0]) * 1000 for row in rows)


def celery_killed(**environment: str) -> float | None:
    """Seconds from `kill -9` of the worker in the middle of a task to the task's end elsewhere; None: it is lost."""
    from celery_peer import app, empty

    app.control.purge()
    with celery_worker(**environment) as first:
        empty.delay().get(timeout=PATIENCE_S)
        task: AsyncResult[tuple[float, float]] = empty.delay(RUN_S)
        time.sleep(RUN_S / 2)
        kill(first)
        killed = time.monotonic()
        with celery_worker(**environment):
            return waited(lambda: bool(task.ready()), killed)


def lingtu_killed(ground: Ground) -> float | None:
    slow = replace(ground, environment=ground.environment | {"FAULT_SECONDS": str(RUN_S)})
    engine = {"LINGTU_ENGINE": "slow_engine:Slow", "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path[1:]])}
    jobs.forget(ground)
    with slow.lingtu("worker", **engine) as first:
        jobs.submit(ground, 1)
        waited(lambda: counted(ground, "status = 'executing'") == 1, time.monotonic())
        time.sleep(RUN_S / 2)
        first.kill()
        killed = time.monotonic()
        with slow.lingtu("worker", **engine):
            return waited(lambda: counted(ground, "status = 'succeed'") == 1, killed)


def waited(condition: Callable[[], bool], since: float) -> float | None:
    while time.monotonic() < since + PATIENCE_S:
        if condition():
            return time.monotonic() - since
        time.sleep(0.05)
    return None


def counted(ground: Ground, condition: str) -> int:
    with psycopg.connect(ground.database_url) as connection:
        row = connection.execute(f"SELECT count(*) FROM jobs WHERE {condition}".encode()).fetchone()  # noqa: S608
    assert row is not None
    return int(row[0])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, redis(folder), bench_ground() as ground:
        theirs = [rate.per_second for rate in celery_submissions()]
        ours = [rate.per_second for rate in lingtu_submissions(ground)]
        print(f"submissions/s over HTTP: celery {median(theirs):.0f}, lingtu {median(ours):.0f}")
        jobs.forget(ground)
        with psycopg.connect(ground.database_url, autocommit=True) as connection:
            connection.execute("DELETE FROM procrastinate_jobs")
            connection.execute("UPDATE apps SET unfinished = 0 WHERE app_id = %s", (APP_ID,))
        print("empty jobs/s, one worker, and ms to start on an idle queue:")
        print("  celery {:.0f}, {:.1f}".format(*celery_drain()))
        print("  lingtu {:.0f}, {:.1f}".format(*lingtu_drain(ground)))
        print(
            f"worker killed in the middle of a job of {RUN_S:g} s, seconds until it has ended elsewhere (None: lost):"
        )
        print("  celery, as it comes:", celery_killed())
        late = {"PEER_ACKS": "late", "PEER_VISIBILITY_S": "15"}
        print("  celery, acks_late, visibility_timeout 15 s (default: an hour):", celery_killed(**late))
        print("  lingtu:", lingtu_killed(ground))


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
