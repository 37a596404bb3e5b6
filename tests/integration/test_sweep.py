"""What the sweeper deletes, and what it must leave alone."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import psycopg
import pytest

from lingtu.api.views import show_job
from lingtu.errors import Language, OverloadedError
from lingtu.jobs.job import Job, JobStatus
from lingtu.jobs.store import LEASE_S
from lingtu.jobs.sweep import GAP_S, WATCH_S, Sweeper, Watch
from lingtu.services import Services
from lingtu.storage.objects import Storage
from tests.integration.conftest import ON_EVERY_STORE, WithServices
from tests.integration.test_job_store import claim, submit

pytestmark = ON_EVERY_STORE


def sweeper_of(services: Services) -> Sweeper:
    return Sweeper.of(services)


async def keys(services: Services) -> list[str]:
    return sorted([key async for key in services.storage.keys("A")])


async def finished(services: Services, request_id: str) -> Job:
    running = await claim(services, await submit(services, request_id))
    assert running is not None
    key = f"A/{running.job_id}/out/1-0.png"
    await services.storage.put(key, b"result")
    assert await services.jobs.finish(running, [{"key": key, "format": "png"}], [], None, keep_hours=12)
    return await reread(services, running)


async def reread(services: Services, job: Job) -> Job:
    fresh = await services.jobs.get(job.job_id, "A")
    assert fresh is not None
    return fresh


def show(services: Services, job: Job, language: Language = "zh") -> dict[str, object]:
    now = datetime.now(UTC)
    return show_job(
        job, links=services.links, language=language, canceled_spelling="Canceled", queue_position=None, now=now
    )


def age(database: str, statement: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_results_go_when_their_links_die(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        old, young = await finished(services, "old"), await finished(services, "young")
        assert show(services, young)["url"]
        age(database, f"UPDATE jobs SET expires_at = now() - interval '1 s' WHERE job_id = {old.job_id}")
        before = show(services, await reread(services, old))
        await sweeper_of(services).expired()
        assert await keys(services) == [f"A/{young.job_id}/out/1-0.png"]
        after = show(services, await reread(services, old))
        for view in (before, after):
            assert (view["status"], view["url"], view["urls"], view["message"]) == (
                "succeed",
                None,
                [],
                "结果已过期，文件已删除",
            )
        assert show(services, young)["message"] is None

    with_services(body)


def test_more_than_a_batch_goes_in_one_round(
    with_services: WithServices[None], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lingtu.jobs.sweep._BATCH", 2)

    async def body(services: Services) -> None:
        for number in range(5):
            await finished(services, str(number))
        age(database, "UPDATE jobs SET expires_at = now() - interval '1 s'")
        await sweeper_of(services).expired()
        assert await keys(services) == []

    with_services(body)


def test_interrupted_submissions_go_with_their_objects(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        begun = await services.submissions.begin("A", "matting", "r")
        await services.storage.put(f"A/{begun.job_id}/in/image", b"x")
        await sweeper_of(services).expired()
        assert len(await keys(services)) == 1, "it may still be fetching"
        age(database, "UPDATE intakes SET created_at = now() - interval '1 hour'")
        await sweeper_of(services).expired()
        assert await keys(services) == []
        assert await services.leftovers.stale_intakes(0, 10) == []

    with_services(body)


def test_an_expired_upload_stays_while_a_job_needs_it(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        app = await services.apps.get("A")
        upload = await services.apps.add_upload(app, 1, "png", 1, 1)
        await services.storage.put(upload.key, b"x")
        job = await submit(services, "r", inputs={"image": upload.key})
        age(database, "UPDATE uploads SET expires_at = now() - interval '1 hour'")
        await sweeper_of(services).expired()
        assert await keys(services) == [upload.key]
        running = await claim(services, job)
        assert running is not None
        assert await services.jobs.finish(running, [], [], None, keep_hours=12)
        await sweeper_of(services).expired()
        assert await keys(services) == []

    with_services(body)


def test_a_cancelled_jobs_pictures_go_at_once(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        job = await submit(services, "r")
        await services.storage.put(f"A/{job.job_id}/in/image", b"x")
        await services.jobs.cancel(job.job_id, "A")
        await sweeper_of(services).expired()
        assert await keys(services) == []

    with_services(body)


class Jammed(Storage):
    """A store that can't delete what is below one folder."""

    def __init__(self, whole: Storage, folder: str) -> None:
        super().__init__(whole._store)
        self._jammed = folder

    async def delete_folder(self, folder: str) -> None:
        if folder.startswith(self._jammed):
            raise OverloadedError("", "no permission")
        await super().delete_folder(folder)


def test_what_cannot_be_deleted_does_not_stop_the_rest(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        jammed = await finished(services, "r")
        app = await services.apps.get("A")
        upload = await services.apps.add_upload(app, 1, "png", 1, 1)
        await services.apps.add_upload(app, 1, "png", 1, 1)  # its process was killed before it stored the bytes
        await services.storage.put(upload.key, b"x")
        age(database, "UPDATE jobs SET expires_at = now() - interval '1 s'")
        age(database, "UPDATE uploads SET expires_at = now() - interval '1 hour'")
        sweeper = sweeper_of(services)
        folder = f"A/{jammed.job_id}"
        await dataclasses.replace(sweeper, storage=Jammed(services.storage, folder)).expired()
        assert await keys(services) == [f"{folder}/out/1-0.png"]
        assert await services.apps.expired_uploads(10) == []
        await sweeper.expired()
        assert await keys(services) == []

    with_services(body)


def test_whoever_could_not_see_the_database_lets_living_workers_speak_first(
    with_services: WithServices[None], database: str
) -> None:
    """After an outage all leases have run out, but only the dead don't renew theirs."""

    async def body(services: Services) -> None:
        now = 0.0
        sweeper = dataclasses.replace(sweeper_of(services), watch=Watch(lambda: now))
        job = await submit(services, "r")
        for pause_s in (0.0, GAP_S + 1):  # it was just started; it has seen nothing for a while
            now += pause_s
            assert await claim(services, job) is not None
            age(database, "UPDATE jobs SET lease_until = now() - interval '1 s'")
            for _ in range(4):
                await sweeper.lost_jobs()
                assert (await reread(services, job)).status is JobStatus.EXECUTING
                now += WATCH_S / 4
            await sweeper.lost_jobs()
            assert (await reread(services, job)).status is JobStatus.WAITING

    with_services(body)


def test_a_clock_that_is_set_back_keeps_no_job_for_hours(with_services: WithServices[None], database: str) -> None:
    """Moments an hour ahead are what is stored when the clock goes back by an hour."""

    async def body(services: Services) -> None:
        running = await claim(services, await submit(services, "running"))
        delivered = await submit(services, "delivered")
        assert running is not None
        age(
            database,
            f"""UPDATE jobs SET lease_until = lease_until + interval '1 hour';
                UPDATE procrastinate_jobs SET status = 'doing'
                 WHERE id = (SELECT queue_id FROM jobs WHERE job_id = {delivered.job_id});
                UPDATE procrastinate_events SET at = at + interval '1 hour'""",
        )
        assert await services.leftovers.requeue_lost(10) == [delivered.job_id], (
            "nobody claims what was delivered before"
        )
        age(database, f"UPDATE jobs SET lease_until = lease_until - interval '{LEASE_S} s'")  # time passes
        assert await services.leftovers.requeue_lost(10) == [running.job_id], "its worker did not renew"

    with_services(body)
