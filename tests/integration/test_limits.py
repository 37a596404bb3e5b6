"""Limits of an app and of the queue, and that an app with many jobs leaves room for one with few."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import psycopg
import pytest

from lingtu.jobs import queue
from lingtu.services import Services
from lingtu.settings import Settings
from tests.integration.caller import Caller, calling, change, code_of
from tests.integration.conftest import WithServices
from tests.integration.test_job_store import submit

Api = Callable[[Callable[[Services, Caller], Awaitable[None]]], None]
RESULT = "/aigc/job/result"


def test_calls_in_a_minute(api: Api, database: str) -> None:
    async def body(services: Services, caller: Caller) -> None:
        await services.apps.set_limits("A", 3, None)
        for left in (2, 1, 0):
            answer = await caller.post(RESULT, {"jobId": "1"})
            assert answer.status_code == 404
            assert answer.headers["ratelimit-limit"] == "3"
            assert answer.headers["ratelimit-remaining"] == str(left)
        for _ in range(2):
            refused = await caller.http.get("/aigc/account")
            assert code_of(refused) == (429, 429)
            assert refused.json()["message"].startswith("请求过于频繁")
            assert 1 <= int(refused.headers["retry-after"]) <= 60
            assert refused.headers["ratelimit-remaining"] == "0"
        async with calling(services, "B") as other:
            answer = await other.http.get("/aigc/account")
            assert answer.status_code == 200
            assert "ratelimit-limit" not in answer.headers
        async with calling(services) as elsewhere:
            assert code_of(await elsewhere.http.get("/aigc/account")) == (429, 429), "another process counts along"
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("UPDATE call_minutes SET began_at = began_at - interval '1 minute'")
        async with calling(services) as later:
            answer = await later.http.get("/aigc/account")
            assert answer.status_code == 200
            assert answer.json()["limits"] == {"uploadBytes": 1 << 30, "callsPerMinute": 3, "unfinishedJobs": None}

    api(body)


def test_a_wrong_sign_counts_for_nobody(api: Api) -> None:
    async def body(services: Services, caller: Caller) -> None:
        await services.apps.set_limits("A", 1, None)
        async with calling(services, secret="wrong") as forger:
            for _ in range(3):
                assert code_of(await forger.http.get("/aigc/account")) == (401, 401)
        assert (await caller.http.get("/aigc/account")).status_code == 200

    api(body)


def test_two_processes_count_together_and_exactly(api: Api) -> None:
    async def body(services: Services, one: Caller) -> None:
        await services.apps.set_limits("A", 50, None)
        async with calling(services) as two:
            answers = await asyncio.gather(*(caller.http.get("/aigc/account") for caller in (one, two) * 40))
        assert Counter(answer.status_code for answer in answers) == {200: 50, 429: 30}

    api(body)


def test_unfinished_jobs(api: Api) -> None:
    async def body(services: Services, caller: Caller) -> None:
        await services.apps.set_limits("A", None, 3)
        bodies = [change(requestId=f"r{number}") for number in range(10)]
        path = "/aigc/synthesis/change-background"
        answers = await asyncio.gather(*(caller.post(path, body) for body in bodies))
        assert Counter(answer.status_code for answer in answers) == {200: 3, 429: 7}
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert code_of(refused) == (429, 429)
        assert int(refused.headers["retry-after"]) > 0
        accepted = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
        again = await caller.post(path, bodies[accepted])
        assert again.json() == answers[accepted].json(), "a known requestId asks for nothing new"
        assert (await services.apps.get("A")).remaining == 7
        stored = [key async for key in services.storage.keys("A")]
        assert len(stored) == 3, "what a refused submission brought is gone"
        await caller.post("/aigc/job/cancel", {"jobId": again.json()})
        assert (await caller.submit(requestId="later")).status_code == 200

    api(body)


class TestFullQueue:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"queue_limit": 2})

    def test_it_is_told_before_a_picture_is_fetched(self, api: Api) -> None:
        async def body(services: Services, caller: Caller) -> None:
            known = await caller.submit()
            await submit(services, "other", "B")
            async with calling(services) as fresh:  # whose look at the queue is new
                goods = {"url": "http://127.0.0.1:1/a.png", "x": 1, "y": 2, "width": 60, "height": 80}
                refused = await fresh.submit(requestId="new", goods=goods)
                assert code_of(refused) == (503, 503)
                assert "queue is full" in (await fresh.post("/aigc/matting", _matting(), **_ENGLISH)).json()["message"]
                assert int(refused.headers["retry-after"]) > 0
                assert (await fresh.submit()).json() == known.json()

        api(body)


_ENGLISH = {"accept-language": "en"}


def _matting() -> dict[str, str]:
    return {"requestId": "m", "image": "http://127.0.0.1:1/a.png"}


def test_ten_thousand_jobs_of_one_app_do_not_hold_up_anothers_one(
    with_services: WithServices[None], database: str
) -> None:
    """All wait when a worker comes: B's one job is the second to start, and so is one that comes later."""
    started: list[int] = []

    async def body(services: Services) -> None:
        await services.apps.grant("A", 20_000)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                """SELECT lingtu_submit(200000000000000 + n, 'A', 'matting', 'r' || n, '{}', '{}', 1, 1)
                     FROM generate_series(1, 10000) AS n"""
            )
        job = await submit(services, "one", "B")

        async def start(job_id: int, queue_id: int) -> None:
            assert await services.jobs.claim(job_id, queue_id) is not None
            started.append(job_id)
            if len(started) == 5:
                later.append((await submit(services, "two", "B")).job_id)
            if len(started) == 10:
                done.set()

        later: list[int] = []
        done = asyncio.Event()
        delivery = asyncio.create_task(queue.deliver(queue.make_queue(database, start), ["matting"], 1))
        await asyncio.wait_for(done.wait(), 300)
        delivery.cancel()
        await asyncio.gather(delivery, return_exceptions=True)
        assert started.index(job.job_id) <= 1
        assert started.index(later[0]) in (5, 6)

    with_services(body)
