"""The signature as an authentication of httpx: the same object serves `httpx.Client` and `httpx.AsyncClient`."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from lingtu.signing import Signed, SignVersion, sign_headers


class Signature(httpx.Auth):
    """Signs each request anew, with a fresh salt and the time of now.

    async with httpx.AsyncClient(base_url=url, auth=Signature("A", "S")) as http:
        (await http.get("/aigc/account")).json()
    """

    requires_request_body = True

    def __init__(self, app_id: str, secret: str, version: SignVersion = "1", prefix: str = "") -> None:
        """`prefix`: path of the server's public URL, if it has one; it is not signed."""
        self._app_id = app_id
        self._secret = secret
        self._version = version
        self._prefix = prefix

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        call = Signed(method=request.method, path=path.removeprefix(self._prefix), query=query, body=request.content)
        request.headers.update(sign_headers(call, app_id=self._app_id, secret=self._secret, version=self._version))
        yield request
