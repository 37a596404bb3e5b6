"""`lingtu serve`: the API in this process, and a worker process beside it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
import uvicorn
import uvloop

from lingtu.admin import admin_port, create_admin
from lingtu.api.app import create_app
from lingtu.api.studio.routes import studio_routes
from lingtu.connections import HEADERS, QuietServer, bounded
from lingtu.fetching.client import Fetcher
from lingtu.services import Services, open_services
from lingtu.settings import Settings

DRAIN_S = 30  # requests under way may take this long at a stop
_RESTART_PAUSE_S = (0.5, 30.0)  # after a worker's death: first, longest
log = structlog.get_logger(__name__)


def run_loop(main: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop, which costs a call about half of what asyncio's own loop does."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


async def serve(
    settings: Settings,
    database_url: str,
    listener: socket.socket,
    admin_listener: socket.socket | None,
    with_worker: bool,
    on_ready: Callable[[Services], Awaitable[None]],
) -> None:
    """Answer calls until SIGTERM or SIGINT, then drain."""
    async with open_services(settings, database_url) as services, Fetcher(settings.fetch_allow) as fetcher:
        server = QuietServer(_uvicorn_config(create_app(services, fetcher), settings))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
        worker = asyncio.create_task(_keep_a_worker()) if with_worker else None
        gc.collect()
        gc.freeze()  # what is loaded now stays; the collector need not look at it again for every few calls
        try:
            admin = create_admin(services, studio_routes(services, fetcher, "admin"))
            async with admin_port(services, admin_listener, admin):
                await on_ready(services)
                await server.serve(sockets=[listener])
        finally:
            if worker is not None:
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)


def _uvicorn_config(app: object, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=bounded(settings.max_connections),
        log_config=None,
        access_log=False,
        server_header=False,
        headers=HEADERS,
        ws="none",
        lifespan="off",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=DRAIN_S,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[str(network) for network in settings.trusted_proxies],
    )


async def _keep_a_worker() -> None:
    """Run `lingtu worker` as a child for as long as this task lives; start it again when it dies."""
    command = [sys.executable, "-m", "lingtu", "worker", "--with-parent", str(os.getpid())]
    pause = None
    while True:
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(*command, env=dict(os.environ), start_new_session=True)
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
            raise
        pause = next_pause_s(pause, time.monotonic() - began)
        log.error("worker.died", returncode=code, again_in_s=pause)
        await asyncio.sleep(pause)


def next_pause_s(last: float | None, lived_s: float) -> float:
    """The pause before a restart: twice the last one, or the first one after a life that was longer than any pause."""
    shortest, longest = _RESTART_PAUSE_S
    return shortest if last is None or lived_s > longest else min(2 * last, longest)
