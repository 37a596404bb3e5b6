"""Services on a fresh database, and what tests do with them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from lingtu.services import Services, open_services
from lingtu.settings import Settings
from tests.integration.caller import Caller, calling

T = TypeVar("T")
Body = Callable[[Services, Caller], Awaitable[None]]
WithServices = Callable[[Callable[[Services], Awaitable[T]]], T]


#: For tests of what must hold wherever the objects are.
ON_EVERY_STORE = pytest.mark.parametrize("settings", ["folder", "s3"], indirect=True)


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    local = Settings(data_dir=tmp_path / "data", public_url="http://lingtu.test")
    if getattr(request, "param", "folder") == "folder":
        return local
    return local.model_copy(update=request.getfixturevalue("seaweed").settings())


@pytest.fixture
def with_services(database: str, settings: Settings) -> WithServices[T]:
    """Run an async test body on opened services; there is an app A with 10 generations and an app B with 5."""

    def run(body: Callable[[Services], Awaitable[T]]) -> T:
        async def opened() -> T:
            async with open_services(settings, database) as services:
                for app_id, quota in (("A", 10), ("B", 5)):
                    if await services.apps.find(app_id) is None:
                        await services.apps.create(app_id, f"secret-{app_id}", quota)
                return await body(services)

        return asyncio.run(opened())

    return run


@pytest.fixture
def api(with_services: WithServices[None]) -> Callable[[Body], None]:
    """Run a test body with an app A that calls."""

    def run(body: Body) -> None:
        async def opened(services: Services) -> None:
            async with calling(services) as caller:
                await body(services, caller)

        with_services(opened)

    return run
