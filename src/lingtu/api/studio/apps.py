"""Operators' calls about apps: what `lingtu app` does at the command line."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Annotated, Any

from starlette.requests import Request
from starlette.routing import Route

from lingtu.api.requests import SUBMISSION_LIMIT, read_body, read_json
from lingtu.api.studio.answering import route
from lingtu.api.studio.door import Door
from lingtu.api.studio.views import show_app, show_app_and_usage
from lingtu.api.views import rfc3339
from lingtu.apps.app import App
from lingtu.apps.store import AppStore
from lingtu.errors import BadRequestError, NotFoundError
from lingtu.operations.fields import Body, PageSize, T, Truth, read_params
from lingtu.operations.numbers import whole
from lingtu.operations.reader import Reader, fault

_LARGEST = 2**31 - 1  # of PostgreSQL's integers
_APP_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _app_id(value: Any) -> str:
    if not isinstance(value, str) or not _APP_ID.fullmatch(value):
        raise fault("须为 1 至 64 个字符：A-Z a-z 0-9 _ -", "must be 1 to 64 characters of A-Z a-z 0-9 _ -")
    return value


class _NewApp(Body):
    app_id: Annotated[str, Reader(_app_id, {"type": "string"}), BadRequestError]
    quota: Annotated[int, whole(0, _LARGEST), BadRequestError] = 0
    v2_only: Truth = False


class _Quota(Body):
    """One of them."""

    add: Annotated[int, whole(-_LARGEST, _LARGEST), BadRequestError] | None = None
    set: Annotated[int, whole(0, _LARGEST), BadRequestError] | None = None


class _Limits(Body):
    """Absent: as many as the app likes."""

    calls_per_minute: Annotated[int, whole(1, _LARGEST), BadRequestError] | None = None
    unfinished_jobs: Annotated[int, whole(1, _LARGEST), BadRequestError] | None = None


class _Enabled(Body):
    enabled: Truth


class _Ledger(Body):
    limit: PageSize = 50
    cursor: Annotated[int, whole(0, 2**62), BadRequestError] | None = None


class _Link(Body):
    app: Annotated[str, Reader(_app_id, {"type": "string"}), BadRequestError]


@dataclass(frozen=True)
class AppDesk:
    """The calls about apps."""

    door: Door

    def routes(self) -> list[Route]:
        return [
            route("GET", "/api/admin/apps", self.list),
            route("POST", "/api/admin/apps", self.create),
            route("POST", "/api/admin/apps/{app}/quota", self.quota),
            route("GET", "/api/admin/apps/{app}/ledger", self.ledger),
            route("POST", "/api/admin/apps/{app}/limits", self.limits),
            route("POST", "/api/admin/apps/{app}/enabled", self.enable),
            route("POST", "/api/admin/apps/{app}/secret", self.rotate),
            route("POST", "/api/admin/links", self.link),
        ]

    async def list(self, request: Request) -> dict[str, Any]:
        await self.door.enter(request)
        apps = await self._apps.all()
        usages = await self.door.services.books.usages([app.app_id for app in apps])
        return {"apps": [show_app_and_usage(app, usages[app.app_id]) for app in apps]}

    async def create(self, request: Request) -> dict[str, Any]:
        """The secret is told here and never again."""
        new = await self._read(request, _NewApp)
        if await self._apps.find(new.app_id) is not None:
            raise BadRequestError(f"应用 {new.app_id} 已存在", f"there is an app {new.app_id} already")
        secret = secrets.token_hex(24)
        app = await self._apps.create(new.app_id, secret, new.quota, v2_only=new.v2_only)
        return {"app": show_app(app), "secret": secret}

    async def quota(self, request: Request) -> dict[str, Any]:
        wanted = await self._read(request, _Quota)
        app = await self._find(request)
        if (wanted.add is None) == (wanted.set is None):
            raise BadRequestError("须有 add 或 set 之一", "needs add or set, one of them")
        if wanted.set is not None:
            return show_app(await self._apps.set_remaining(app.app_id, wanted.set))
        return show_app(await self._apps.grant(app.app_id, wanted.add or 0))

    async def ledger(self, request: Request) -> dict[str, Any]:
        """What came and went, newest first."""
        await self.door.enter(request)
        app = await self._find(request)
        asked = read_params(_Ledger, dict(request.query_params))
        entries = await self.door.services.books.ledger(app.app_id, asked.limit + 1, asked.cursor)
        shown = entries[: asked.limit]
        return {
            "entries": [
                {
                    "entryId": str(entry.entry_id),
                    "units": entry.units,
                    "reason": entry.reason,
                    "jobId": str(entry.job_id) if entry.job_id is not None else None,
                    "createdAt": rfc3339(entry.created_at),
                }
                for entry in shown
            ],
            "nextCursor": str(shown[-1].entry_id) if len(entries) > asked.limit else None,
        }

    async def limits(self, request: Request) -> dict[str, Any]:
        wanted = await self._read(request, _Limits)
        app = await self._find(request)
        return show_app(await self._apps.set_limits(app.app_id, wanted.calls_per_minute, wanted.unfinished_jobs))

    async def enable(self, request: Request) -> dict[str, Any]:
        wanted = await self._read(request, _Enabled)
        app = await self._find(request)
        return show_app(await self._apps.set_enabled(app.app_id, wanted.enabled))

    async def rotate(self, request: Request) -> dict[str, Any]:
        """A new secret, told here and never again; the old one stops working within seconds."""
        await self.door.enter(request)
        app = await self._find(request)
        secret = secrets.token_hex(24)
        return {"app": show_app(await self._apps.set_secret(app.app_id, secret)), "secret": secret}

    async def link(self, request: Request) -> dict[str, Any]:
        """A link for a designer to sign in by, once, on the API's port."""
        wanted = await self._read(request, _Link)
        if await self._apps.find(wanted.app) is None:
            raise _unknown()
        made = await self.door.services.sessions.make_link("designer", wanted.app)
        url = f"{self.door.services.settings.public_url}/studio/#link={made.token}"
        return {"url": url, "expiresAt": rfc3339(made.expires_at)}

    @property
    def _apps(self) -> AppStore:
        return self.door.services.apps

    async def _read(self, request: Request, model: type[T]) -> T:
        await self.door.enter(request)
        return read_params(model, read_json(await read_body(request, SUBMISSION_LIMIT)))

    async def _find(self, request: Request) -> App:
        app = await self._apps.find(request.path_params["app"])
        if app is None:
            raise _unknown()
        return app


def _unknown() -> NotFoundError:
    return NotFoundError("没有这个应用", "there is no such app")
