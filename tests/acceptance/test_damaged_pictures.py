"""Damaged pictures from outside: as uploads and as data links of submissions, to a live server with a worker."""

from __future__ import annotations

import base64

from lingtu import Client, Job
from lingtu.errors import PictureError, TooLargeError
from tests.acceptance.conftest import Deployment
from tests.fuzzing.mutate import mutants
from tests.fuzzing.seeds import seeds

COUNT = 76  # two of every seed
SEED = 7
QUOTA = 1000


def test_damaged_pictures_are_refused_or_done_and_only_the_done_are_charged(deployment: Deployment) -> None:
    deployment.serve("--no-worker")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", str(QUOTA))
    with deployment.client() as client:
        jobs: list[Job] = []
        for _, data in mutants(seeds(), COUNT, SEED):
            jobs += accepted(client, data)
        assert client.account()["remaining"] == QUOTA - len(jobs), "a refused submission was charged"
        deployment.start("worker", LINGTU_ENGINE="tests.fuzzing.engine:Bounded")
        done = sum(succeeds(job) for job in jobs)
        assert 0 < done < len(jobs) < 2 * COUNT
        assert client.account()["remaining"] == QUOTA - done, "a failed job was charged"
    assert "Traceback" not in deployment.log()


def accepted(client: Client, data: bytes) -> list[Job]:
    """Jobs of one picture, sent as a data link and as an upload; every refusal says that the picture is to blame."""
    jobs = []
    try:
        link = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        jobs.append(client.submit("matting", image=link))
    except (PictureError, TooLargeError):  # a link fills the body
        pass
    try:
        goods = {"url": client.upload(data), "x": 0, "y": 0, "width": 300, "height": 300, "matting": False}
        background = {"bgId": client.backgrounds()[0]["id"]}
        jobs.append(client.submit("change-background", width=400, height=400, goods=goods, background=background))
    except PictureError:
        pass
    return jobs


def succeeds(job: Job) -> bool:
    try:
        return job.wait().status == "succeed"
    except PictureError:
        return False
