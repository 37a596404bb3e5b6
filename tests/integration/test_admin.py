"""The admin port: what it counts, and whether it tells the truth."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from lingtu.admin import admin_port, create_admin
from lingtu.connections import bind
from lingtu.services import Services
from lingtu.settings import Settings
from tests.integration.caller import Caller
from tests.integration.conftest import ON_EVERY_STORE, WithServices
from tests.integration.test_job_store import claim, submit
from tests.integration.test_run_job import runner_of, waiting_job
from tests.integration.test_webhooks import cancelled

Api = Callable[[Callable[[Services, Caller], Awaitable[None]]], None]


async def ask(services: Services, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(create_admin(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://admin") as http:
        return await http.get(path)


async def scrape(services: Services) -> dict[str, float]:
    """Sample -> value."""
    answer = await ask(services, "/metrics")
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_queue_and_outbox(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        assert await claim(services, await submit(services, "runs")) is not None
        await submit(services, "waits")
        await submit(services, "waits, too")
        await cancelled(services, "told", "https://shop.example/hook")
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("UPDATE jobs SET created_at = now() - interval '100 s' WHERE request_id = 'waits'")
        told = await scrape(services)
        assert told['lingtu_queue_jobs{operation="matting",status="waiting"}'] == 2
        assert told['lingtu_queue_jobs{operation="matting",status="executing"}'] == 1
        assert 100 <= told['lingtu_queue_oldest_seconds{operation="matting",status="waiting"}'] < 160
        assert told["lingtu_webhooks_pending"] == 1

    with_services(body)


def test_jobs_and_refusals_are_counted(api: Api) -> None:
    async def body(services: Services, caller: Caller) -> None:
        before = await scrape(services)

        def more(name: str) -> float:
            return after[name] - before.get(name, 0)

        job = await waiting_job(services)
        assert job.queue_id is not None
        async with runner_of(services) as runner:
            await runner.run(job.job_id, job.queue_id)
        await services.apps.set_remaining("A", 0)
        assert (await caller.submit()).status_code == 402
        goods = {"url": "http://127.0.0.1:1/a.png", "x": 1, "y": 2, "width": 60, "height": 80}
        assert (await caller.submit(goods=goods)).status_code == 400
        after = await scrape(services)
        assert more('lingtu_jobs_ended_total{end="succeed",operation="matting"}') == 1
        for stage in ("wait", "read", "engine", "store", "attempt"):
            assert more(f'lingtu_job_stage_seconds_count{{operation="matting",stage="{stage}"}}') == 1
        assert more('lingtu_refusals_total{code="800000"}') == 1
        assert more('lingtu_fetch_failures_total{cause="address"}') == 1
        assert more('lingtu_call_seconds_count{route="change-background",status="402"}') == 1

    api(body)


@ON_EVERY_STORE
def test_ready(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        for path in ("/healthz", "/readyz"):
            assert (await ask(services, path)).json() == {"status": "ok"}

    with_services(body)


class TestStoreAway:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        nobody = "s3://bucket/p?endpoint=http://127.0.0.1:1"
        return settings.model_copy(
            update={"storage_url": nobody, "storage_key_id": "k", "storage_secret": SecretStr("s")}
        )

    def test_it_lives_and_is_not_ready(self, with_services: WithServices[None]) -> None:
        async def body(services: Services) -> None:
            assert (await ask(services, "/healthz")).status_code == 200
            answer = await ask(services, "/readyz")
            assert (answer.status_code, answer.json()["status"]) == (503, "away")

        with_services(body)


def test_endless_headers_are_turned_away(with_services: WithServices[None]) -> None:
    """In a container the port is open to the network around it."""

    async def body(services: Services) -> None:
        listener = bind("127.0.0.1", 0)
        listener.listen()  # the server does so a moment later
        async with admin_port(services, listener):
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            writer.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx: " + b"y" * 200_000)
            answer = await asyncio.wait_for(reader.read(1000), 10)
            writer.close()
            assert answer.startswith(b"HTTP/1.1 431 ")
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            writer.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            assert (await asyncio.wait_for(reader.read(1000), 10)).startswith(b"HTTP/1.1 200 ")
            writer.close()

    with_services(body)
