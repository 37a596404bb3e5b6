"""What a refused call costs, and how soon a changed secret counts."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from lingtu import Signature
from lingtu.apps.app import App
from lingtu.apps.store import AppStore
from lingtu.services import Services, open_vault
from lingtu.signing import Signed, sign_headers, sign_v1
from tests.integration.caller import Caller, calling
from tests.integration.conftest import WithServices


@asynccontextmanager
async def _signing(caller: Caller, app_id: str, secret: str) -> AsyncIterator[Caller]:
    """Another app that calls the same API process."""
    transport, url = caller.http._transport, caller.http.base_url
    async with httpx.AsyncClient(transport=transport, base_url=url, auth=Signature(app_id, secret)) as http:
        yield Caller(http)


class CountingApps(AppStore):
    """Counts how often the database is asked for an app."""

    looks = 0

    async def find(self, app_id: str) -> App | None:
        self.looks += 1
        return await super().find(app_id)


def test_an_unknown_app_costs_what_a_wrong_sign_does(with_services: WithServices[None]) -> None:
    """Each refusal looks the app up once, be it known from the call before or not; what is accepted doesn't."""

    async def body(services: Services) -> None:
        apps = CountingApps(services.pool, open_vault(services.settings))
        counted = dataclasses.replace(services, apps=apps)

        async def looks_of(caller: Caller, status: int) -> int:
            before = apps.looks
            assert (await caller.http.get("/aigc/synthesis/model/faces")).status_code == status
            return apps.looks - before

        async with calling(counted) as caller:
            assert await looks_of(caller, 200) == 1
            assert await looks_of(caller, 200) == 0
            for app_id, secret in (("A", "wrong"), ("nobody", "x"), ("A", "wrong"), ("nobody", "x"), ("B", "wrong")):
                async with _signing(caller, app_id, secret) as refused:
                    assert await looks_of(refused, 401) == 1, app_id

    with_services(body)


def test_a_new_secret_counts_at_once(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with calling(services) as caller:
            assert (await caller.http.get("/aigc/account")).status_code == 200
            await services.apps.set_secret("A", "fresh")
            async with _signing(caller, "A", "fresh") as fresh:
                assert (await fresh.http.get("/aigc/account")).status_code == 200
            assert (await caller.http.get("/aigc/account")).status_code == 401, "and the old one no more"
            await services.apps.create("new", "s", 0)
            async with _signing(caller, "new", "s") as new:
                assert (await new.http.get("/aigc/account")).status_code == 200

    with_services(body)


def test_a_call_cannot_be_replayed_at_a_route_that_its_path_extends(with_services: WithServices[None]) -> None:
    """v1 joins path and salt without a separator: the end of a path could be passed off as the beginning of a salt."""

    async def body(services: Services) -> None:
        async with calling(services) as caller:
            app = caller.http._transport.app.app  # type: ignore[attr-defined]
            paths = {route.path for route in app.routes if "{" not in route.path}
            pairs = [(path, longer) for path in paths for longer in paths if longer.startswith(path + "/")]
            assert ("/aigc/synthesis/model", "/aigc/synthesis/model/faces") in pairs
            for path, longer in pairs:
                stolen = sign_headers(Signed(method="GET", path=longer), app_id="A", secret="secret-A")
                moved = stolen | {"salt": longer.removeprefix(path) + stolen["salt"]}
                assert _sign_of(path, moved) == _sign_of(longer, stolen), "the sign fits, but for the salt's rule"
                assert (await caller.http.post(path, headers=moved, auth=None)).status_code == 401
                assert (await caller.http.get(longer, headers=stolen, auth=None)).status_code == 200

    with_services(body)


def _sign_of(path: str, headers: dict[str, str]) -> str:
    return sign_v1(Signed(method="GET", path=path), "A", headers["salt"], headers["timestamp"], "secret-A")
