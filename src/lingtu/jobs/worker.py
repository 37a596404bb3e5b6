"""The worker process: engine processes, the queue that feeds them, and the sweeper. SIGTERM drains."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog

from lingtu.engines.host import EngineHost, Host, threads_for
from lingtu.engines.messages import Setup
from lingtu.errors import SetupError
from lingtu.fetching.poster import Poster
from lingtu.jobs import queue
from lingtu.jobs.courier import LOOK_EVERY_S, Courier, Render
from lingtu.jobs.run_job import JobRunner
from lingtu.jobs.sweep import EXPIRED_EVERY_S, LOST_EVERY_S, Sweeper, attempt
from lingtu.operations import OPERATIONS
from lingtu.services import Services, open_labeller
from lingtu.settings import Settings

_SPARE_THREADS = 4  # for what is no job
log = structlog.get_logger(__name__)


def engine_host(settings: Settings) -> Host:
    """An engine process, not started, with its share of the cores."""
    threads = threads_for(settings.concurrency)
    return EngineHost(
        settings.engine,
        settings.weights_dir,
        threads,
        settings.job_timeout_s,
        settings.own_gallery,
        Setup.of(settings),
    )


async def work(
    services: Services,
    settings: Settings,
    database_url: str,
    render: Render,
    make_host: Callable[[Settings], Host] = engine_host,
) -> None:
    """Run jobs until SIGTERM or SIGINT; those running then are finished first. `render` makes the webhooks' bodies."""
    operations = served_operations(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    # a thread waits for each running job; by default there are only so many as cores and four
    loop.set_default_executor(ThreadPoolExecutor(settings.concurrency + _SPARE_THREADS))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    labeller = await asyncio.to_thread(open_labeller, settings)
    hosts = await _start_hosts(settings, make_host)
    runner = JobRunner(
        services.jobs,
        services.storage,
        services.shelf,
        _as_queue(hosts),
        settings.result_hours,
        services.thumbnails,
        labeller,
    )
    sweeper = Sweeper.of(services)
    side_jobs = [
        asyncio.create_task(_forever(sweeper.lost_jobs, LOST_EVERY_S)),
        asyncio.create_task(_forever(sweeper.expired, EXPIRED_EVERY_S)),
    ]
    log.info("worker.ready", concurrency=settings.concurrency, engine=settings.engine, operations=operations)
    try:
        async with _courier(services, render):
            await _deliver_until(stop, runner, operations, settings.concurrency, database_url)
        await services.thumbnails.idle()
    finally:
        for task in side_jobs:
            task.cancel()
        for host in hosts:
            host.stop()
    log.info("worker.stopped")


@asynccontextmanager
async def _courier(services: Services, render: Render) -> AsyncIterator[None]:
    """Deliver webhooks during the block, and those that are under way at its end."""
    async with Poster(services.settings.fetch_allow) as poster:
        courier = Courier(services.webhooks, services.jobs, services.apps, poster, render)
        looking = asyncio.create_task(_forever(courier.look, LOOK_EVERY_S))
        try:
            yield
        finally:
            looking.cancel()
            await courier.idle()


async def _start_hosts(settings: Settings, make_host: Callable[[Settings], Host]) -> list[Host]:
    hosts = [make_host(settings) for _ in range(settings.concurrency)]
    for host in hosts:
        await asyncio.to_thread(host.start)
    return hosts


def _as_queue(hosts: list[Host]) -> asyncio.Queue[Host]:
    free: asyncio.Queue[Host] = asyncio.Queue()
    for host in hosts:
        free.put_nowait(host)
    return free


def served_operations(settings: Settings) -> list[str]:
    """Names of the operations, each a queue, whose jobs this worker runs. Raises `SetupError` for one that can't be."""
    offered = [operation.name for operation in OPERATIONS.values() if operation.recipe]
    unknown = [name for name in settings.operations if name not in offered]
    if unknown:
        raise SetupError(f"no worker runs {', '.join(unknown)}; operations are {', '.join(offered)}")
    return list(settings.operations) or offered


async def _deliver_until(
    stop: asyncio.Event, runner: JobRunner, operations: list[str], concurrency: int, database_url: str
) -> None:
    """Feed the runner; the queue's own worker stops when the database restarts, so it is started again."""
    while not stop.is_set():
        app = queue.make_queue(database_url, runner.run)
        delivery = asyncio.create_task(queue.deliver(app, operations, concurrency))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({delivery, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if stop.is_set():
            log.info("worker.draining")
            delivery.cancel()  # the first cancellation is graceful: running jobs finish, their leases go on
        (ended,) = await asyncio.gather(delivery, return_exceptions=True)
        if not stop.is_set():
            log.error("queue.stopped", error=repr(ended))
            await asyncio.sleep(1)


async def _forever(step: Callable[[], Awaitable[None]], every_s: float) -> None:
    while True:
        await attempt(step)
        await asyncio.sleep(every_s)
