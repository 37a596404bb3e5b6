"""Calls of callers' own addresses, guarded like the fetching of their pictures."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import httpx

from lingtu.fetching.guard import Networks
from lingtu.fetching.transport import AddressRefusedError, GuardedTransport

ANSWER_S = 10.0
USER_AGENT = "lingtu (webhook)"


class Poster:
    """Posts JSON; one for each process, within its event loop."""

    def __init__(self, allow: Networks = (), *, ssl_context: ssl.SSLContext | None = None) -> None:
        """`allow` names networks beyond the public internet; `ssl_context` other authorities than the public ones."""
        self._transport = GuardedTransport(allow, ssl_context)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> str:
        """The status of the answer, in digits, or in words why there is none. No redirect is followed."""
        try:
            async with asyncio.timeout(ANSWER_S):
                request = httpx.Request("POST", url, headers={**_HEADERS, **headers}, content=body, extensions=_TIMEOUT)
                response = await self._transport.handle_async_request(request)
                await response.aclose()  # what else it says is nobody's concern
                return str(response.status_code)
        except (TimeoutError, httpx.TimeoutException):
            return "no answer in time"
        except AddressRefusedError:
            return "the host is unknown or not on the public internet"
        except httpx.TransportError:
            return "cannot be reached, or broke off"
        except (httpx.InvalidURL, ValueError):
            return "the address is malformed"


_HEADERS = {"User-Agent": USER_AGENT, "Content-Type": "application/json", "Accept-Encoding": "identity"}
_TIMEOUT = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), ANSWER_S)}
