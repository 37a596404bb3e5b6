"""One attempt of a job, with a real engine process: what is left of it, whatever goes wrong around it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from lingtu.engines.host import EngineHost
from lingtu.errors import OverloadedError
from lingtu.jobs import run_job
from lingtu.jobs.job import Job, JobStatus
from lingtu.jobs.run_job import JobRunner
from lingtu.jobs.store import JobStore
from lingtu.labels.labeller import Labeller
from lingtu.services import Services
from tests.integration.conftest import ON_EVERY_STORE, WithServices
from tests.integration.test_job_store import check_books, claim, submit
from tests.integration.test_sweep import keys, reread
from tests.numbered import picture_file

pytestmark = ON_EVERY_STORE


class LosesAnswers(JobStore):
    """A database whose process is killed after each of the next few ends was committed, before it could say so."""

    losses = 1

    async def finish(self, *arguments: Any) -> bool:
        ended = await super().finish(*arguments)
        if self.losses > 0:
            self.losses -= 1
            raise OverloadedError("", "the answer was lost")
        return ended


@asynccontextmanager
async def runner_of(services: Services, jobs: JobStore | None = None) -> AsyncIterator[JobRunner]:
    host = EngineHost("tests.fault_engines:Plain", services.settings.weights_dir, 1, 60)
    hosts: asyncio.Queue[EngineHost] = asyncio.Queue()
    hosts.put_nowait(host)
    try:
        yield JobRunner(
            jobs or services.jobs, services.storage, services.shelf, hosts, 12, services.thumbnails, Labeller()
        )
        await services.thumbnails.idle()
    finally:
        host.stop()


async def waiting_job(services: Services) -> Job:
    upload = await services.apps.add_upload(await services.apps.get("A"), 1, "png", 24, 16)
    await services.storage.put(upload.key, picture_file(1))
    return await submit(services, "r", inputs={"image": upload.key})


async def outputs_in_store(services: Services) -> list[str]:
    return [key for key in await keys(services) if "/out/" in key]


@pytest.mark.parametrize("losses", [1, 4])
def test_a_success_keeps_its_files_when_the_answer_of_the_commit_is_lost(
    with_services: WithServices[None], database: str, monkeypatch: pytest.MonkeyPatch, losses: int
) -> None:
    """Also when it is lost so often that the worker gives the attempt up."""
    monkeypatch.setattr(run_job, "END_RETRIES", 3)

    async def body(services: Services) -> None:
        job = await waiting_job(services)
        assert job.queue_id is not None
        jobs = LosesAnswers(services.pool)
        jobs.losses = losses
        async with runner_of(services, jobs) as runner:
            await runner.run(job.job_id, job.queue_id)
        ended = await reread(services, job)
        assert (ended.status, ended.attempt) == (JobStatus.SUCCEED, 1)
        assert ended.outputs is not None
        assert await outputs_in_store(services) == [output["key"] for output in ended.outputs]

    with_services(body)
    check_books(database)


def test_a_later_attempt_deletes_what_earlier_ones_left(with_services: WithServices[None]) -> None:
    """And nothing of a still later one: it may be this attempt that was taken for dead."""

    async def body(services: Services) -> None:
        job = await waiting_job(services)
        died = await claim(services, job)
        assert died is not None
        for name in ("1-0.png", "1-1.psd", "3-0.png"):
            await services.storage.put(f"A/{job.job_id}/out/{name}", b"x")
        await services.jobs.requeue(died)
        again = await reread(services, job)
        assert again.queue_id is not None
        async with runner_of(services) as runner:
            await runner.run(job.job_id, again.queue_id)
        names = [key.rpartition("/")[2] for key in await outputs_in_store(services)]
        assert names == ["2-0.png", "3-0.png"]

    with_services(body)
