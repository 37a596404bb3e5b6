"""The operator's port of a process: metrics, and whether it lives and can work."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from lingtu import metrics
from lingtu.api.answers import HANDLERS
from lingtu.api.edge import Edge
from lingtu.connections import HEADERS, QuietServer, bounded
from lingtu.database.pool import connection_of
from lingtu.errors import OverloadedError
from lingtu.services import Services

_QUEUE = """
SELECT operation, status, count(*) AS jobs, extract(epoch FROM clock_timestamp() - min(created_at))::float AS age_s
  FROM jobs WHERE status IN ('waiting', 'executing') GROUP BY operation, status"""
_OUTBOX = """
SELECT count(*) AS pending, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float AS age_s
  FROM webhooks WHERE state = 'pending'"""
MAX_CONNECTIONS = 200  # at the same time; browsers of operators have a few each
log = structlog.get_logger(__name__)


async def look_at_fleet(services: Services) -> None:
    """Set the gauges that are true of the whole fleet. Raises `OverloadedError` while the database is away."""
    async with connection_of(services.pool) as connection:
        queue = await (await connection.execute(_QUEUE)).fetchall()
        outbox = await (await connection.execute(_OUTBOX)).fetchone()
    metrics.QUEUE_JOBS.clear()
    metrics.QUEUE_AGE.clear()
    for row in queue:
        metrics.QUEUE_JOBS.labels(row["operation"], row["status"]).set(row["jobs"])
        metrics.QUEUE_AGE.labels(row["operation"], row["status"]).set(row["age_s"])
    if outbox is not None:
        metrics.WEBHOOKS_PENDING.set(outbox["pending"])
        metrics.WEBHOOKS_AGE.set(outbox["age_s"])


def create_admin(services: Services, pages: Sequence[BaseRoute] = ()) -> ASGIApp:
    """The ASGI application of the admin port; `pages` are those for operators."""

    async def scrape(_: Request) -> Response:
        try:
            await look_at_fleet(services)
        except OverloadedError as error:  # what this process counted is worth telling all the same
            log.warning("metrics.partial", error=str(error))
            for gauge in (metrics.QUEUE_JOBS, metrics.QUEUE_AGE):
                gauge.clear()
        return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        try:
            await services.check()
        except OverloadedError as error:
            return JSONResponse({"status": "away", "why": str(error)}, status_code=503)
        return JSONResponse({"status": "ok"})

    plain = Starlette(routes=[Route("/metrics", scrape), Route("/healthz", alive), Route("/readyz", ready)])
    studio = Edge(Starlette(routes=list(pages), exception_handlers=HANDLERS), public_url="")

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        """Only what people do is told in the log and counted as calls; probes and scrapes are not."""
        is_page = bool(pages) and scope["path"].startswith("/studio")
        await (studio if is_page else plain)(scope, receive, send)

    return answer


@asynccontextmanager
async def admin_port(
    services: Services, listener: socket.socket | None, app: ASGIApp | None = None
) -> AsyncIterator[None]:
    """Answer on the admin port during the block, by default without pages; without a listener, nothing."""
    if listener is None:
        yield
        return
    app = app or create_admin(services)
    config = uvicorn.Config(
        app,
        http=bounded(MAX_CONNECTIONS),
        log_config=None,
        access_log=False,
        server_header=False,
        headers=HEADERS,
        proxy_headers=False,
        ws="none",
        lifespan="off",
    )
    server = QuietServer(config)
    serving = asyncio.create_task(_serve(server, listener))
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


async def _serve(server: QuietServer, listener: socket.socket) -> None:
    log.info("admin.ready", port=listener.getsockname()[1])
    await server.serve(sockets=[listener])
