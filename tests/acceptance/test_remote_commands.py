"""`lingtu submit | result | cancel | jobs | account` as whoever types them: text for people, JSON for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.acceptance.conftest import Deployment, deployed


@pytest.fixture(scope="module")
def server() -> Iterator[Deployment]:
    with deployed() as deployment:
        deployment.environment |= {
            "LINGTU_URL": deployment.url,
            "LINGTU_APP_KEY": "A",
            "LINGTU_APP_SECRET": "S",
            "COLUMNS": "200",
        }
        deployment.serve(LINGTU_ENGINE="tests.fault_engines:Plain")  # a server that is told of callers' names too
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "50")
        yield deployment


@pytest.fixture
def mug(tmp_path: Path) -> str:
    Image.new("RGB", (40, 30), (200, 30, 60)).save(tmp_path / "mug.png")
    return str(tmp_path / "mug.png")


def refused(deployment: Deployment, *arguments: str, **environment: str) -> str:
    """What `lingtu …` says as it ends with 1: a sentence, no traceback."""
    command = [sys.executable, "-m", "lingtu", *arguments]
    done = subprocess.run(command, env=deployment.environment | environment, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_from_picture_to_picture(server: Deployment, mug: str, tmp_path: Path) -> None:
    job, file = server.run("submit", "matting", mug, "-o", str(tmp_path / "cut.png")).split()
    assert Image.open(file).mode == "RGBA"
    assert server.run("result", job).split()[0] == "succeed"
    again = server.run("result", job, "-o", str(tmp_path / "more")).split()
    assert Path(again[0]).read_bytes() == Path(file).read_bytes()


def test_fields_by_their_names(server: Deployment, mug: str) -> None:
    fields = ["width=400", "height=400", "num=2", "seed=9", "background.bgId=simplicity-01", "format=jpg"]
    box = ["goods.x=10", "goods.y=20", "goods.width=40", "goods.height=30"]
    view = json.loads(server.run("submit", "change-background", f"goods.url={mug}", *box, *fields, "--wait", "--json"))
    assert (view["status"], view["formats"], view["seed"]) == ("succeed", ["jpg", "jpg"], 9)
    placed = json.loads(server.run("submit", "change-background", mug, *fields, "--json", "--wait"))
    assert "商品" in placed["message"] or "product" in placed["message"], "no box: the server says where it put it"


def test_account_and_jobs(server: Deployment, mug: str) -> None:
    before = json.loads(server.run("account", "--json"))
    job = server.run("submit", "matting", mug, "--wait").split()[0]
    assert json.loads(server.run("account", "--json"))["remaining"] == before["remaining"] - 1
    assert str(before["remaining"] - 1) in server.run("account")
    listed = json.loads(server.run("jobs", "--json", "--operation", "matting", "--limit", "1"))
    assert [view["jobId"] for view in listed] == [job]
    table = server.run("jobs", "--status", "succeed")
    assert job in table
    assert "100%" in table


def test_cancelling(deployment: Deployment, mug: str) -> None:
    deployment.serve("--no-worker")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "5")
    who = ["--url", deployment.url, "--app-id", "A", "--secret", "S"]
    job = deployment.run("submit", "matting", mug, *who).strip()
    assert deployment.run("result", job, *who).startswith("waiting")
    assert "is cancelled" in deployment.run("cancel", job, "--reason", "not needed", *who)
    assert deployment.run("result", job, *who).strip() == "Canceled"
    assert "was cancelled" in refused(deployment, "result", job, "--wait", *who)


def test_what_goes_wrong_is_said_in_a_sentence(server: Deployment, mug: str, tmp_path: Path) -> None:
    assert "there is no operation painting; there are change-background" in refused(server, "submit", "painting", mug)
    assert "No such file" in refused(server, "submit", "matting", str(tmp_path / "cup.png"))
    assert "image is given twice" in refused(server, "submit", "matting", mug, f"image={mug}")
    assert "no face" in refused(server, "submit", "matting", mug, "type=1", "--wait")
    assert "Unknown choice" in refused(server, "submit", "matting", mug, "type=7")
    assert "Signature verification failed" in refused(server, "account", LINGTU_APP_SECRET="wrong")
    assert "say who calls" in refused(server, "account", LINGTU_APP_KEY="")
    assert "did not answer" in refused(server, "account", LINGTU_URL="http://127.0.0.1:9")
    assert "can't be cancelled" in refused(server, "cancel", server.run("submit", "matting", mug, "--wait").split()[0])
