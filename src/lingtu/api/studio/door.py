"""Who may come into the studio: the cookie, the proof that the studio's own page asks, and whose jobs are meant."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from lingtu.apps.app import App
from lingtu.apps.sessions import Role, Session, csrf_of
from lingtu.errors import BadRequestError, ForbiddenError, SignInError
from lingtu.services import Services

CSRF_HEADER = "x-lingtu-csrf"
#: A cookie is sent to every port of a host, so that of operators has a name of its own.
_COOKIES: dict[Role, str] = {"designer": "lingtu-studio", "admin": "lingtu-operator"}
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody who is in, and the token of the session."""

    session: Session
    token: str

    @property
    def csrf(self) -> str:
        return csrf_of(self.token)


@dataclass(frozen=True)
class Door:
    """The door of one port: of the API's for designers, of the admin port for operators."""

    services: Services
    role: Role

    async def enter(self, request: Request) -> Visitor:
        """Raises `SignInError` without a session of this port's role, `ForbiddenError` if not our page asks."""
        token = self.token_of(request)
        session = await self.services.sessions.find(token) if token else None
        if session is None or session.role != self.role:
            raise SignInError
        visitor = Visitor(session=session, token=token)
        if request.method not in _SAFE:
            self.check_origin(request)
            if not hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), visitor.csrf.encode()):
                raise ForbiddenError(f"缺少请求头 {CSRF_HEADER}，请刷新页面", f"header {CSRF_HEADER}: reload the page")
        return visitor

    async def app_of(self, request: Request) -> App:
        """The app that the visitor's jobs belong to, as it is now."""
        visitor = await self.enter(request)
        if visitor.session.app_id is None:
            raise BadRequestError("请先选择应用", "choose an app first")
        request.state.app = visitor.session.app_id
        app = await self.services.apps.get(visitor.session.app_id)
        if not app.enabled:
            raise ForbiddenError(f"应用 {app.app_id} 已停用", f"app {app.app_id} is disabled")
        return app

    def token_of(self, request: Request) -> str:
        """The cookie's token, whatever it is worth; "" without one."""
        return request.cookies.get(self._cookie_of(request), "")

    def check_origin(self, request: Request) -> None:
        """Raises `ForbiddenError` unless the browser says that a page of this very address asks."""
        own = {_origin(self.services.settings.public_url), _origin(str(request.url))}
        if request.headers.get("origin") not in own:
            raise ForbiddenError("请求来自其他网站", "the call comes from another site")

    def let_in(self, request: Request, response: Response, token: str) -> None:
        """Give the session's token to the browser, out of reach of scripts and of other sites."""
        response.set_cookie(
            self._cookie_of(request),
            token,
            max_age=round(self.services.settings.session_hours * 3600),
            path="/",
            secure=self._is_secure(request),
            httponly=True,
            samesite="strict",
        )

    def let_out(self, request: Request, response: Response) -> None:
        response.delete_cookie(
            self._cookie_of(request), path="/", secure=self._is_secure(request), httponly=True, samesite="strict"
        )

    def _cookie_of(self, request: Request) -> str:
        """`__Host-` makes browsers refuse one that a neighbour of the domain has set; it needs https."""
        return f"__Host-{_COOKIES[self.role]}" if self._is_secure(request) else _COOKIES[self.role]

    def _is_secure(self, request: Request) -> bool:
        if request.url.scheme == "https":
            return True
        return self.role == "designer" and self.services.settings.public_url.startswith("https://")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
