"""Signing in and out, and who one is."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lingtu import __version__
from lingtu.api.requests import SUBMISSION_LIMIT, read_body, read_json
from lingtu.api.studio.answering import json_answer, route
from lingtu.api.studio.door import Door, Visitor
from lingtu.api.studio.views import show_app
from lingtu.api.views import rfc3339
from lingtu.apps.sessions import Session
from lingtu.errors import BadRequestError, ForbiddenError, SetupError, SignInError
from lingtu.operations import OPERATIONS

FIRST_APP, FIRST_QUOTA = "studio", 100  # what an operator finds who signs in before there is any app


@dataclass(frozen=True)
class SignIn:
    """The session's calls."""

    door: Door

    def routes(self) -> list[Route]:
        return [
            route("GET", "/api/session", self.show),
            route("POST", "/api/session", self.open),
            route("PUT", "/api/session", self.choose),
            route("DELETE", "/api/session", self.close),
        ]

    async def show(self, request: Request) -> dict[str, Any]:
        return await self._show(await self.door.enter(request))

    async def open(self, request: Request) -> Response:
        """Use a one-time link up for a session, which takes the place of the browser's own.

        Every cause of a refusal looks the same.
        """
        self.door.check_origin(request)
        sessions = self.door.services.sessions
        await sessions.count_attempt(request.client.host if request.client else "")
        token = read_json(await read_body(request, SUBMISSION_LIMIT)).get("token")
        opened = await sessions.sign_in(token, (self.door.role,)) if isinstance(token, str) else None
        if opened is None:
            raise SignInError("登录链接无效、已使用或已过期", "the link is unknown, used up or too old")
        if before := self.door.token_of(request):
            await sessions.end(before)
        own_token, session = opened
        if session.role == "admin" and session.app_id is None:
            session = await self._choose_first(own_token, session)
        answer = json_answer(request, await self._show(Visitor(session=session, token=own_token)))
        self.door.let_in(request, answer, own_token)
        return answer

    async def choose(self, request: Request) -> dict[str, Any]:
        """An operator picks the app that jobs belong to."""
        visitor = await self.door.enter(request)
        app_id = read_json(await read_body(request, SUBMISSION_LIMIT)).get("app")
        if visitor.session.role != "admin":
            raise ForbiddenError("只有管理员可以切换应用", "only an operator may change the app")
        if not isinstance(app_id, str) or "\0" in app_id or await self.door.services.apps.find(app_id) is None:
            raise BadRequestError("没有这个应用", "there is no such app")
        await self.door.services.sessions.choose(visitor.token, app_id)
        return await self._show(await self.door.enter(request))

    async def close(self, request: Request) -> Response:
        visitor = await self.door.enter(request)
        await self.door.services.sessions.end(visitor.token)
        answer = Response(status_code=204)
        self.door.let_out(request, answer)
        return answer

    async def _choose_first(self, token: str, session: Session) -> Session:
        """An operator begins with an app; where there is none, one is made, so that the page works at once."""
        services = self.door.services
        if not (apps := await services.apps.all()):
            with contextlib.suppress(SetupError):  # somebody was quicker
                await services.apps.create(FIRST_APP, secrets.token_hex(24), FIRST_QUOTA)
            apps = await services.apps.all()
        first = next((app for app in apps if app.app_id == FIRST_APP), None) or apps[0]
        await services.sessions.choose(token, first.app_id)
        return await services.sessions.find(token) or session

    async def _show(self, visitor: Visitor) -> dict[str, Any]:
        services, session = self.door.services, visitor.session
        settings = services.settings
        is_operator = session.role == "admin"
        app = await services.apps.find(session.app_id) if session.app_id is not None else None
        mine = [session.app_id] if session.app_id is not None else []
        return {
            "role": session.role,
            "csrf": visitor.csrf,
            "app": show_app(app) if app else None,
            "apps": [one.app_id for one in await services.apps.all()] if is_operator else mine,
            "operator": is_operator,
            "version": __version__,
            "apiUrl": settings.public_url,
            "docs": f"{settings.public_url}/docs",
            "operations": [operation.name for operation in OPERATIONS.values() if operation.recipe],
            "thumbnailDays": min(settings.thumbnail_days, settings.keep_days),
            "resultHours": settings.result_hours,
            "expiresAt": rfc3339(session.expires_at),
        }
