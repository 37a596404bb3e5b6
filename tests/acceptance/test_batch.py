"""`lingtu batch` as a shop runs it: killed, out of quota, on again; every picture once, every unit once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.conftest import START_S, Deployment, deployed, wait_for
from tests.numbered import number_in, picture_file

COUNT = 24
END_S = 120.0


@pytest.fixture(scope="module")
def server() -> Iterator[Deployment]:
    with deployed() as deployment:
        deployment.serve(LINGTU_ENGINE="tests.fault_engines:Slow", FAULT_SECONDS="0.2")
        yield deployment


def caller(server: Deployment, app_id: str, quota: int) -> dict[str, str]:
    """The environment of an app of its own."""
    server.run("app", "create", "--app-id", app_id, "--secret", "S", "--quota", str(quota))
    return {"LINGTU_URL": server.url, "LINGTU_APP_KEY": app_id, "LINGTU_APP_SECRET": "S"}


def batch(server: Deployment, who: dict[str, str], *arguments: str, code: int = 0) -> str:
    """`lingtu batch …` to its end: all that it says."""
    command = [sys.executable, "-m", "lingtu", "batch", *arguments]
    done = subprocess.run(command, env=server.environment | who, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join((done.stdout + done.stderr).split())


def remaining(server: Deployment, app_id: str) -> int:
    with server.client(app_id) as client:
        return client.account()["remaining"]


def manifest(folder: Path, count: int = COUNT) -> Path:
    for number in range(count):
        (folder / f"{number}.png").write_bytes(picture_file(number))
    rows = "".join(f"{number}.png,item {number}\n" for number in range(count))
    (folder / "jobs.csv").write_text(f"picture,id\n{rows}", encoding="utf-8")
    return folder / "jobs.csv"


def numbers(folder: Path, count: int) -> list[int]:
    return [number_in((folder / f"item_{number}.png").read_bytes()) for number in range(count)]


def test_killed_in_the_middle_it_goes_on_and_nothing_is_charged_twice(server: Deployment, tmp_path: Path) -> None:
    who, jobs, made = caller(server, "killed", 1000), manifest(tmp_path), tmp_path / "made"
    arguments = [str(jobs), "--operation", "matting", "-o", str(made), "--concurrency", "3"]
    for _ in range(2):
        before = len(list(made.glob("item_*.png")))
        process = server.start("batch", *arguments, **who)
        wait_for(lambda: len(list(made.glob("item_*.png"))) >= before + 4, END_S, "some results", server.log)  # noqa: B023
        process.kill()
        process.wait()
    assert len(list(made.glob("item_*.png"))) < COUNT
    said = batch(server, who, *arguments)
    assert f"{COUNT} done, 0 failed, 0 unfinished" in said
    assert numbers(made, COUNT) == list(range(COUNT))
    assert remaining(server, "killed") == 1000 - COUNT
    assert (made / "report.html").read_text().count("<img") == 2 * COUNT
    assert f"{COUNT} done" in batch(server, who, *arguments), "once more, there is nothing to do"
    assert remaining(server, "killed") == 1000 - COUNT


def test_rows_that_fail_stop_no_other(server: Deployment, tmp_path: Path) -> None:
    who, jobs = caller(server, "faulty", 100), manifest(tmp_path, 4)
    (tmp_path / "1.png").unlink()
    (tmp_path / "2.png").write_bytes(b"no picture")
    arguments = [str(jobs), "--operation", "matting", "-o", str(tmp_path / "made")]
    said = batch(server, who, *arguments, code=1)
    assert "2 done, 2 failed, 0 unfinished" in said
    assert f"item_1: {tmp_path / '1.png'}: No such file" in said
    assert "item_2: Picture is missing or cannot be read" in said
    for number in (1, 2):
        (tmp_path / f"{number}.png").write_bytes(picture_file(number))
    assert "2 done, 2 failed" in batch(server, who, *arguments, code=1), "failed rows stay so until they are asked for"
    assert "4 done" in batch(server, who, *arguments, "--retry-failed")
    assert numbers(tmp_path / "made", 4) == [0, 1, 2, 3]
    assert remaining(server, "faulty") == 96


def test_out_of_quota_it_stops_and_goes_on_later(server: Deployment, tmp_path: Path) -> None:
    who, jobs = caller(server, "poor", 3), manifest(tmp_path, 8)
    arguments = [str(jobs), "--operation", "matting", "-o", str(tmp_path / "made")]
    said = batch(server, who, *arguments, code=1)
    assert "Not enough generations left" in said
    assert "The same command goes on from here" in said
    assert remaining(server, "poor") == 0
    server.run("app", "quota", "poor", "--add", "10")
    assert "8 done" in batch(server, who, *arguments)
    assert remaining(server, "poor") == 5


def test_results_that_are_gone_are_fetched_or_made_again(server: Deployment, tmp_path: Path) -> None:
    who, jobs, made = caller(server, "forgetful", 100), manifest(tmp_path, 2), tmp_path / "made"
    arguments = [str(jobs), "--operation", "matting", "-o", str(made)]
    batch(server, who, *arguments)
    (made / "item_0.png").unlink()
    batch(server, who, *arguments)
    assert remaining(server, "forgetful") == 98, "fetched once more, not made once more"
    with server.client("forgetful") as client:
        assert all(job.delete() for job in client.jobs())
    (made / "item_1.png").unlink()
    assert "2 done" in batch(server, who, *arguments)
    assert numbers(made, 2) == [0, 1]
    assert remaining(server, "forgetful") == 97


def test_what_cannot_begin(server: Deployment, tmp_path: Path) -> None:
    who, jobs = caller(server, "strange", 1), manifest(tmp_path, 1)
    assert "line 2: it has no operation" in batch(server, who, str(jobs), code=1)
    assert "give a manifest, or --watch" in batch(server, who, code=1)
    lost = {**who, "LINGTU_URL": "http://127.0.0.1:9"}
    assert "did not answer" in batch(
        server, lost, str(jobs), "--operation", "matting", "-o", str(tmp_path / "m"), code=1
    )
    wrong = {**who, "LINGTU_APP_SECRET": "wrong"}
    said = batch(server, wrong, str(jobs), "--operation", "matting", "-o", str(tmp_path / "m"), code=1)
    assert "Signature verification failed" in said
    same = ["--watch", str(tmp_path), "-o", str(tmp_path), "--operation", "matting"]
    assert "another folder" in batch(server, who, *same, code=1)


def test_a_folder_that_pictures_come_into(server: Deployment, tmp_path: Path) -> None:
    who, incoming, made = caller(server, "watcher", 100), tmp_path / "in", tmp_path / "out"
    incoming.mkdir()
    (incoming / "early.png").write_bytes(picture_file(1))
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('operation = "matting"\nformats = ["png", "psd"]\n', encoding="utf-8")
    arguments = ["batch", "--watch", str(incoming), "--recipe", str(recipe), "-o", str(made)]

    def results() -> list[int]:
        return sorted(number_in(file.read_bytes()) for file in made.glob("*.png"))

    for round, (number, ending) in enumerate(((2, signal.SIGINT), (3, signal.SIGTERM)), 1):
        process = server.start(*arguments, **who)
        wait_for(lambda: len(results()) == round, END_S, "what was there", server.log)  # noqa: B023
        (incoming / f"late-{number}.png").write_bytes(picture_file(number))
        wait_for(lambda: number in results(), END_S, "what came", server.log)  # noqa: B023
        wait_for(lambda: len(list(made.glob("*.psd"))) == round + 1, END_S, "layers too", server.log)  # noqa: B023
        process.send_signal(ending)
        assert process.wait(START_S) == 130, server.log()
    assert results() == [1, 2, 3]
    assert remaining(server, "watcher") == 97, "what was done before the restart is not done again"
    assert "3 done" in (made / "report.html").read_text()
    states = [json.loads(line)["state"] for line in (made / "batch.state.jsonl").read_text().splitlines()]
    assert states.count("done") == 3
