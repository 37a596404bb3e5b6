"""How the studio answers: JSON that is compressed when it pays."""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Handler = Callable[[Request], Awaitable[Any]]
_WORTH_BYTES = 1200  # fits into one packet as it is
_GZIP_LEVEL = 5


def route(method: str, path: str, handler: Handler) -> Route:
    """A route whose handler returns a JSON value, nothing (204), or an answer of its own."""

    async def endpoint(request: Request) -> Response:
        request.state.route = "studio"
        value = await handler(request)
        if isinstance(value, Response):
            return value
        return Response(status_code=204) if value is None else json_answer(request, value)

    return Route(path, endpoint, methods=[method])


def json_answer(request: Request, value: Any) -> Response:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"cache-control": "no-store"}
    if len(data) > _WORTH_BYTES and takes_gzip(request):
        data = gzip.compress(data, _GZIP_LEVEL, mtime=0)
        headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(data, media_type="application/json", headers=headers)


def takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
