"""The API: routes, and how errors are answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from lingtu import __version__
from lingtu.api.auth import Authenticator
from lingtu.api.edge import Edge
from lingtu.api.files import gallery_file, result_file
from lingtu.api.galleries import show_backgrounds, show_faces
from lingtu.api.intake import Intake
from lingtu.api.jobs import JobDesk
from lingtu.api.requests import SUBMISSION_LIMIT, language_of, read_body
from lingtu.api.submit import Submitter
from lingtu.api.uploads import UploadDesk
from lingtu.api.views import show_account
from lingtu.database.pool import connection_of
from lingtu.errors import (
    BadRequestError,
    InternalError,
    LingtuError,
    MethodNotAllowedError,
    NotFoundError,
    SignatureError,
)
from lingtu.fetching.client import Fetcher
from lingtu.jobs.position import QueuePosition
from lingtu.operations import OPERATIONS
from lingtu.operations.operation import Operation
from lingtu.services import Services

log = structlog.get_logger(__name__)
Handler = Callable[[Request], Awaitable[Any]]


def create_app(services: Services, fetcher: Fetcher) -> ASGIApp:
    """The ASGI application on opened services."""
    app = FastAPI(title="lingtu", version=__version__, docs_url=None, redoc_url=None)
    auth = Authenticator(services.apps, services.replay)
    _add_submissions(app, services, fetcher, auth)
    _add_jobs(app, services, auth)
    _add_galleries(app, services, auth)
    _add_account(app, services, auth)
    _add_files(app, services)
    _add_health(app, services)
    app.add_exception_handler(LingtuError, _answer_error)
    app.add_exception_handler(HTTPException, _answer_http_error)
    app.add_exception_handler(Exception, _answer_bug)
    return Edge(app, services.settings.public_url)


def _route(app: FastAPI, method: str, path: str, name: str, handler: Handler) -> None:
    """Add a route whose handler returns a JSON value."""

    async def endpoint(request: Request) -> Response:
        return JSONResponse(await handler(request))

    app.add_api_route(path, endpoint, methods=[method], name=name, operation_id=name, response_class=JSONResponse)


def _add_submissions(app: FastAPI, services: Services, fetcher: Fetcher, auth: Authenticator) -> None:
    intake = Intake(services.apps, services.storage, services.links, fetcher)
    submitter = Submitter(auth, services.jobs, services.storage, intake)

    def handler_of(operation: Operation) -> Handler:
        async def handle(request: Request) -> str:
            return str(await submitter.submit(request, operation))

        return handle

    for operation in OPERATIONS.values():
        for index, path in enumerate(operation.paths):
            name = operation.name if index == 0 else f"{operation.name}-alias-{index}"
            _route(app, "POST", path, name, handler_of(operation))
    desk = UploadDesk(auth, services.apps, services.storage)
    _route(app, "POST", "/aigc/upload", "upload", desk.upload)


def _add_jobs(app: FastAPI, services: Services, auth: Authenticator) -> None:
    position = QueuePosition(services.jobs)
    desk = JobDesk(auth, services.jobs, position, services.links, services.settings.canceled_spelling)
    _route(app, "POST", "/aigc/job/result", "job-result", desk.result)
    _route(app, "POST", "/aigc/job/cancel", "job-cancel", desk.cancel)


def _add_galleries(app: FastAPI, services: Services, auth: Authenticator) -> None:
    async def backgrounds(request: Request) -> Any:
        await auth.authenticate(request, await read_body(request, SUBMISSION_LIMIT))
        return show_backgrounds(services.links)

    async def faces(request: Request) -> Any:
        await auth.authenticate(request, await read_body(request, SUBMISSION_LIMIT))
        return show_faces(services.links)

    _route(app, "GET", "/aigc/synthesis/change-background/bgs", "backgrounds", backgrounds)
    _route(app, "GET", "/aigc/synthesis/model/faces", "faces", faces)


def _add_account(app: FastAPI, services: Services, auth: Authenticator) -> None:
    async def account(request: Request) -> Any:
        caller = await auth.authenticate(request, await read_body(request, SUBMISSION_LIMIT))
        fresh = await services.apps.get(caller.app_id)  # the caller may come from a cache
        return show_account(fresh, await services.apps.usage(caller.app_id))

    _route(app, "GET", "/aigc/account", "account", account)


def _add_files(app: FastAPI, services: Services) -> None:
    async def file(request: Request) -> Response:
        return await result_file(request, services.storage, services.links)

    app.add_api_route("/files/{key:path}", file, methods=["GET", "HEAD"], name="file", include_in_schema=False)
    app.add_api_route(
        "/gallery/{kind}/{file}", _gallery_file, methods=["GET", "HEAD"], name="gallery", include_in_schema=False
    )


async def _gallery_file(request: Request) -> Response:
    return gallery_file(request)


def _add_health(app: FastAPI, services: Services) -> None:
    async def alive(_: Request) -> Any:
        return {"status": "ok", "version": __version__}

    async def ready(_: Request) -> Any:
        async with connection_of(services.pool) as connection:
            await connection.execute("SELECT 1")
        return {"status": "ok"}

    _route(app, "GET", "/healthz", "alive", alive)
    _route(app, "GET", "/readyz", "ready", ready)


# --- errors ----------------------------------------------------------------------------------------------------------


async def _answer_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, LingtuError)
    reference = request.scope["state"]["request_ref"]
    if isinstance(error, SignatureError):
        log.warning("call.refused", ref=reference, cause=error.cause)
    headers = {"retry-after": str(error.retry_after_s)} if error.retry_after_s is not None else None
    body = {"code": error.code, "message": error.message(language_of(request)), "requestRef": reference}
    return JSONResponse(body, status_code=error.http_status, headers=headers)


async def _answer_http_error(request: Request, error: Exception) -> Response:
    """The framework's own refusals, in the contract's form."""
    assert isinstance(error, HTTPException)
    ours: dict[int, LingtuError] = {
        404: NotFoundError("没有这个接口", "no such address"),
        405: MethodNotAllowedError(f"该接口不支持 {request.method}", f"this address does not take {request.method}"),
    }
    answer = await _answer_error(request, ours.get(error.status_code, BadRequestError()))
    answer.headers.update(error.headers or {})
    return answer


async def _answer_bug(request: Request, error: Exception) -> Response:
    log.error("call.broken", ref=request.scope["state"]["request_ref"], error=repr(error))
    return await _answer_error(request, InternalError())
