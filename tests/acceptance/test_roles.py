"""A fleet's roles: workers by operation, and every process restarted under load without a refused or doubled job."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import pytest

from lingtu import Client, Retry
from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate
from tests.acceptance.conftest import Deployment, wait_for
from tests.acceptance.fleet import START_S, Fleet
from tests.numbered import picture_file

CALLERS = 4


@pytest.fixture
def fleet(deployment: Deployment) -> Iterator[Fleet]:
    deployment.environment["LINGTU_MASTER_KEY"] = "5a" * 32
    with open_embedded(deployment.folder / "postgres") as url:
        migrate(url)
        fleet = Fleet(deployment, url)
        with fleet.kept_alive():
            yield fleet
        deployment.kill_all()


def test_jobs_go_to_workers_of_their_operation(fleet: Fleet) -> None:
    (url,) = fleet.add_apis("api")
    fleet.deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10")
    fleet.add_worker("cpu", "--operations", "matting", "--concurrency", "2")
    with Client(url, app_id="A", secret="S") as client:
        goods = {"url": client.upload(picture_file(1)), "x": 0, "y": 0, "width": 24, "height": 16}
        fields = {"width": 400, "height": 400, "goods": goods, "background": {"bgId": "simplicity-01"}}
        scene = client.submit("change-background", **fields)
        for _ in range(3):
            client.submit("matting", image=goods["url"]).wait()
        assert scene.refresh()["status"] == "waiting", "it was there before, and nobody here runs it"
        fleet.add_worker("gpu", LINGTU_OPERATIONS="change-background")
        assert scene.wait().status == "succeed"


def test_an_operation_that_no_worker_runs_is_told(deployment: Deployment) -> None:
    process = deployment.start("worker", "--operations", "matting,painting")
    assert process.wait(START_S) == 1
    assert "no worker runs painting" in deployment.log()


def test_rolling_restarts_refuse_and_double_nothing(fleet: Fleet) -> None:
    """Callers go to the other replica when one doesn't answer, as behind a load balancer."""
    urls = fleet.add_apis("api-1", "api-2")
    fleet.deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "100000")
    for name in ("worker-1", "worker-2"):
        fleet.add_worker(name, LINGTU_ENGINE="tests.fault_engines:Slow", FAULT_SECONDS="0.1")
    stop, jobs = threading.Event(), list[str]()
    with Client(urls[0], app_id="A", secret="S") as client:
        picture = client.upload(picture_file(1))
    with ThreadPoolExecutor(CALLERS) as pool:
        callers = [pool.submit(_submit_until, stop, urls, picture, jobs) for _ in range(CALLERS)]
        try:
            for name in ("api-1", "worker-1", "api-2", "worker-2"):
                seen = len(jobs)
                wait_for(partial(_has_more, jobs, seen + 2 * CALLERS), START_S, "submissions", fleet.deployment.log)
                fleet.restart(name)
                if name.startswith("api"):
                    fleet.wait_for_answers(name)
        finally:
            stop.set()
        for caller in callers:
            caller.result()
    assert len(set(jobs)) == len(jobs) > CALLERS
    with psycopg.connect(fleet.deployment.environment["LINGTU_DATABASE_URL"], autocommit=True) as connection:

        def unfinished() -> int:
            row = connection.execute("SELECT unfinished FROM apps").fetchone()
            return int(row[0]) if row else 0

        wait_for(lambda: not unfinished(), START_S, "all jobs end", fleet.deployment.log)
        rows = connection.execute("SELECT job_id::text, status, attempt FROM jobs").fetchall()
    assert sorted(row[0] for row in rows) == sorted(jobs)
    assert {row[1:] for row in rows} == {("succeed", 1)}, "nothing was run twice, whoever stopped in between"


def _has_more(jobs: list[str], than: int) -> bool:
    return len(jobs) > than


def _submit_until(stop: threading.Event, urls: list[str], picture: str, jobs: list[str]) -> None:
    """One caller. A replica that hangs up is no refusal: the same requestId goes to the other."""
    turns = itertools.cycle([Client(url, app_id="A", secret="S", retry=Retry(tries=1)) for url in urls])
    while not stop.is_set():
        request = uuid.uuid4().hex
        for _ in range(200):
            try:
                jobs.append(next(turns).submit("matting", image=picture, requestId=request).id)
                break
            except ConnectionError:
                stop.wait(0.1)
        else:
            raise AssertionError("no replica answered 200 times")
        stop.wait(0.2)
