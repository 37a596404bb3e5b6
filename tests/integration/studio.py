"""A browser with the studio open, as far as its calls go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx

from lingtu.admin import create_admin
from lingtu.api.app import create_app
from lingtu.api.studio.routes import studio_routes
from lingtu.apps.sessions import Role
from lingtu.fetching.client import Fetcher
from lingtu.services import Services

ADMIN_URL = "http://admin.test"


@asynccontextmanager
async def looking(services: Services, role: Role = "designer") -> AsyncIterator[httpx.AsyncClient]:
    """A browser at a port's studio, not signed in. It sends what browsers send by themselves: Origin, cookies."""
    async with Fetcher(services.settings.fetch_allow) as fetcher:
        if role == "designer":
            app, url = create_app(services, fetcher), services.settings.public_url
        else:
            app, url = create_admin(services, studio_routes(services, fetcher, "admin")), ADMIN_URL
        parts = urlsplit(url)
        headers = {"origin": f"{parts.scheme}://{parts.netloc}", "accept-language": "en"}
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.1", 5000))
        async with httpx.AsyncClient(transport=transport, base_url=f"{url}/studio/", headers=headers) as http:
            yield http


async def sign_in(services: Services, http: httpx.AsyncClient, role: Role, app_id: str | None) -> httpx.Response:
    """Follow a fresh link; from now on the browser says its CSRF token."""
    link = await services.sessions.make_link(role, app_id)
    answer = await http.post("api/session", json={"token": link.token})
    assert answer.status_code == 200, answer.text
    http.headers["x-lingtu-csrf"] = answer.json()["csrf"]
    return answer


@asynccontextmanager
async def visiting(
    services: Services, role: Role = "designer", app_id: str | None = "A"
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is signed in."""
    async with looking(services, role) as http:
        await sign_in(services, http, role, app_id)
        yield http


def refusal(answer: httpx.Response) -> tuple[int, int]:
    """Status and code of a refusal, which must be in the form of all refusals."""
    body = answer.json()
    assert set(body) == {"code", "message", "requestRef"}
    return answer.status_code, body["code"]
