"""The API: its routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from lingtu import __version__
from lingtu.api.answers import answer_bug, answer_error, answer_http_error
from lingtu.api.auth import Authenticator
from lingtu.api.edge import Edge
from lingtu.api.files import gallery_file, result_file
from lingtu.api.galleries import show_backgrounds, show_faces
from lingtu.api.intake import Intake
from lingtu.api.jobs import JobDesk
from lingtu.api.openapi.document import make_openapi
from lingtu.api.requests import SUBMISSION_LIMIT, read_body
from lingtu.api.room import Room
from lingtu.api.submit import Submitter
from lingtu.api.uploads import UploadDesk
from lingtu.api.views import HealthView, VersionView, show_account
from lingtu.apps.rate import CallRate
from lingtu.errors import LingtuError
from lingtu.fetching.client import Fetcher
from lingtu.jobs.pages import JobPages
from lingtu.jobs.position import QueuePosition
from lingtu.operations import OPERATIONS
from lingtu.operations.operation import Operation
from lingtu.services import Services

Handler = Callable[[Request], Awaitable[Any]]


def create_app(services: Services, fetcher: Fetcher) -> Edge:
    """The ASGI application on opened services.

    Plain Starlette: every route reads and signs raw bytes, so a framework that parses bodies would only cost time.
    """
    auth = Authenticator(services.apps, services.replay, CallRate(services.pool))
    routes = [
        *_job_routes(services, auth),
        *_submission_routes(services, fetcher, auth),
        *_gallery_routes(services, auth),
        _account_route(services, auth),
        *_file_routes(services),
        *_health_routes(services),
    ]
    routes += _document_routes(routes, services)
    handlers: dict[Any, Any] = {LingtuError: answer_error, HTTPException: answer_http_error, Exception: answer_bug}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False  # a redirect's address would be made of the Host header
    return Edge(app, services.settings.public_url)


def _route(method: str, path: str, name: str, handler: Handler) -> Route:
    """A route whose handler returns a JSON value."""

    async def endpoint(request: Request) -> Response:
        request.state.route = name
        return JSONResponse(await handler(request))

    return Route(path, endpoint, methods=[method], name=name)


def _submission_routes(services: Services, fetcher: Fetcher, auth: Authenticator) -> list[Route]:
    intake = Intake(services.apps, services.storage, services.gallery, services.links, fetcher)
    room = Room(services.apps, services.settings.queue_limit)
    submitter = Submitter(auth, services.jobs, services.storage, services.gallery, intake, room)

    def handler_of(operation: Operation) -> Handler:
        async def handle(request: Request) -> str:
            request.state.job = await submitter.submit(request, operation)
            return str(request.state.job)

        return handle

    desk = UploadDesk(auth, services.apps, services.storage)
    return [
        *(
            _route("POST", path, operation.name, handler_of(operation))
            for operation in OPERATIONS.values()
            for path in operation.paths
        ),
        _route("POST", "/aigc/upload", "upload", desk.upload),
    ]


def _job_routes(services: Services, auth: Authenticator) -> list[Route]:
    desk = JobDesk(
        auth,
        services.jobs,
        JobPages(services.pool),
        QueuePosition(services.jobs),
        services.storage,
        services.links,
        services.settings.canceled_spelling,
    )
    return [
        _route("POST", "/aigc/job/result", "job-result", desk.result),
        _route("POST", "/aigc/job/cancel", "job-cancel", desk.cancel),
        _route("POST", "/aigc/job/list", "job-list", desk.page),
        _route("POST", "/aigc/job/delete", "job-delete", desk.delete),
    ]


def _gallery_routes(services: Services, auth: Authenticator) -> list[Route]:
    async def backgrounds(request: Request) -> Any:
        await auth.authenticate(request, await read_body(request, SUBMISSION_LIMIT))
        return show_backgrounds(services.gallery, services.links)

    async def faces(request: Request) -> Any:
        await auth.authenticate(request, await read_body(request, SUBMISSION_LIMIT))
        return show_faces(services.gallery, services.links)

    return [
        _route("GET", "/aigc/synthesis/change-background/bgs", "backgrounds", backgrounds),
        _route("GET", "/aigc/synthesis/model/faces", "faces", faces),
    ]


def _account_route(services: Services, auth: Authenticator) -> Route:
    async def account(request: Request) -> Any:
        caller = await auth.authenticate(request, await read_body(request, SUBMISSION_LIMIT))
        fresh = await services.apps.get(caller.app_id)  # the caller may come from a cache
        return show_account(fresh, await services.apps.usage(caller.app_id))

    return _route("GET", "/aigc/account", "account", account)


def _file_routes(services: Services) -> list[Route]:
    async def result(request: Request) -> Response:
        return await result_file(request, services.storage, services.links)

    async def gallery(request: Request) -> Response:
        return gallery_file(request, services.gallery)

    return [
        Route("/files/{key:path}", result, methods=["GET"], name="file"),
        Route("/gallery/{kind}/{file}", gallery, methods=["GET"], name="gallery"),
    ]


def _health_routes(services: Services) -> list[Route]:
    async def alive(_: Request) -> VersionView:
        return {"status": "ok", "version": __version__}

    async def ready(_: Request) -> HealthView:
        await services.check()
        return {"status": "ok"}

    return [_route("GET", "/healthz", "alive", alive), _route("GET", "/readyz", "ready", ready)]


def _document_routes(routes: list[Route], services: Services) -> list[Route]:
    """The description of all routes, these two included."""

    async def describe(_: Request) -> Any:
        return document

    page = (resources.files("lingtu.api") / "docs.html").read_text(encoding="utf-8")

    async def docs(_: Request) -> Response:
        return HTMLResponse(page)

    own = [_route("GET", "/openapi.json", "openapi", describe), Route("/docs", docs, methods=["GET"], name="docs")]
    settings = services.settings
    document = make_openapi([*routes, *own], settings.public_url, settings.canceled_spelling, services.gallery)
    return own
