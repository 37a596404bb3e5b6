"""job/list: own jobs, newest first, page by page."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

import psycopg
import pytest

from lingtu.errors import PictureError
from lingtu.services import Services
from lingtu.settings import Settings
from tests.integration.caller import Caller, calling, change, code_of
from tests.integration.conftest import WithServices
from tests.integration.test_job_store import claim, submit

LIST = "/aigc/job/list"


async def ids(caller: Caller, **asked: Any) -> list[int]:
    response = await caller.post(LIST, asked)
    assert response.status_code == 200, response.text
    return [int(job["jobId"]) for job in response.json()["jobs"]]


async def one_of_each_status(services: Services) -> dict[str, int]:
    """Status -> the only job that has it, made in this order."""
    made = {status: await submit(services, status) for status in ("succeed", "failed", "executing", "waiting", "gone")}
    for status in ("succeed", "failed", "executing"):
        running = await claim(services, made[status])
        assert running is not None
        if status == "succeed":
            assert await services.jobs.finish(running, [], [], None, keep_hours=1)
        if status == "failed":
            assert await services.jobs.fail(running, PictureError("坏", "bad"))
    assert await services.jobs.cancel(made["gone"].job_id, "A")
    return {status: job.job_id for status, job in made.items()}


def test_jobs_are_shown_as_job_result_shows_them_the_newest_first(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        made = await one_of_each_status(services)
        async with calling(services, "B") as other:
            assert await ids(other) == []
        page = (await caller.post(LIST, {"requestId": "junk"}, **{"accept-language": "en"})).json()
        assert set(page) == {"jobs", "nextCursor"}
        assert page["nextCursor"] is None
        assert [int(job["jobId"]) for job in page["jobs"]] == list(reversed(made.values()))
        for job in page["jobs"]:
            single = await caller.post("/aigc/job/result", {"jobId": job["jobId"]}, **{"accept-language": "en"})
            assert single.json() == job

    api(body)


def test_pages_neither_lose_nor_repeat_a_job(api: Any, database: str) -> None:
    async def body(services: Services, caller: Caller) -> None:
        made = [(await submit(services, f"r{index}")).job_id for index in range(7)]
        with psycopg.connect(database, autocommit=True) as connection:  # three of them at the same moment
            connection.execute("UPDATE jobs SET created_at = '2026-01-01' WHERE request_id IN ('r2', 'r3', 'r4')")
        whole = await ids(caller)
        assert sorted(whole) == sorted(made)
        shown, cursor = [], None
        while True:
            page = (await caller.post(LIST, {"limit": "2", "cursor": cursor})).json()
            shown += [int(job["jobId"]) for job in page["jobs"]]
            cursor = page["nextCursor"]
            if cursor is None:
                break
            assert len(page["jobs"]) == 2
            await services.jobs.cancel(shown[-1], "A")  # what ends meanwhile moves nothing
        assert shown == whole

    api(body)


def test_filters(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        made = await one_of_each_status(services)
        for word, status in [
            ("succeed", "succeed"),
            ("FAILED", "failed"),
            ("Waiting", "waiting"),
            ("Canceled", "gone"),
        ]:
            assert await ids(caller, status=word) == [made[status]]
        other = int((await caller.submit()).json())
        assert await ids(caller, operation="change-background") == [other]
        assert await ids(caller, operation="matting") == list(reversed(made.values()))
        assert await ids(caller, operation="dress", status="waiting") == []
        assert await ids(caller, status="waiting", operation="") == [other, made["waiting"]]
        assert await ids(caller, status="waiting", operation="matting", limit=1) == [made["waiting"]]

    api(body)


def test_a_range_of_time_begins_with_its_first_moment_and_ends_before_its_last(api: Any, database: str) -> None:
    async def body(services: Services, caller: Caller) -> None:
        first, second, third = [(await submit(services, f"r{index}")).job_id for index in range(3)]
        with psycopg.connect(database, autocommit=True) as connection:
            for minute, job_id in enumerate([first, second, third]):
                connection.execute("UPDATE jobs SET created_at = %s WHERE job_id = %s", (_at(minute), job_id))
        assert await ids(caller, createdAfter="2026-05-01T08:01:00Z") == [third, second]
        assert await ids(caller, createdBefore="2026-05-01T16:01:00+08:00") == [first]
        assert await ids(caller, createdAfter="2026-05-01T08:01:00z", createdBefore="2026-05-01 08:02:00Z") == [second]
        assert await ids(caller, createdBefore=None, createdAfter="") == [third, second, first]
        assert await ids(caller, createdBefore="2026-05-01T08:02:00Z", limit=1, cursor=str(third)) == [second]
        assert await ids(caller, createdBefore="2026-05-01T08:01:00Z", limit=1, cursor=str(third)) == [first]
        everything = {"createdAfter": "0001-01-01T00:00:00+23:59", "createdBefore": "9999-12-31T23:59:59-23:59"}
        assert len(await ids(caller, **everything)) == 3
        assert await ids(caller, createdAfter="9999-12-31T23:59:59-23:59") == []

    api(body)


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "done"},
        {"status": 1},
        {"operation": "fly"},
        {"createdAfter": "2026-05-01"},
        {"createdAfter": "2026-05-01T08:00:00"},
        {"createdBefore": "2026-02-30T08:00:00Z"},
        {"createdBefore": 1777622400},
        {"limit": 0},
        {"limit": 101},
        {"limit": "many"},
        {"cursor": "garbage"},
        {"cursor": "../../etc"},
        {"cursor": "1234567890123456"},
        {"cursor": []},
    ],
)
def test_what_is_malformed_is_400_and_named(api: Any, asked: dict[str, Any]) -> None:
    async def body(services: Services, caller: Caller) -> None:
        response = await caller.post(LIST, asked, **{"accept-language": "en"})
        assert code_of(response) == (400, 400)
        assert response.json()["message"].startswith(f"Bad request: {next(iter(asked))} ")

    api(body)


def test_another_apps_cursor_is_as_unknown_as_garbage(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        foreign = str((await submit(services, "r", app_id="B")).job_id)
        answers = [(await caller.post(LIST, {"cursor": cursor})).json() for cursor in (foreign, "garbage")]
        assert answers[0] | {"requestRef": ""} == answers[1] | {"requestRef": ""}

    api(body)


def test_the_configured_spelling_of_canceled(with_services: WithServices[None], settings: Settings) -> None:
    async def body(services: Services) -> None:
        spelt = dataclasses.replace(services, settings=settings.model_copy(update={"canceled_spelling": "Stornato"}))
        async with calling(spelt) as caller:
            job_id = (await caller.post("/aigc/synthesis/change-background", change())).json()
            await caller.post("/aigc/job/cancel", {"jobId": job_id})
            for word in ("Stornato", "stornato", "Canceled"):
                (view,) = (await caller.post(LIST, {"status": word})).json()["jobs"]
                assert view["status"] == "Stornato"

    with_services(body)


def _at(minute: int) -> datetime:
    return datetime.fromisoformat(f"2026-05-01T08:{minute:02}:00Z")
