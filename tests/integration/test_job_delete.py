"""job/delete: the files of an ended job go now, and nothing else does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from lingtu.errors import PictureError
from lingtu.services import Services
from tests.integration.caller import Caller, calling, change, code_of, data_uri, picture
from tests.integration.conftest import WithServices
from tests.integration.test_job_store import claim, submit
from tests.integration.test_sweep import sweeper_of

DELETE = "/aigc/job/delete"
DONE = {"success": True, "message": None}


async def result_of(caller: Caller, job_id: Any) -> dict[str, Any]:
    view: dict[str, Any] = (await caller.post("/aigc/job/result", {"jobId": str(job_id)})).json()
    return view


async def keys(services: Services, app_id: str = "A") -> list[str]:
    return sorted([key async for key in services.storage.keys(app_id)])


async def succeeded(services: Services, caller: Caller) -> int:
    """A job with an upload and a data: URI for inputs, and a result."""
    goods = {**change()["goods"], "url": await caller.upload(picture())}
    background = {"url": data_uri(picture(80, 80))}
    job_id = int((await caller.submit(goods=goods, background=background)).json())
    job = await services.jobs.get(job_id, "A")
    assert job is not None
    running = await claim(services, job)
    assert running is not None
    key = f"A/{job_id}/out/1-0.png"
    await services.storage.put(key, picture())
    assert await services.jobs.finish(running, [{"key": key, "format": "png"}], [], None, keep_hours=12)
    return job_id


def test_deleting_a_succeeded_job(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        job_id = await succeeded(services, caller)
        before = await result_of(caller, job_id)
        assert (await caller.http.get(before["url"], auth=None)).status_code == 200
        for _ in range(2):
            assert (await caller.post(DELETE, {"jobId": job_id, "requestId": "junk"})).json() == DONE
        (left,) = await keys(services)
        assert left.startswith("A/uploads/")
        assert code_of(await caller.http.get(before["url"], auth=None)) == (404, 404)
        gone = {"goods": {**change()["goods"], "url": before["url"]}, "requestId": "next"}
        assert code_of(await caller.submit(**gone)) == (400, 800002)
        after = await result_of(caller, job_id)
        nothing = {"message": "文件已按请求删除", "url": None, "urls": [], "format": None, "formats": []}
        assert after == before | nothing | {"expiresAt": after["expiresAt"]}
        assert before["finishedAt"] <= after["expiresAt"] < before["expiresAt"]
        await sweeper_of(services).expired()
        assert await result_of(caller, job_id) == after
        assert (await caller.post(DELETE, {"jobId": job_id})).json() == DONE
        assert (await services.apps.get("A")).remaining == 9, "no units for it"

    api(body)


def test_failed_and_cancelled_jobs(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        failed, canceled = await submit(services, "f"), await submit(services, "c")
        for job in (failed, canceled):
            await services.storage.put(f"A/{job.job_id}/in/image", b"x")
        running = await claim(services, failed)
        assert running is not None
        assert await services.jobs.fail(running, PictureError("坏", "bad"))
        await services.jobs.cancel(canceled.job_id, "A")
        before = await result_of(caller, failed.job_id)
        for job in (failed, canceled):
            assert (await caller.post(DELETE, {"jobId": job.job_id})).json() == DONE
        assert await keys(services) == []
        assert await result_of(caller, failed.job_id) == before, "the failure's own words stay"
        view = await result_of(caller, canceled.job_id)
        assert (view["status"], view["url"], view["message"]) == ("Canceled", None, "文件已按请求删除")

    api(body)


def test_what_is_not_deleted(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        waiting, executing = await submit(services, "w"), await submit(services, "e")
        assert await claim(services, executing) is not None
        for job in (waiting, executing):
            await services.storage.put(f"A/{job.job_id}/in/image", b"x")
        async with calling(services, "B") as other:
            refused = [(await other.post(DELETE, {"jobId": waiting.job_id})).json()]
        refused += [
            (await caller.post(DELETE, {"jobId": job_id})).json()
            for job_id in ("1234567890123456", "abc", waiting.job_id, executing.job_id)
        ]
        assert not any(answer["success"] for answer in refused)
        assert [answer["message"] for answer in refused] == [
            "任务不存在",
            "任务不存在",
            "任务不存在",
            "任务正在等待，请先取消",
            "任务正在执行，结束后才能删除",
        ]
        assert len(await keys(services)) == 2
        for job in (waiting, executing):
            assert (await result_of(caller, job.job_id))["message"] is None
        assert code_of(await caller.post(DELETE, {})) == (400, 400)

    api(body)


def test_the_sweeper_ends_an_interrupted_deletion(with_services: WithServices[None]) -> None:
    """As after a kill between the row and the objects, or in the middle of the objects."""

    async def body(services: Services) -> None:
        async with calling(services) as caller:
            job_id = await succeeded(services, caller)
            assert await services.jobs.give_up_files(job_id, "A") is not None
            await services.storage.delete(f"A/{job_id}/in/background")
            view = await result_of(caller, job_id)
            assert (view["status"], view["url"]) == ("succeed", None)
            await sweeper_of(services).expired()
            assert [key for key in await keys(services) if "uploads" not in key] == []
            assert await services.leftovers.to_purge(10) == []

    with_services(body)


def test_deleting_while_others_delete_and_sweep(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        job_id = await succeeded(services, caller)
        deletions = [caller.post(DELETE, {"jobId": job_id}) for _ in range(5)]
        *answers, _ = await asyncio.gather(*deletions, sweeper_of(services).expired())
        assert [answer.json() for answer in answers] == [DONE] * 5
        assert [key for key in await keys(services) if "uploads" not in key] == []

    api(body)


@pytest.mark.parametrize("end", ["succeed", "failed"])
def test_ending_or_deleting_comes_first(with_services: WithServices[None], end: str) -> None:
    """A job that ends while it is being deleted: deleted when the answer says so, untouched when it doesn't."""

    async def body(services: Services) -> None:
        for index in range(4):
            running = await claim(services, await submit(services, f"r{index}"))
            assert running is not None
            ending = (
                services.jobs.finish(running, [], [], None, keep_hours=12)
                if end == "succeed"
                else services.jobs.fail(running, PictureError())
            )
            _, status = await asyncio.gather(ending, services.jobs.give_up_files(running.job_id, "A"))
            job = await services.jobs.get(running.job_id, "A")
            assert job is not None
            assert status is not None
            assert job.deleted == status.is_final
            assert job.expires_at is not None
            assert job.deleted == (job.expires_at <= datetime.now(UTC)) or end == "failed"

    with_services(body)
