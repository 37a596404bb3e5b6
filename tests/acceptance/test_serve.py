"""One machine: everything started by `lingtu serve`, killed where it hurts, and found in order again."""

from __future__ import annotations

import io
import os
import signal
import time

import pytest
from PIL import Image

from lingtu.errors import EngineCrashedError, InternalError, LingtuError, PictureError
from tests.acceptance.conftest import Deployment, children_of, wait_for


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 24), (200, 30, 60)).save(file, "PNG")
    return file.getvalue()


def create_app(deployment: Deployment, quota: int = 100) -> None:
    """Works while the server runs."""
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", str(quota))


def worker_of(deployment: Deployment, server_pid: int) -> int:
    """The pid of the server's worker."""
    found: list[int] = []

    def look() -> bool:
        found[:] = [pid for pid, command in children_of(server_pid).items() if "lingtu worker" in command]
        return bool(found)

    wait_for(look, 30, "a worker runs", deployment.log)
    return found[0]


def test_a_job_from_call_to_file_and_a_result_as_the_next_picture(deployment: Deployment) -> None:
    server = deployment.serve()
    create_app(deployment)
    with deployment.client() as client:
        first = client.matting(picture(), formats=["png", "psd"]).wait().view
        assert (first["status"], first["format"], first["progress"]) == ("succeed", "png,psd", 1.0)
        assert first["url"] == ",".join(first["urls"])
        cut = client.download(first["urls"][0])
        assert Image.open(io.BytesIO(cut)).mode == "RGBA"
        (second,) = client.matting(first["urls"][0]).images()
        assert second.size == (32, 24)
        assert client.account()["remaining"] == 98
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0, deployment.log()
    assert "Traceback" not in deployment.log()


def test_sigterm_lets_the_running_job_finish(deployment: Deployment) -> None:
    server = deployment.serve("--no-worker")
    create_app(deployment)
    worker = deployment.start("worker", LINGTU_ENGINE="tests.fault_engines:Slow", FAULT_SECONDS="2")
    with deployment.client() as client:
        job = client.matting(picture())
        wait_for(lambda: job.refresh()["status"] == "executing", 30, "the job runs", deployment.log)
        waiting = client.matting(picture())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
        assert job.refresh()["status"] == "succeed"
        assert waiting.refresh()["status"] == "waiting"
    assert server.poll() is None


def test_another_worker_takes_over_a_killed_ones_job(deployment: Deployment) -> None:
    deployment.serve("--no-worker")
    create_app(deployment)
    first = deployment.start("worker", LINGTU_ENGINE="tests.fault_engines:Slow", FAULT_SECONDS="60")
    with deployment.client() as client:
        job = client.matting(picture())
        wait_for(lambda: job.refresh()["status"] == "executing", 30, "the job runs", deployment.log)
        deployment.start("worker")
        os.killpg(first.pid, signal.SIGKILL)
        killed_at = time.monotonic()
        assert job.wait(timeout_s=60).status == "succeed"
        assert time.monotonic() - killed_at < 30, "the contract's bound"
        assert client.account()["remaining"] == 99


def test_serve_replaces_a_killed_worker(deployment: Deployment) -> None:
    server = deployment.serve()
    create_app(deployment)
    os.kill(worker_of(deployment, server.pid), signal.SIGKILL)
    with deployment.client() as client:
        assert client.matting(picture()).wait().status == "succeed"


def test_a_worker_whose_server_died_while_it_started_ends(deployment: Deployment) -> None:
    """Its parent is another process then, and nobody will ever stop it."""
    worker = deployment.start("worker", "--with-parent", str(os.getppid()))
    assert worker.wait(60) == 1


def test_everything_comes_back_after_the_server_was_killed(deployment: Deployment) -> None:
    server = deployment.serve("--no-worker")
    create_app(deployment)
    with deployment.client() as client:
        job = client.matting(picture())
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    deployment.serve()
    with deployment.client() as client:
        assert client.job(job.id).wait().status == "succeed"
        assert client.account()["remaining"] == 99


@pytest.mark.parametrize(
    ("engine", "error"),
    [("Killed", EngineCrashedError), ("Buggy", InternalError), ("Refusing", PictureError), ("Hanging", LingtuError)],
)
def test_a_job_that_cannot_be_done_fails_with_words_and_its_units_back(
    deployment: Deployment, engine: str, error: type[LingtuError]
) -> None:
    patience = "1" if engine == "Hanging" else "60"
    deployment.serve(LINGTU_ENGINE=f"tests.fault_engines:{engine}", LINGTU_JOB_TIMEOUT_S=patience)
    create_app(deployment)
    with deployment.client() as client:
        job = client.matting(picture())
        with pytest.raises(LingtuError) as found:
            job.wait(timeout_s=60)
        view = job.view
        assert (view["status"], view["code"], view["url"]) == ("failed", error.code, None)
        assert view["message"] is not None
        assert view["message"].startswith(error.words[0]) or engine == "Hanging"
        assert found.value.code == view["code"]
        assert client.account()["remaining"] == 100


def test_a_crash_costs_one_attempt(deployment: Deployment) -> None:
    deployment.serve(LINGTU_ENGINE="tests.fault_engines:KilledOnce")
    create_app(deployment)
    with deployment.client() as client:
        assert client.matting(picture()).wait().status == "succeed"


def test_apps_at_the_command_line(deployment: Deployment) -> None:
    deployment.serve("--no-worker")
    create_app(deployment, quota=3)
    assert "8 generations" in deployment.run("app", "quota", "A", "--add", "5")
    assert "A" in deployment.run("app", "list")
    with deployment.client() as client:
        assert client.account()["remaining"] == 8
    deployment.run("app", "rotate", "A", "--secret", "T")
    with deployment.client(secret="T") as client:
        wait_for(lambda: _works(client), 10, "the new secret works", deployment.log)
        deployment.run("app", "disable", "A")
        wait_for(lambda: not _works(client), 10, "the app is refused", deployment.log)


def _works(client: object) -> bool:
    try:
        client.account()  # type: ignore[attr-defined]
    except LingtuError:
        return False
    return True


def test_a_killed_database_comes_back_and_costs_no_job(deployment: Deployment) -> None:
    server = deployment.serve(LINGTU_ENGINE="tests.fault_engines:Slow", FAULT_SECONDS="3")
    create_app(deployment)
    with deployment.client() as client:
        job = client.matting(picture())
        wait_for(lambda: job.refresh()["status"] == "executing", 30, "the job runs", deployment.log)
        (postgres,) = (pid for pid, command in children_of(server.pid).items() if "postgres" in command)
        os.kill(postgres, signal.SIGKILL)
        wait_for(lambda: _works(client), 30, "the API answers again", deployment.log)
        assert job.wait(timeout_s=60).status == "succeed"
        assert client.account()["remaining"] == 99
