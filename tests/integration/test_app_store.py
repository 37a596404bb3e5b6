from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import psycopg
import pytest
from pydantic import SecretStr

from lingtu.apps.store import AppStore
from lingtu.errors import RateLimitedError, SetupError
from lingtu.services import Services, open_services, open_vault
from lingtu.settings import Settings
from tests.integration.conftest import WithServices


def test_credentials_are_sealed_and_come_back(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        app = await services.apps.get("A")
        assert (app.secret, app.remaining, app.enabled) == ("secret-A", 10, True)
        assert "secret-A" not in repr(app)
        assert (await services.apps.set_secret("A", "fresh")).secret == "fresh"
        assert not (await services.apps.set_enabled("A", False)).enabled
        assert [one.app_id for one in await services.apps.all()] == ["A", "B"]

    with_services(body)
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT apps::text FROM apps").fetchall()
    assert not any(text in str(rows) for text in ("secret-A", "fresh"))


@pytest.mark.parametrize("app_id", ["", "a b", "x" * 65, "héllo", "a/b", "A"])
def test_names_that_do_not_do(with_services: WithServices[None], app_id: str) -> None:
    async def body(services: Services) -> None:
        with pytest.raises(SetupError, match="app"):
            await services.apps.create(app_id, "s", 0)

    with_services(body)


def test_the_ledger_sums_to_the_balance(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        assert (await services.apps.grant("A", 5)).remaining == 15
        assert (await services.apps.grant("A", -100)).remaining == 0
        assert (await services.apps.set_remaining("A", 7)).remaining == 7
        with pytest.raises(SetupError, match="no app nobody"):
            await services.apps.grant("nobody", 1)

    with_services(body)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT sum(units) FROM quota_ledger WHERE app_id = 'A'").fetchone() == (7,)
        with pytest.raises(psycopg.Error, match="append-only"):
            connection.execute("UPDATE quota_ledger SET units = 1")


def test_uploads_are_the_apps_own_and_capped(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        app = await services.apps.get("A")
        upload = await services.apps.add_upload(app, 1000, "png", 30, 20)
        assert await services.apps.find_upload("A", upload.upload_id) == upload
        assert await services.apps.find_upload("B", upload.upload_id) is None
        assert (await services.books.usage("A")).upload_bytes == 1000
        with pytest.raises(RateLimitedError):
            await services.apps.add_upload(app, app.upload_bytes_limit, "png", 30, 20)
        other_process = AppStore(services.pool, open_vault(services.settings))
        assert await other_process.find_upload("A", upload.upload_id) == upload
        await services.apps.forget_upload(upload.upload_id)
        assert await AppStore(services.pool, open_vault(services.settings)).find_upload("A", upload.upload_id) is None

    with_services(body)


def test_nobody_waits_for_half_done_submissions(with_services: WithServices[None], database: str) -> None:
    """Whoever locks the app's row against its entries in other tables waits for them, and they, in turn, for it."""

    async def body(services: Services) -> None:
        app = await services.apps.get("A")
        with psycopg.connect(database) as submission:
            submission.execute(
                "INSERT INTO quota_ledger (app_id, job_id, units, reason) VALUES ('A', 1, 0, 'reserved')"
            )
            async with asyncio.timeout(10):
                await services.apps.add_upload(app, 1000, "png", 30, 20)
                await services.apps.grant("A", 5)
                assert (await services.apps.set_remaining("A", 7)).remaining == 7

    with_services(body)


def test_the_master_key_is_changed_without_a_pause(settings: Settings, database: str) -> None:
    """Each step is safe beside processes of the step before: both open what the other has sealed."""
    old, new = "aa" * 32, "bb" * 32

    async def with_keys(keys: str, body: Callable[[Services], Awaitable[object]]) -> object:
        async with open_services(settings.model_copy(update={"master_key": SecretStr(keys)}), database) as services:
            return await body(services)

    async def secrets(services: Services) -> list[str]:
        return [app.secret for app in await services.apps.all()]

    async def body() -> None:
        await with_keys(old, lambda services: services.apps.create("before", "one", 0))
        await with_keys(f"{old},{new}", lambda services: services.apps.create("first", "two", 0))
        assert await with_keys(old, secrets) == ["one", "two"]
        await with_keys(f"{new},{old}", lambda services: services.apps.create("second", "three", 0))
        assert await with_keys(f"{old},{new}", secrets) == ["one", "two", "three"]
        with pytest.raises(SetupError, match="another master key"):
            await with_keys(new, secrets)
        assert await with_keys(f"{new},{old}", lambda services: services.apps.reseal()) == 3
        assert await with_keys(new, secrets) == ["one", "two", "three"]

    asyncio.run(body())
