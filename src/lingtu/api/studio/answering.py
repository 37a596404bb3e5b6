"""How the studio answers: JSON that is compressed when it pays."""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lingtu.errors import BadRequestError

Handler = Callable[[Request], Awaitable[Any]]
_WORTH_BYTES = 1200  # fits into one packet as it is
_GZIP_LEVEL = 5
_DIGITS = 30  # more than any number of ours; Python reads no more than some thousand


class _Number(Convertor[int]):
    """A path's `{name:number}`: any digits, the first of which tell that a number is too large."""

    regex = "[0-9]+"

    def convert(self, value: str) -> int:
        return int(value[:_DIGITS])

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _Number())


def route(method: str, path: str, handler: Handler) -> Route:
    """A route whose handler returns a JSON value, nothing (204), or an answer of its own."""

    async def endpoint(request: Request) -> Response:
        request.state.route = "studio"
        if "\0" in request.scope["path"] or any("\0" in value for _, value in request.query_params.multi_items()):
            raise BadRequestError("地址中不能有空字符", "the address has a null character")  # PostgreSQL takes none
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
