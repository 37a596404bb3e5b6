"""What every route does with a request first: its body within limits, its JSON, its language."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic_core import from_json
from starlette.requests import Request

from lingtu.errors import BadRequestError, Language, TooLargeError

SUBMISSION_LIMIT = 1 << 20  # bytes; data: URIs must fit
UPLOAD_LIMIT = 10 * (1 << 20)  # bytes
BODY_S, SLOWEST_BYTES_S = 15.0, 1 << 16  # how long a body may take: so many seconds, and the largest one at this speed


async def read_body(request: Request, limit: int) -> bytes:
    """The raw body; refused as soon as it is known to be over the limit."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    try:
        async with asyncio.timeout(BODY_S + limit / SLOWEST_BYTES_S):
            return await _read_stream(request, limit)
    except TimeoutError:
        raise BadRequestError("请求体传输过慢", "the body came too slowly") from None


async def _read_stream(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(f"上限为 {limit} 字节", f"the limit is {limit} bytes")


def read_json(body: bytes) -> dict[str, Any]:
    """A JSON object, whatever the Content-Type says."""
    try:
        document = from_json(body.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except ValueError as error:
        raise BadRequestError("请求体不是合法的 JSON", f"the body is not valid JSON ({error})") from None
    if not isinstance(document, dict):
        raise BadRequestError("请求体须为 JSON 对象", "the body must be a JSON object")
    return document


def language_of(request: Request) -> Language:
    """English when Accept-Language prefers it to Chinese, else Chinese."""
    best = {"zh": 0.0, "en": 0.0}
    for item in request.headers.get("accept-language", "").split(","):
        tag, _, parameters = item.strip().partition(";")
        language = tag.split("-")[0].lower()
        if language in best:
            best[language] = max(best[language], _quality(parameters))
    return "en" if best["en"] > best["zh"] else "zh"


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
