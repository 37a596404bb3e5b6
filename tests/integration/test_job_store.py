"""The transitions of jobs, on a real server: each happens once, whoever asks."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from lingtu.errors import PictureError, QuotaError
from lingtu.jobs.job import Job, JobStatus
from lingtu.jobs.position import QueuePosition
from lingtu.jobs.submissions import Submission
from lingtu.services import Services
from tests.integration.conftest import WithServices


async def submit(
    services: Services, request_id: str, app_id: str = "A", units: int = 1, inputs: dict[str, str] | None = None
) -> Job:
    begun = await services.submissions.begin(app_id, "matting", request_id)
    submitted = await services.submissions.submit(
        Submission(
            job_id=begun.job_id,
            app_id=app_id,
            operation="matting",
            request_id=request_id,
            params={"requestId": request_id, "image": "data:"},
            inputs=inputs or {},
            seed=1,
            units=units,
        )
    )
    job = await services.jobs.get(submitted.job_id, app_id)
    assert job is not None
    return job


async def claim(services: Services, job: Job) -> Job | None:
    fresh = await services.jobs.get(job.job_id, job.app_id)
    assert fresh is not None
    assert fresh.queue_id is not None
    return await services.jobs.claim(job.job_id, fresh.queue_id)


async def remaining(services: Services, app_id: str = "A") -> int:
    return (await services.apps.get(app_id)).remaining


def check_books(database: str) -> None:
    """The ledger sums to the balance; unfinished counts what is unfinished."""
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            """SELECT a.app_id,
                      remaining = (SELECT coalesce(sum(units), 0) FROM quota_ledger q WHERE q.app_id = a.app_id),
                      unfinished = (SELECT count(*) FROM jobs j WHERE j.app_id = a.app_id
                                     AND status IN ('waiting', 'executing')) FROM apps a"""
        ).fetchall()
    assert all(sums and counts for _, sums, counts in rows), rows


def test_a_job_from_submission_to_success(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        job = await submit(services, "r", units=2)
        assert len(str(job.job_id)) in (15, 16)
        assert job.job_id < 2**53
        assert (job.status, await remaining(services)) == (JobStatus.WAITING, 8)
        running = await claim(services, job)
        assert running is not None
        assert (running.status, running.attempt) == (JobStatus.EXECUTING, 1)
        assert await services.jobs.renew(running, 0.5)
        failures = [{"index": 1, **PictureError("坏", "bad").to_record()}]
        assert await services.jobs.finish(running, [{"key": "k", "format": "png"}], failures, None, 12)
        done = await services.jobs.get(job.job_id, "A")
        assert done is not None
        assert (done.status, done.progress, len(done.failures)) == (JobStatus.SUCCEED, 1.0, 1)
        assert await remaining(services) == 9, "the failed variation's unit came back"
        assert await services.jobs.finish(running, [], [], None, 12), "it is this attempt's end"
        assert not await services.jobs.fail(running, PictureError()), "there is no other"
        assert await services.jobs.get(job.job_id, "A") == done, "a second end changes nothing"
        assert await remaining(services) == 9

    with_services(body)
    check_books(database)


def test_the_same_request_gets_the_same_job(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        jobs = await asyncio.gather(*(submit(services, "same") for _ in range(8)))
        assert len({job.job_id for job in jobs}) == 1
        assert await remaining(services) == 9
        assert (await submit(services, "same", app_id="B")).job_id != jobs[0].job_id

    with_services(body)
    check_books(database)


def test_no_quota_no_trace(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        with pytest.raises(QuotaError):
            await submit(services, "r", units=11)
        assert await remaining(services) == 10
        assert (await submit(services, "r", units=10)).units == 10, "the requestId was not consumed"

    with_services(body)
    check_books(database)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (1,)


def test_cancel_wins_or_claim_wins(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        await services.apps.grant("A", 100)
        for index in range(30):
            job = await submit(services, f"r{index}")
            canceled, claimed = await asyncio.gather(services.jobs.cancel(job.job_id, "A"), claim(services, job))
            assert (canceled is JobStatus.CANCELED) != (claimed is not None)

    with_services(body)
    check_books(database)


def test_cancelling(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        job = await submit(services, "r")
        assert await services.jobs.cancel(job.job_id, "B") is None
        assert await services.jobs.cancel(12345, "A") is None
        assert await services.jobs.cancel(job.job_id, "A") is JobStatus.CANCELED
        assert await services.jobs.cancel(job.job_id, "A") is JobStatus.CANCELED
        assert await remaining(services) == 10
        assert await claim(services, job) is None
        assert await services.leftovers.requeue_lost(10) == []

    with_services(body)
    check_books(database)


def test_a_dead_workers_job_comes_back_and_its_zombie_changes_nothing(
    with_services: WithServices[None], database: str
) -> None:
    async def body(services: Services) -> None:
        job = await submit(services, "r")
        zombie = await claim(services, job)
        assert zombie is not None
        assert await services.leftovers.requeue_lost(10) == [], "the lease holds"
        _expire_leases(database)
        assert await services.leftovers.requeue_lost(10) == [job.job_id]
        assert not await services.jobs.renew(zombie, 0.9)
        again = await claim(services, job)
        assert again is not None
        assert again.attempt == 2
        assert not await services.jobs.finish(zombie, [], [], None, 12)
        assert not await services.jobs.fail(zombie, PictureError())
        assert not await services.jobs.requeue(zombie)
        assert await services.jobs.fail(again, PictureError("坏", "bad"))
        failed = await services.jobs.get(job.job_id, "A")
        assert failed is not None
        assert failed.message == PictureError("坏", "bad").to_record()
        assert await remaining(services) == 10

    with_services(body)
    check_books(database)


def test_the_old_queue_row_starts_nothing(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        job = await submit(services, "r")
        first = await claim(services, job)
        assert first is not None
        assert job.queue_id is not None
        assert await services.jobs.requeue(first)
        assert await services.jobs.claim(job.job_id, job.queue_id) is None
        assert await claim(services, job) is not None

    with_services(body)


@pytest.mark.parametrize(
    "damage", ["DELETE FROM procrastinate_jobs", "UPDATE procrastinate_jobs SET status = 'failed'"]
)
def test_a_waiting_job_whose_queue_row_is_lost_is_delivered_again(
    with_services: WithServices[None], database: str, damage: str
) -> None:
    async def body(services: Services) -> None:
        job = await submit(services, "r")
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(damage.encode())
        assert await services.leftovers.requeue_lost(10) == [job.job_id]
        assert await services.leftovers.requeue_lost(10) == []
        assert await claim(services, job) is not None

    with_services(body)


@pytest.mark.parametrize("worker_lives", [False, True])
def test_a_waiting_job_that_was_fetched_and_not_claimed_is_delivered_again(
    with_services: WithServices[None], database: str, worker_lives: bool
) -> None:
    """A killed database may take the claim with it and leave the worker alive, which does not ask again."""

    async def body(services: Services) -> None:
        job = await submit(services, "r")
        fetch(database, worker_lives)
        assert await services.leftovers.requeue_lost(10) == [], "it may be about to be claimed"
        age_events(database)
        assert await services.leftovers.requeue_lost(10) == [job.job_id]
        assert await services.leftovers.requeue_lost(10) == []
        assert job.queue_id is not None
        assert await services.jobs.claim(job.job_id, job.queue_id) is None
        assert await claim(services, job) is not None
        await services.leftovers.prune_queue()

    with_services(body)
    assert queue_rows(database) == ["todo"]


@pytest.mark.parametrize("worker_lives", [False, True])
def test_the_queue_row_of_an_ended_job_goes_though_nobody_acknowledged_it(
    with_services: WithServices[None], database: str, worker_lives: bool
) -> None:
    async def body(services: Services) -> None:
        job = await submit(services, "r")
        fetch(database, worker_lives)
        running = await claim(services, job)
        assert running is not None
        age_events(database)
        await services.leftovers.prune_queue()
        assert queue_rows(database) == ["doing"], "the job is running"
        assert await services.jobs.fail(running, PictureError())
        await services.leftovers.prune_queue()
        assert queue_rows(database) == ["doing"], "it is about to be acknowledged"
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("UPDATE jobs SET finished_at = finished_at - interval '1 minute'")
        await services.leftovers.prune_queue()
        assert queue_rows(database) == []

    with_services(body)


def fetch(database: str, worker_lives: bool) -> None:
    """What the queue does when it hands a job to a worker."""
    with psycopg.connect(database, autocommit=True) as connection:
        row = connection.execute("SELECT worker_id FROM procrastinate_register_worker_v1()").fetchone()
        assert row is not None
        connection.execute("SELECT procrastinate_fetch_job_v2(ARRAY['matting'], %s)", row)
        if not worker_lives:
            connection.execute("DELETE FROM procrastinate_workers")


def age_events(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE procrastinate_events SET at = at - interval '1 minute'")


def queue_rows(database: str) -> list[str]:
    with psycopg.connect(database) as connection:
        return [status for (status,) in connection.execute("SELECT status FROM procrastinate_jobs").fetchall()]


def test_an_app_with_many_jobs_comes_after_one_with_few(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        crowd = [await submit(services, f"r{index}") for index in range(5)]
        single = await submit(services, "r", app_id="B")
        position = QueuePosition(services.jobs)
        places = [await position.of(job) for job in (crowd[0], single, *crowd[1:])]
        assert places == [0, 1, 2, 3, 4, 5]

    with_services(body)


def test_interrupted_submissions_are_known(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        begun = await services.submissions.begin("A", "matting", "r")
        assert await services.leftovers.stale_intakes(60, 10) == []
        assert await services.leftovers.stale_intakes(0, 10) == [("A", begun.job_id)]
        await services.submissions.close_intake(begun.job_id)
        await submit(services, "other")
        assert await services.leftovers.stale_intakes(0, 10) == [], (
            "a submission that became a job is no intake any more"
        )

    with_services(body)


def _expire_leases(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE jobs SET lease_until = now() - interval '1 s'")
