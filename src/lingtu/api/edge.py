"""The outermost layer of the API: request references, the public path prefix, one log line a call."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lingtu.metrics import CALLS

log = structlog.get_logger(__name__)


class Edge:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self._prefix = urlsplit(public_url).path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reference = secrets.token_hex(8)
        state = {**scope.get("state", {}), "request_ref": reference}
        scope = self._without_prefix({**scope, "state": state})
        started, status = time.perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", []), *_own_headers(state)]}
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            seconds = round(time.perf_counter() - started, 4)
            CALLS.labels(state.get("route", "other"), str(status)).observe(seconds)
            call = {"ref": reference, "method": scope["method"], "path": scope["path"]}
            call |= {name: state[name] for name in ("app", "job") if name in state}  # told by whoever found it out
            tell = log.debug if status < 400 else log.info
            tell("call", **call, status=status, seconds=seconds)

    def _without_prefix(self, scope: Scope) -> Scope:
        """Drop the path of the public URL, which a proxy may or may not have dropped, before signing and routing."""
        if not self._prefix or not scope["path"].startswith(self._prefix + "/"):
            return scope
        raw = scope.get("raw_path", b"").removeprefix(self._prefix.encode())
        return {**scope, "path": scope["path"].removeprefix(self._prefix), "raw_path": raw}


def _own_headers(state: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """The reference, and what is left of the app's minute, if somebody found that out."""
    headers = {"requestref": state["request_ref"]}
    if allowance := state.get("allowance"):
        headers |= allowance.headers
    return [(name.encode(), value.encode()) for name, value in headers.items()]
