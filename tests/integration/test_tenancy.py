"""What one app can do with another's things: nothing, unless it was handed a link that is valid."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from lingtu.jobs.job import Job
from lingtu.jobs.sweep import Sweeper
from lingtu.services import Services
from tests.integration.caller import Caller, calling, code_of
from tests.integration.conftest import WithServices
from tests.integration.test_job_store import claim
from tests.numbered import picture_file

Body = Callable[[Services, Caller, Caller], Awaitable[None]]
UNKNOWN = {"jobId": "123456789012345"}


@pytest.fixture
def two_apps(with_services: WithServices[None]) -> Callable[[Body], None]:
    """Run a test body with the apps A and B calling."""

    def run(body: Body) -> None:
        async def opened(services: Services) -> None:
            async with calling(services, "A") as a, calling(services, "B") as b:
                await body(services, a, b)

        with_services(opened)

    return run


async def job_of(services: Services, app_id: str, answer: httpx.Response) -> Job:
    assert answer.status_code == 200, answer.text
    job = await services.jobs.get(int(answer.json()), app_id)
    assert job is not None
    return job


async def finished(services: Services, answer: httpx.Response, picture: bytes) -> tuple[Job, str]:
    """A's job with a result, and the object's key."""
    running = await claim(services, await job_of(services, "A", answer))
    assert running is not None
    key = f"A/{running.job_id}/out/1-0.png"
    await services.storage.put(key, picture)
    assert await services.jobs.finish(running, [{"key": key, "format": "png"}], [], None, 12)
    return running, key


def without_reference(answer: httpx.Response) -> dict[str, object]:
    body: dict[str, object] = answer.json()
    body.pop("requestRef", None)
    return body


def test_another_apps_job_looks_like_no_job(two_apps: Callable[[Body], None]) -> None:
    async def body(services: Services, a: Caller, b: Caller) -> None:
        foreign = {"jobId": (await a.submit()).json()}
        for path in ("/aigc/job/result", "/aigc/job/cancel", "/aigc/job/delete"):
            refused, unknown = await b.post(path, foreign), await b.post(path, UNKNOWN)
            assert refused.status_code == unknown.status_code
            assert without_reference(refused) == without_reference(unknown)
        assert code_of(await b.post("/aigc/job/result", foreign)) == (404, 404)
        assert (await b.post("/aigc/job/cancel", foreign)).json()["success"] is False
        assert (await a.post("/aigc/job/result", foreign)).json()["status"] == "waiting"
        assert (await b.http.get("/aigc/account")).json()["unfinishedJobs"] == 0

    two_apps(body)


def test_another_apps_jobs_are_not_listed_and_no_place_in_the_list(two_apps: Callable[[Body], None]) -> None:
    async def body(services: Services, a: Caller, b: Caller) -> None:
        foreign, own = (await a.submit()).json(), (await b.submit()).json()
        page = (await b.post("/aigc/job/list", {})).json()
        assert [job["jobId"] for job in page["jobs"]] == [own]
        refused, unknown = [
            await b.post("/aigc/job/list", {"cursor": cursor}) for cursor in (foreign, UNKNOWN["jobId"])
        ]
        assert code_of(refused) == (400, 400)
        assert without_reference(refused) == without_reference(unknown)

    two_apps(body)


def test_another_apps_files_are_not_deleted(two_apps: Callable[[Body], None]) -> None:
    async def body(services: Services, a: Caller, b: Caller) -> None:
        job, key = await finished(services, await a.submit(), picture_file(7))
        ref = {"jobId": str(job.job_id)}
        assert (await b.post("/aigc/job/delete", ref)).json()["success"] is False
        assert await services.storage.get(key) == picture_file(7)
        assert (await a.post("/aigc/job/result", ref)).json()["url"] is not None
        assert (await a.post("/aigc/job/delete", ref)).json()["success"] is True

    two_apps(body)


def test_request_ids_are_each_apps_own(two_apps: Callable[[Body], None]) -> None:
    async def body(services: Services, a: Caller, b: Caller) -> None:
        first, second = await a.submit(requestId="same"), await b.submit(requestId="same")
        assert first.json() != second.json()
        assert [(await services.apps.get(app)).remaining for app in ("A", "B")] == [9, 4]

    two_apps(body)


def test_another_apps_upload_looks_like_no_upload(two_apps: Callable[[Body], None]) -> None:
    async def body(services: Services, a: Caller, b: Caller) -> None:
        upload = await a.upload(picture_file(1))
        answers = [
            await b.post("/aigc/matting", {"requestId": "r", "image": link})
            for link in (upload, "upload://" + "x" * 32, f"upload://../A/uploads/{upload.removeprefix('upload://')}")
        ]
        assert [code_of(answer) for answer in answers] == [(400, 800002)] * 3
        assert without_reference(answers[0]) == without_reference(answers[1])
        assert (await a.post("/aigc/matting", {"requestId": "r", "image": upload})).status_code == 200

    two_apps(body)


def test_a_result_is_whose_link_one_has(two_apps: Callable[[Body], None]) -> None:
    """A valid link of a result is all that it takes to use it, as it is to download it; anything else is refused."""

    async def body(services: Services, a: Caller, b: Caller) -> None:
        job, key = await finished(services, await a.submit(), picture_file(7))
        soon = datetime.now(UTC) + timedelta(hours=1)
        valid = services.links.own_file_url(key, soon)
        invalid = [
            services.links.own_file_url(key, datetime.now(UTC) - timedelta(seconds=2)),
            valid.replace("&s=", "&s=0"),
            valid.replace("/out/1-0.png", "/in/goods"),
            valid.replace("1-0.png", "1-1.png"),
            valid.partition("?")[0],
            f"{services.links.public_url}/files/{key}?e=9999999999&s={'0' * 32}",
        ]
        for number, link in enumerate(invalid):
            answer = await b.post("/aigc/matting", {"requestId": f"r{number}", "image": link})
            assert code_of(answer) == (400, 800002), link
        assert [one async for one in services.storage.keys("B")] == []
        assert (await services.apps.get("B")).remaining == 5

        own = await job_of(services, "B", await b.post("/aigc/matting", {"requestId": "r", "image": valid}))
        assert own.inputs == {"image": f"B/{own.job_id}/in/image"}, "a copy of its own"
        await services.storage.delete_folder(f"A/{job.job_id}")
        await Sweeper.of(services).expired()
        assert await services.storage.get(own.inputs["image"]) == picture_file(7)
        assert code_of(await b.post("/aigc/job/result", {"jobId": str(job.job_id)})) == (404, 404)

    two_apps(body)
