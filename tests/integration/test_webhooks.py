"""Webhooks: one for each end, signed, guarded, tried again for two hours, and no receiver in another's way."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest
from typer.testing import CliRunner

from lingtu.api.callbacks import callback_body
from lingtu.cli import cli
from lingtu.commands import webhooks as webhook_commands
from lingtu.errors import PictureError
from lingtu.fetching.guard import Networks
from lingtu.fetching.poster import Poster
from lingtu.jobs import courier as couriers
from lingtu.jobs.courier import Courier
from lingtu.jobs.job import Job
from lingtu.jobs.submissions import Submission
from lingtu.jobs.webhooks import GIVE_UP_S, Webhook, pause_s
from lingtu.services import Services
from lingtu.settings import Settings
from lingtu.signing import is_webhook_genuine
from tests.integration.caller import Caller
from tests.integration.conftest import WithServices
from tests.integration.sites import HERE
from tests.integration.test_job_store import claim
from tests.integration.test_sweep import sweeper_of
from tests.receiver import receiving


async def submit(services: Services, request_id: str, callback: str | None, app_id: str = "A") -> Job:
    begun = await services.submissions.begin(app_id, "matting", request_id)
    params = {"requestId": request_id, "image": "data:", "callbackUrl": callback}
    await services.submissions.submit(
        Submission(
            job_id=begun.job_id,
            app_id=app_id,
            operation="matting",
            request_id=request_id,
            params=params,
            inputs={},
            seed=1,
            units=1,
        )
    )
    job = await services.jobs.get(begun.job_id, app_id)
    assert job is not None
    return job


async def cancelled(services: Services, request_id: str, callback: str | None, app_id: str = "A") -> int:
    job = await submit(services, request_id, callback, app_id)
    await services.jobs.cancel(job.job_id, app_id)
    return job.job_id


@asynccontextmanager
async def courier_of(services: Services, allow: Networks = HERE) -> AsyncIterator[Courier]:
    async with Poster(allow) as poster:
        courier = Courier(services.webhooks, services.jobs, services.apps, poster, callback_body(services))
        yield courier
        await courier.idle()


async def deliver(services: Services, allow: Networks = HERE) -> list[Webhook]:
    """Call once whoever is due; all webhooks, the oldest first."""
    async with courier_of(services, allow) as courier:
        await courier.look()
    return (await services.webhooks.listed(None, None, 1000))[::-1]


def make_due(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE webhooks SET next_at = now()")


def test_every_end_is_told_as_job_result_tells_it(
    api: Callable[[Callable[[Services, Caller], Awaitable[None]]], None],
) -> None:
    async def body(services: Services, caller: Caller) -> None:
        with receiving() as receiver:
            hook = f"{receiver.url}/hook?shop=1"
            succeeded, failed = await submit(services, "ok", hook), await submit(services, "bad", hook)
            running = await claim(services, succeeded)
            assert running is not None
            assert await services.jobs.finish(running, [], [], None, 12)
            assert await services.jobs.finish(running, [], [], None, 12), "asked again, told once"
            running = await claim(services, failed)
            assert running is not None
            assert await services.jobs.fail(running, PictureError("图片已损坏", "broken"))
            canceled = await cancelled(services, "no", hook)
            await services.jobs.cancel(canceled, "A")
            await cancelled(services, "silent", None)
            webhooks = await deliver(services)
            assert [(hook.state, hook.attempts, hook.answer) for hook in webhooks] == [("delivered", 1, "204")] * 3
            assert {call.webhook_id for call in receiver.calls} == {str(hook.webhook_id) for hook in webhooks}
            told = {json.loads(call.body)["jobId"]: call for call in receiver.calls}
            assert set(told) == {str(job) for job in (succeeded.job_id, failed.job_id, canceled)}
            for job_id, call in told.items():
                answer = await caller.post("/aigc/job/result", {"jobId": job_id})
                assert json.loads(call.body) == answer.json()
                assert call.path == "/hook?shop=1"
                assert is_webhook_genuine(call.headers, call.body, "secret-A", time.time())
                assert not is_webhook_genuine(call.headers, call.body + b" ", "secret-A", time.time())
                assert not is_webhook_genuine(call.headers, call.body, "secret-B", time.time())
                assert not is_webhook_genuine(call.headers, call.body, "secret-A", time.time() + 3600)

    api(body)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_whoever_does_not_take_it_is_called_again(
    with_services: WithServices[None], database: str, status: int
) -> None:
    async def body(services: Services) -> None:
        with receiving(lambda number: status if number == 1 else 200) as receiver:
            await cancelled(services, "r", f"{receiver.url}/hook")
            (webhook,) = await deliver(services)
            assert (webhook.state, webhook.answer) == ("pending", str(status))
            (webhook,) = await deliver(services)
            assert (webhook.state, webhook.attempts) == ("pending", 1), "not yet"
            make_due(database)
            (webhook,) = await deliver(services)
            assert (webhook.state, webhook.attempts, webhook.answer) == ("delivered", 2, "200")
            assert [call.path for call in receiver.calls] == ["/hook", "/hook"], "no redirect is followed"
            assert receiver.calls[0].webhook_id == receiver.calls[1].webhook_id

    with_services(body)


def test_the_pauses_double_and_fill_two_hours() -> None:
    pauses = [pause_s(attempt) for attempt in range(1, 100)]
    assert pauses[:4] == [5, 10, 20, 40]
    assert max(pauses) == 900
    total, attempts = 0.0, 0
    while total + pauses[attempts] <= GIVE_UP_S:
        total, attempts = total + pauses[attempts], attempts + 1
    assert total > GIVE_UP_S - 900
    assert 10 <= attempts <= 20


def test_after_two_hours_it_is_given_up_until_the_operator_says_so(
    with_services: WithServices[None], database: str
) -> None:
    async def body(services: Services) -> None:
        with receiving(lambda number: 500 if number == 1 else 200) as receiver:
            await cancelled(services, "r", receiver.url)
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("UPDATE webhooks SET give_up_at = now()")
            (webhook,) = await deliver(services)
            assert webhook.state == "given-up"
            make_due(database)
            assert (await deliver(services))[0].attempts == 1
            assert await services.webhooks.retry(None, "B") == 0
            assert await services.webhooks.retry(None, None) == 1
            assert (await deliver(services))[0].state == "delivered"
            assert await services.webhooks.retry(None, None) == 0
            assert await services.webhooks.retry(webhook.webhook_id, None) == 1, "also one that was delivered"

    with_services(body)


def test_nobody_is_called_inside(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        with receiving() as receiver:
            await cancelled(services, "r", receiver.url)
            (webhook,) = await deliver(services, allow=())
            assert webhook.state == "pending"
            assert webhook.answer == "the host is unknown or not on the public internet"
            assert receiver.calls == []

    with_services(body)


def test_a_slow_receiver_delays_nobody_else(with_services: WithServices[None]) -> None:
    """A hundred calls of one that hangs, and after them one of another app, and one of the same app elsewhere."""
    release = threading.Event()

    def hang(_: int) -> int:
        release.wait(60)
        return 200

    async def body(services: Services) -> None:
        await services.apps.grant("A", 200)
        with receiving(hang) as slow, receiving() as quick, receiving() as own:
            for number in range(100):
                await cancelled(services, f"slow-{number}", slow.url)
            await cancelled(services, "quick", quick.url, "B")
            await cancelled(services, "own", own.url)
            async with courier_of(services) as courier:
                await courier.look()
                while not (quick.calls and own.calls and slow.calls):  # noqa: ASYNC110  other threads
                    await asyncio.sleep(0.05)
                assert len(slow.calls) <= couriers.AT_ONCE_OF_RECEIVER
                release.set()

    with_services(body)


def test_a_call_that_was_begun_and_never_settled_is_made_again(
    with_services: WithServices[None], database: str
) -> None:
    async def body(services: Services) -> None:
        with receiving() as receiver:
            await cancelled(services, "r", receiver.url)
            (died,) = await services.webhooks.claim(10, 4, ())
            assert await services.webhooks.claim(10, 4, ()) == [], "its lease holds"
            make_due(database)
            (webhook,) = await deliver(services)
            assert (webhook.state, webhook.attempts) == ("delivered", 2)
            await services.webhooks.failed(died, "came back from the dead")
            assert (await services.webhooks.listed("A", "delivered", 1))[0].webhook_id == died.webhook_id

    with_services(body)


def test_several_couriers_share_the_work(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        await services.apps.grant("A", 200)
        with receiving() as receiver:
            for number in range(60):
                await cancelled(services, str(number), receiver.url)
            async with courier_of(services) as one, courier_of(services) as two:
                while await services.webhooks.listed(None, "pending", 1):
                    await asyncio.gather(one.look(), two.look())
                    await asyncio.sleep(0.05)
            calls = Counter(call.webhook_id for call in receiver.calls)
            assert len(calls) == 60
            assert set(calls.values()) == {1}

    with_services(body)


def test_old_ones_are_forgotten(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        with receiving() as receiver:
            await cancelled(services, "done", receiver.url)
            await deliver(services)
            await cancelled(services, "pending", receiver.url)
            await sweeper_of(services).expired()
            assert len(await services.webhooks.listed(None, None, 10)) == 2
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("UPDATE webhooks SET created_at = now() - interval '8 days'")
            await sweeper_of(services).expired()
            assert [hook.state for hook in await services.webhooks.listed(None, None, 10)] == ["pending"]

    with_services(body)


def test_the_commands(
    with_services: WithServices[None], database: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body(services: Services) -> None:
        await cancelled(services, "r", "https://shop.example/hook?token=private")

    with_services(body)
    environment = {"LINGTU_DATABASE_URL": database, "LINGTU_DATA_DIR": str(settings.data_dir)}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(webhook_commands._out, "width", 200)  # COLUMNS was read when the module was
    runner = CliRunner()
    listed = runner.invoke(cli, ["webhooks", "list", "--state", "pending", "--app", "A"], catch_exceptions=False)
    assert "shop.example" in listed.output
    assert "private" not in listed.output
    assert "0 to be called" in runner.invoke(cli, ["webhooks", "retry"], catch_exceptions=False).output
    for wrong in (["list", "--state", "lost"], ["retry", "x"], ["retry", "00000000-0000-0000-0000-000000000000"]):
        assert runner.invoke(cli, ["webhooks", *wrong]).exit_code != 0
