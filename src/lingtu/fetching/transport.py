"""HTTP that connects only to addresses the guard allows.

The check stands where the connection is made: a name is resolved once, every address it has is checked, and the
connection goes to a checked address, so that no second look-up can lead elsewhere. Host header, SNI and the
certificate's check keep the name.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import cast

import httpcore
import httpx

from lingtu.fetching.guard import Networks, is_allowed
from lingtu.fetching.metered import MeteredStream

MAX_CONNECTIONS = 100
ADDRESS_TIMEOUT_S = 3.0  # for one of several addresses; the next may answer
LOOK_UPS = 64  # at the same time: one that hangs can't be stopped, and must not hold up those of other callers


class AddressRefusedError(httpx.ConnectError):
    """The host is unknown, or has an address that is not allowed. Not told apart: that would be a look inside."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to allowed addresses."""

    def __init__(self, allow: Networks) -> None:
        self._allow = tuple(allow)
        self._network = httpcore.AnyIOBackend()
        self._look_ups = ThreadPoolExecutor(LOOK_UPS, "look-up")

    def close(self) -> None:
        self._look_ups.shutdown(wait=False, cancel_futures=True)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address of the host that answers."""
        addresses = await self._checked_addresses(host, port)
        patience = timeout if len(addresses) == 1 else min(timeout or ADDRESS_TIMEOUT_S, ADDRESS_TIMEOUT_S)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                return MeteredStream(
                    await self._network.connect_tcp(address, port, patience, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or AddressRefusedError(host)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefusedError(path)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _checked_addresses(self, host: str, port: int) -> list[str]:
        """Every address of the host, as text that needs no look-up. Raises if one of them is not allowed."""
        loop = asyncio.get_running_loop()
        try:
            look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
            found = await loop.run_in_executor(self._look_ups, look_up)
        except (OSError, ValueError) as error:
            raise AddressRefusedError(host) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not addresses or not all(is_allowed(address, self._allow) for address in addresses):
            raise AddressRefusedError(host)
        return addresses


class GuardedTransport(httpx.AsyncBaseTransport):
    """One request, one answer, one guarded connection. No proxy, no redirect, no cookie, no HTTP/2."""

    def __init__(self, allow: Networks, ssl_context: ssl.SSLContext | None = None) -> None:
        self._backend = GuardedBackend(allow)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context or httpx.create_ssl_context(trust_env=False),
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=0,  # what a server adds to its answer must not answer somebody's next request
            network_backend=self._backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request. Raises `httpx.TransportError`, of which `AddressRefusedError` is one."""
        with _errors_of_httpx():
            response = await self._pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=cast(httpx.AsyncByteStream, request.stream),
                    extensions=request.extensions,
                )
            )
        stream = response.extensions["network_stream"]
        assert isinstance(stream, MeteredStream)
        stream.expect_body()
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()
        self._backend.close()


class _Stream(httpx.AsyncByteStream):
    """The body of an answer."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _errors_of_httpx():
            async for part in self._response.aiter_stream():
                yield part

    async def aclose(self) -> None:
        with _errors_of_httpx():
            await self._response.aclose()


@contextlib.contextmanager
def _errors_of_httpx() -> Iterator[None]:
    """Whoever calls a transport of httpx expects httpx's errors."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.TimeoutException(str(error)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        raise httpx.TransportError(str(error)) from error
