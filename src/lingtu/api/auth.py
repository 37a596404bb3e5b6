"""Who calls: the signature over the raw request, and the replay record."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.requests import Request

from lingtu.apps.app import App
from lingtu.apps.rate import CallRate
from lingtu.apps.replay import ReplayRecord
from lingtu.apps.store import AppStore
from lingtu.errors import SignatureError
from lingtu.signing import PATTERNS, SignatureHeaders, Signed

APP_CACHE_S = 2.0  # how long a changed or disabled app may still be seen as it was
APP_CACHE_SIZE = 10_000


class Authenticator:
    """Verifies calls. Every failure is a `SignatureError`, the same for the caller whatever the cause."""

    def __init__(self, apps: AppStore, replay: ReplayRecord, rate: CallRate) -> None:
        self._apps = apps
        self._replay = replay
        self._rate = rate
        self._seen: OrderedDict[str, tuple[float, App]] = OrderedDict()
        #: Stands in for an unknown app's, so that it costs the same as a wrong sign.
        self._nobodys_secret = secrets.token_hex(16)

    async def authenticate(self, request: Request, body: bytes) -> App:
        """The app that signed this request; salt and sign count as used from now on.

        Raises `RateLimitedError` if the app has used up its minute; the request's limits are told by `state.allowance`.
        """
        _check_single(request.headers)
        signature = SignatureHeaders.read(request.headers)
        signature.check_clock(time.time())
        call = _signed(request, body)
        app = self._recall(signature.app_id)
        if not self._is_genuine(signature, call, app):
            # asked afresh whatever the cause: an unknown app costs what a wrong sign does, a new secret counts at once
            app = await self._look_up(signature.app_id)
            if not self._is_genuine(signature, call, app):
                raise SignatureError("wrong sign" if app else "unknown app")
        assert app is not None
        if not app.enabled:
            raise SignatureError("app is disabled")
        if app.v2_only and signature.version != "2":
            raise SignatureError("app takes signVersion 2 alone")
        request.state.app = app.app_id
        await self._count(request, signature, app)
        return app

    async def _count(self, request: Request, signature: SignatureHeaders, app: App) -> None:
        allowance = self._rate.used_up(app)
        if allowance is None:
            await self._replay.use(signature)
            allowance = await self._rate.take(app)
        request.state.allowance = allowance
        if allowance is not None:
            allowance.check()

    def _is_genuine(self, signature: SignatureHeaders, call: Signed, app: App | None) -> bool:
        return signature.matches(call, app.secret if app else self._nobodys_secret) and app is not None

    def _recall(self, app_id: str) -> App | None:
        until, app = self._seen.get(app_id, (0.0, None))
        return app if until >= time.monotonic() else None

    async def _look_up(self, app_id: str) -> App | None:
        app = await self._apps.find(app_id)
        if app is not None:
            self._seen[app_id] = (time.monotonic() + APP_CACHE_S, app)
            self._seen.move_to_end(app_id)
            if len(self._seen) > APP_CACHE_SIZE:
                self._seen.popitem(last=False)
        return app


def _check_single(headers: Headers) -> None:
    """Of two headers of a name one proxy takes the first and another the last: no signature is in both."""
    for name in PATTERNS:
        if len(headers.getlist(name)) > 1:
            raise SignatureError(f"header {name} is there more than once")


def _signed(request: Request, body: bytes) -> Signed:
    scope = request.scope
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    return Signed(
        method=request.method,
        path=raw_path.decode("latin-1"),
        query=scope.get("query_string", b"").decode("latin-1"),
        body=body,
    )
