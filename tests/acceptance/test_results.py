"""What becomes of results: formats, seeds, partial success, deletion, expiry; through the SDK, on a real server."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from lingtu import Client, Job
from lingtu.errors import NotFoundError, PictureError
from tests.acceptance.conftest import Deployment, wait_for

BACKGROUND = {"bgId": "simplicity-01"}


def start(deployment: Deployment, **environment: str) -> None:
    deployment.serve(LINGTU_ENGINE="tests.fault_engines:Picky", **environment)
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "100")


def product(client: Client) -> dict[str, Any]:
    file = io.BytesIO()
    Image.new("RGBA", (32, 24), (200, 30, 60, 255)).save(file, "PNG")
    return {"url": client.upload(file.getvalue()), "x": 10, "y": 10, "width": 32, "height": 24}


def submit(client: Client, **fields: Any) -> Job:
    body = {"width": 400, "height": 400, "goods": product(client), "background": BACKGROUND, "referenceStrong": False}
    return client.submit("change-background", **{**body, **fields})


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


def test_results_from_submission_to_deletion(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lingtu.client.client._PAGE", 2)  # several pages of few jobs
    start(deployment)
    with deployment.client() as client:
        formats_and_seeds(client)
        partial_success(client)
        listing_and_deletion(client)


def formats_and_seeds(client: Client) -> None:
    for format, kind in [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")]:
        view = submit(client, format=format, seed=4).wait().view
        assert (view["format"], view["formats"], view["seed"]) == (format, [format], 4)
        assert view["url"]
        assert Image.open(io.BytesIO(client.download(view["url"]))).format == kind
    first = submit(client)
    (picture,) = first.read()
    (again,) = submit(client, seed=first.view["seed"]).read()
    assert pixels(again) == pixels(picture)  # labels name their job, so bytes differ


def partial_success(client: Client) -> None:
    before = client.account()["remaining"]
    view = submit(client, num=4, seed=10).wait().view
    assert view["status"] == "succeed"
    assert view["url"] == ",".join(view["urls"])
    assert len(view["urls"]) == len(view["formats"]) == 2
    assert view["failures"] == [
        {"index": index, "code": PictureError.code, "message": "图片不能为空或无法访问：没有地面"} for index in (1, 3)
    ]
    assert len({pixels(client.download(url)) for url in view["urls"]}) == 2
    assert client.account()["remaining"] == before - 2
    none = submit(client, num=1, seed=11)
    with pytest.raises(PictureError):
        none.wait()
    failed = none.refresh()
    assert (failed["status"], failed["url"], failed["failures"]) == ("failed", None, [])
    assert client.account()["remaining"] == before - 2


def listing_and_deletion(client: Client) -> None:
    job = submit(client, num=2, seed=0).wait()
    listed = list(client.jobs(status="succeed", operation="change-background"))
    assert listed[0].id == job.id
    everything = [one.id for one in client.jobs()]
    assert len(everything) == len(set(everything)) == len(listed) + 1, "one has failed"
    soon = datetime.now(UTC) + timedelta(hours=1)
    assert list(client.jobs(created_after=soon)) == []
    assert len(list(client.jobs(created_before=soon))) == len(list(client.jobs()))
    assert job.delete()
    assert client.job(job.id).delete()
    assert not client.job("123456789012345").delete()
    for url in job.urls:
        with pytest.raises(NotFoundError):
            client.download(url)
    gone = job.refresh()
    assert (gone["status"], gone["url"], gone["urls"], gone["message"]) == ("succeed", None, [], "文件已按请求删除")


def test_results_expire(deployment: Deployment) -> None:
    start(deployment, LINGTU_RESULT_HOURS="0.001")
    with deployment.client() as client:
        job = submit(client, seed=4)
        links: set[str] = set()

        def has_expired() -> bool:
            view = job.refresh()
            links.update(view["urls"])
            return view["status"] == "succeed" and view["url"] is None

        wait_for(has_expired, 60, "the result expires", deployment.log)
        view = job.refresh()
        assert (view["urls"], view["format"], view["formats"]) == ([], None, [])
        assert (view["message"], view["code"]) == ("结果已过期，文件已删除", None)
        with pytest.raises(NotFoundError, match="结果已过期"):
            job.read()
        for link in links:
            with pytest.raises(NotFoundError):
                client.download(link)
        with pytest.raises(PictureError):
            submit(client, background={"url": next(iter(links), "upload://never-seen")})
