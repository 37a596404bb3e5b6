"""The API: its routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lingtu import __version__
from lingtu.api.answers import HANDLERS
from lingtu.api.auth import Authenticator
from lingtu.api.docs_page import make_docs
from lingtu.api.edge import Edge
from lingtu.api.files import gallery_file, result_file
from lingtu.api.galleries import show_backgrounds, show_faces
from lingtu.api.intake import Intake
from lingtu.api.jobs import JobDesk
from lingtu.api.openapi.document import make_openapi
from lingtu.api.requests import SUBMISSION_LIMIT, UPLOAD_LIMIT, read_body, read_json
from lingtu.api.room import Room
from lingtu.api.studio.routes import studio_routes
from lingtu.api.submit import Submitter
from lingtu.api.uploads import UploadDesk, link_of
from lingtu.api.views import HealthView, UploadView, VersionView, show_account
from lingtu.apps.rate import CallRate
from lingtu.fetching.client import Fetcher
from lingtu.gallery.catalogue import Gallery
from lingtu.jobs.pages import JobPages
from lingtu.jobs.position import QueuePosition
from lingtu.operations import OPERATIONS
from lingtu.operations.operation import Operation
from lingtu.services import Services
from lingtu.tracing import called_with

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
    docs_page, docs_files = make_docs()
    routes += _document_routes(routes, docs_page, services)
    pages = [docs_files, *studio_routes(services, fetcher, "designer")]
    app = Starlette(routes=[*routes, *pages], exception_handlers=HANDLERS)
    app.router.redirect_slashes = False  # a redirect's address would be made of the Host header
    return Edge(app, services.settings.public_url)


def _route(method: str, path: str, name: str, handler: Handler) -> Route:
    """A route whose handler returns a JSON value."""

    async def endpoint(request: Request) -> Response:
        request.state.route = name
        return JSONResponse(await handler(request))

    return Route(path, endpoint, methods=[method], name=name)


def _submission_routes(services: Services, fetcher: Fetcher, auth: Authenticator) -> list[Route]:
    intake = Intake(services.apps, services.storage, services.shelf, services.links, fetcher)
    room = Room(services.apps, services.settings.queue_limit)
    submitter = Submitter(services.submissions, services.storage, services.shelf, intake, room)

    def handler_of(operation: Operation) -> Handler:
        async def handle(request: Request) -> str:
            body = await read_body(request, SUBMISSION_LIMIT)
            app = await auth.authenticate(request, body)
            with called_with(request.headers):
                request.state.job = await submitter.submit(app, read_json(body), operation)
            return str(request.state.job)

        return handle

    desk = UploadDesk(services.apps, services.storage)

    async def upload(request: Request) -> UploadView:
        picture = await read_body(request, UPLOAD_LIMIT)
        app = await auth.authenticate(request, picture)
        return {"url": link_of(await desk.keep(app, picture))}

    return [
        *(
            _route("POST", path, operation.name, handler_of(operation))
            for operation in OPERATIONS.values()
            for path in operation.paths
        ),
        _route("POST", "/aigc/upload", "upload", upload),
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
        return show_account(fresh, await services.books.usage(caller.app_id))

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


def _document_routes(routes: list[Route], docs_page: Route, services: Services) -> list[Route]:
    """The description of all routes, these two included."""

    settings = services.settings

    @lru_cache(maxsize=1)
    def document_with(gallery: Gallery) -> dict[str, Any]:
        """Of what can be chosen now: the gallery is the same object until entries come or go."""
        return make_openapi([*routes, *own], settings.public_url, settings.canceled_spelling, gallery)

    async def describe(_: Request) -> Any:
        return document_with(services.gallery)

    own = [_route("GET", "/openapi.json", "openapi", describe), docs_page]
    document_with(services.gallery)  # now, so that a route without a description stops the start
    return own
