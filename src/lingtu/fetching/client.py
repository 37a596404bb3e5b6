"""The caller's pictures: from `http(s)` links, with everything bounded, and from `data:` URIs."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import ssl
import time
import urllib.parse
from types import TracebackType
from typing import Self

import httpx

from lingtu.errors import PictureError
from lingtu.fetching.guard import Networks
from lingtu.fetching.header import MAX_BYTES
from lingtu.fetching.limits import KeyedLimit
from lingtu.fetching.transport import AddressRefusedError, GuardedTransport
from lingtu.metrics import FETCH_FAILURES

MAX_REDIRECTS = 5
MAX_FETCHES_OF_APP = 8  # at the same time
MAX_FETCHES_FROM_HOST = 16
MAX_URL_LENGTH = 8192
FREE_PARTS, PART_BYTES = 1000, 512  # parts of a body: so many of any size; each more needs so many bytes on average
USER_AGENT = "lingtu (picture fetch)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DATA_URI = re.compile(r"data:image/[^,;]*(?:;[^,;]*)*?;base64,", re.IGNORECASE)
_TO_STANDARD = str.maketrans("-_", "+/", " \t\r\n\f\v")


class Fetcher:
    """Fetches pictures for all apps; one for each process, within its event loop."""

    def __init__(self, allow: Networks = (), *, ssl_context: ssl.SSLContext | None = None) -> None:
        """`allow` names networks beyond the public internet; `ssl_context` other authorities than the public ones."""
        self._transport = GuardedTransport(allow, ssl_context)
        self._apps = KeyedLimit(MAX_FETCHES_OF_APP)
        self._hosts = KeyedLimit(MAX_FETCHES_FROM_HOST)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def fetch(self, url: str, *, app_id: str, deadline: float) -> bytes:
        """The bytes behind a link, by the `time.monotonic` of the deadline at the latest, waiting in line included.

        Raises `PictureError`, saying which rule of the contract the link or its server breaks.
        """
        try:
            async with asyncio.timeout(deadline - time.monotonic()), self._apps.slot(app_id):
                return await self._follow(_checked_url(url), deadline)
        except PictureError:
            FETCH_FAILURES.labels("answer").inc()
            raise
        except (TimeoutError, httpx.TimeoutException) as error:
            FETCH_FAILURES.labels("time").inc()
            raise PictureError("下载图片超时", "the picture was not delivered in time") from error
        except AddressRefusedError as error:
            FETCH_FAILURES.labels("address").inc()
            raise PictureError(
                "链接的主机不存在，或不在公网上；请使用公网可访问的图片链接",
                "the link's host is unknown or not on the public internet: use a link that anyone can open",
            ) from error
        except httpx.TransportError as error:
            FETCH_FAILURES.labels("connection").inc()
            raise PictureError(
                "下载图片失败，对方服务器无法连接或连接中断",
                "the picture's server cannot be reached, or broke off: check the link",
            ) from error

    async def _follow(self, url: httpx.URL, deadline: float) -> bytes:
        for _ in range(MAX_REDIRECTS + 1):
            async with self._hosts.slot(url.host):
                answer = await self._ask(url, deadline)
            if isinstance(answer, bytes):
                return answer
            url = answer
        raise PictureError(
            f"链接重定向超过 {MAX_REDIRECTS} 次", f"the link is redirected more than {MAX_REDIRECTS} times"
        )

    async def _ask(self, url: httpx.URL, deadline: float) -> bytes | httpx.URL:
        """The body, or where the server sends us on."""
        request = httpx.Request("GET", url, headers=_REQUEST_HEADERS, extensions={"timeout": _timeouts(deadline)})
        response = await self._transport.handle_async_request(request)
        try:
            if response.status_code in _REDIRECTS:
                return _redirect_target(url, response)
            _check_answer(response)
            return await _read_body(response)
        finally:
            await response.aclose()


_REQUEST_HEADERS = {"User-Agent": USER_AGENT, "Accept": "image/*, */*;q=0.5", "Accept-Encoding": "identity"}


def _timeouts(deadline: float) -> dict[str, float]:
    left_s = max(0.0, deadline - time.monotonic())
    return dict.fromkeys(("connect", "read", "write", "pool"), left_s)


def _checked_url(text: str) -> httpx.URL:
    """Parse a link. Raises `PictureError` for anything but a plain http or https link."""
    try:
        url = httpx.URL(text.strip()[: MAX_URL_LENGTH + 1])
        fault = _fault_of(url)
    except (httpx.InvalidURL, ValueError):
        fault = ("图片链接格式错误", "the link is malformed")
    if fault:
        raise PictureError(*fault)
    return url


def _fault_of(url: httpx.URL) -> tuple[str, str] | None:
    if url.scheme not in ("http", "https"):
        return "图片链接必须以 http:// 或 https:// 开头", "the link must begin with http:// or https://"
    if not url.host or (url.port is not None and not 0 < url.port < 65536):
        return "图片链接格式错误", "the link is malformed"
    if url.userinfo:
        return "图片链接不能包含用户名或密码", "the link must not carry a user name or password"
    if len(str(url)) > MAX_URL_LENGTH:
        return "图片链接过长", "the link is too long"
    return None


def _redirect_target(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "")
    if not location:
        raise PictureError("对方服务器的重定向无效", "the picture's server redirects to nowhere")
    try:
        return _checked_url(str(url.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise PictureError("对方服务器的重定向无效", "the picture's server redirects to a malformed link") from error


def _check_answer(response: httpx.Response) -> None:
    """Raises `PictureError` unless a plain body of a fitting length is to come."""
    if response.status_code != 200:
        status = response.status_code
        raise PictureError(f"对方服务器返回状态码 {status}", f"the picture's server answered with status {status}")
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise PictureError(
            "对方服务器返回了压缩编码的内容", "the picture's server sent a compressed encoding that was not asked for"
        )
    if int(response.headers.get("content-length", "0")) > MAX_BYTES:  # the protocol's reader has seen to the digits
        raise _too_large()


async def _read_body(response: httpx.Response) -> bytes:
    body = bytearray()
    parts = 0
    async for part in response.aiter_raw():
        body += part
        parts += 1
        if len(body) > MAX_BYTES:
            raise _too_large()
        if parts > FREE_PARTS + len(body) // PART_BYTES:
            raise PictureError(
                "对方服务器把图片切得过碎", "the picture's server sends it in crumbs: use another server"
            )
    return bytes(body)


def _too_large() -> PictureError:
    megabytes = MAX_BYTES >> 20
    return PictureError(f"图片大小不能超过 {megabytes} MB", f"the picture may have at most {megabytes} MB: compress it")


def parse_data_uri(text: str) -> bytes:
    """The bytes of a `data:image/…;base64,…` URI; white space, a missing padding and the URL alphabet are forgiven.

    Raises `PictureError` if it is none, or holds more than a picture may have.
    """
    text = text.strip()
    match = _DATA_URI.match(text, 0, 200)
    if match is None:
        raise PictureError(
            "data 链接必须形如 data:image/png;base64,…", "a data link must have the form data:image/png;base64,…"
        )
    payload = text[match.end() :]
    if len(payload) > 2 * MAX_BYTES:
        raise _too_large()
    digits = urllib.parse.unquote(payload).translate(_TO_STANDARD).rstrip("=")
    if len(digits) * 3 // 4 > MAX_BYTES:
        raise _too_large()
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureError("data 链接的 base64 内容有误", "the data link's base64 is broken") from error
