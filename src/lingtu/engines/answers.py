"""Answers of `POST /v1/images/edits`: read within bounds, and the picture in them."""

from __future__ import annotations

import asyncio
import base64
import binascii
import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from lingtu.engines.editing import EditUnavailableError, EditUnusableError
from lingtu.errors import PictureError
from lingtu.fetching.client import Fetcher

MOST_BYTES = 96 << 20  # of an answer: a png of 4096 x 4096 in base64, and more
STALL_S = 15.0  # without a byte, once the answer has begun: servers begin when the picture is made


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body[:4096].decode(errors="replace")

    @property
    def retry_after_s(self) -> float | None:
        """Of the header, which is a number or a date; None if there is none to make sense of."""
        value = self.headers.get("retry-after", "").strip()
        if value.isdigit():
            return float(value)
        date = email.utils.parsedate_to_datetime(value) if _is_date(value) else None
        return max(0.0, date.timestamp() - time.time()) if date is not None else None


def _is_date(value: str) -> bool:
    return email.utils.parsedate_tz(value) is not None


def read_body(response: httpx.Response, deadline: float, clock: Callable[[], float]) -> bytes:
    """The body, of bounded size and in time, however slowly it is sent. Raises `EditError`, `httpx.HTTPError`."""
    timeouts = response.request.extensions.get("timeout")
    if timeouts is not None:  # the body's reader looks at it when it begins
        timeouts["read"] = min(STALL_S, max(0.01, deadline - clock()))
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > MOST_BYTES:
            raise EditUnusableError(f"the answer has more than {MOST_BYTES >> 20} MB")
        if clock() > deadline:
            raise EditUnavailableError("the answer did not end in time")
    return bytes(body)


def parse(body: bytes) -> bytes | str:
    """The picture's file, or its link. Raises `EditUnusableError`."""
    try:
        first: Any = json.loads(body)["data"][0]
        if first.get("b64_json"):
            return base64.b64decode(str(first["b64_json"]).partition("base64,")[2] or first["b64_json"], validate=True)
        if isinstance(first.get("url"), str) and first["url"]:
            return str(first["url"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise EditUnusableError(f"the answer is not of the protocol: {type(error).__name__}") from None
    raise EditUnusableError("the answer has no picture")


def fetched(client: httpx.Client, base: str, link: str, deadline: float, clock: Callable[[], float]) -> bytes:
    """The file behind an answer's link: the server's own with its key, others without, and on the public internet only.

    Raises `EditError`, `httpx.HTTPError`.
    """
    if link.startswith("data:"):
        raise EditUnusableError("the answer's link is no link")
    try:
        url = httpx.URL(base).join(link)
    except (httpx.InvalidURL, ValueError):
        raise EditUnusableError("the answer's link is malformed") from None
    if (url.scheme, url.host, url.port) != _origin(base):
        return _from_elsewhere(str(url), deadline - clock())
    with client.stream("GET", url, timeout=max(0.01, deadline - clock())) as response:
        body = read_body(response, deadline, clock)
    if response.status_code != 200:
        raise EditUnusableError(f"the answer's link gives status {response.status_code}")
    return body


def _origin(base: str) -> tuple[str, str, int | None]:
    url = httpx.URL(base)
    return url.scheme, url.host, url.port


def _from_elsewhere(url: str, left_s: float) -> bytes:
    async def fetch() -> bytes:
        async with Fetcher() as fetcher:
            return await fetcher.fetch(url, app_id="generative", deadline=time.monotonic() + left_s)

    try:
        return asyncio.run(fetch())
    except PictureError as error:
        raise EditUnusableError(f"the answer's link: {error}") from None
