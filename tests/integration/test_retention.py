"""Rows of jobs that ended long ago go in batches; what their requestIds are answered with stays."""

from __future__ import annotations

import asyncio

import psycopg

from lingtu.jobs.leftovers import SETTLED_S
from lingtu.jobs.submissions import Submission
from lingtu.services import Services
from tests.integration.conftest import WithServices
from tests.integration.test_job_store import check_books, remaining, submit
from tests.integration.test_sweep import age, finished, sweeper_of

OLD = "UPDATE jobs SET finished_at = now() - interval '91 days', expires_at = now() - interval '90 days'"
SETTLED = f"UPDATE past_requests SET recorded_at = now() - interval '{SETTLED_S + 1} s'"


def rows(database: str, table: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_an_old_job_goes_and_its_answer_stays(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        old, young = await finished(services, "old"), await finished(services, "young")
        waiting = await submit(services, "waiting")
        age(database, f"{OLD} WHERE job_id = {old.job_id}")
        sweeper = sweeper_of(services)
        await sweeper.expired()
        assert await services.jobs.get(old.job_id, "A") is not None, "its answer is recorded first"
        await sweeper.expired()
        assert await services.jobs.get(old.job_id, "A") is not None, "a submission may be under way"
        age(database, SETTLED)
        await sweeper.expired()
        assert await services.jobs.get(old.job_id, "A") is None
        for job in (young, waiting):
            assert await services.jobs.get(job.job_id, "A") is not None
        left = await remaining(services)
        assert await services.submissions.known("A", "matting", "old") == old.job_id
        assert (await services.submissions.begin("A", "matting", "old")).job_id == old.job_id
        again = await services.submissions.submit(_same(old.job_id + 1, "old"))
        assert (again.job_id, again.created) == (old.job_id, False)
        assert await services.submissions.known("B", "matting", "old") is None
        assert await remaining(services) == left
        assert rows(database, "jobs") == 2

    with_services(body)
    check_books(database)


def _same(job_id: int, request_id: str) -> Submission:
    return Submission(
        job_id=job_id,
        app_id="A",
        operation="matting",
        request_id=request_id,
        params={},
        inputs={},
        seed=1,
        units=1,
    )


def test_submissions_while_rows_are_pruned_make_no_second_job(with_services: WithServices[None], database: str) -> None:
    """The same requestIds all the time, before, while and after their rows go."""
    names = [f"r{number}" for number in range(20)]

    async def body(services: Services) -> None:
        await services.apps.grant("A", 100)
        first = {name: (await finished(services, name)).job_id for name in names}
        age(database, OLD)
        spare = iter(range(300_000_000_000_000, 400_000_000_000_000))
        stop = asyncio.Event()

        async def insist() -> None:
            while not stop.is_set():
                for name in names:
                    assert (await services.submissions.submit(_same(next(spare), name))).job_id == first[name]

        insisting = [asyncio.create_task(insist()) for _ in range(3)]
        sweeper = sweeper_of(services)
        for _ in range(4):
            await sweeper.expired()
            await asyncio.sleep(0.2)
            age(database, SETTLED)
        stop.set()
        await asyncio.gather(*insisting)
        assert rows(database, "jobs") == 0
        assert rows(database, "past_requests") == len(names)

    with_services(body)


def test_in_batches(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        await services.apps.grant("A", 100)
        for number in range(20):
            await finished(services, str(number))
        age(database, f"{OLD}, purged = true")
        pruned = []
        for _ in range(5):
            pruned.append(await services.leftovers.prune_jobs(90, 7))
            age(database, SETTLED)
        assert pruned == [0, 7, 7, 6, 0]

    with_services(body)
    check_books(database)
