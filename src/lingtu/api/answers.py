"""How errors are answered."""

from __future__ import annotations

from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lingtu.api.requests import language_of
from lingtu.errors import (
    BadRequestError,
    InternalError,
    LingtuError,
    MethodNotAllowedError,
    NotFoundError,
    SignatureError,
)
from lingtu.metrics import REFUSALS

log = structlog.get_logger(__name__)


async def answer_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, LingtuError)
    reference = request.scope["state"]["request_ref"]
    REFUSALS.labels(str(error.code)).inc()
    if isinstance(error, SignatureError):
        log.warning("call.refused", ref=reference, cause=error.cause)
    headers = {"retry-after": str(error.retry_after_s)} if error.retry_after_s is not None else None
    body = {"code": error.code, "message": error.message(language_of(request)), "requestRef": reference}
    return JSONResponse(body, status_code=error.http_status, headers=headers)


async def answer_http_error(request: Request, error: Exception) -> Response:
    """The framework's own refusals, in the contract's form."""
    assert isinstance(error, HTTPException)
    ours: dict[int, LingtuError] = {
        404: NotFoundError("没有这个接口", "no such address"),
        405: MethodNotAllowedError(f"该接口不支持 {request.method}", f"this address does not take {request.method}"),
    }
    answer = await answer_error(request, ours.get(error.status_code, BadRequestError()))
    answer.headers.update(error.headers or {})
    return answer


async def answer_bug(request: Request, error: Exception) -> Response:
    log.error("call.broken", ref=request.scope["state"]["request_ref"], error=repr(error))
    return await answer_error(request, InternalError())


#: For Starlette: what is raised, and who answers.
HANDLERS: dict[Any, Any] = {LingtuError: answer_error, HTTPException: answer_http_error, Exception: answer_bug}
