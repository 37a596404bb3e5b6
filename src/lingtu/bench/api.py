"""Speed of the API: submissions and results a second, each beside its floor in the same run, and idle latency."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from lingtu.bench.load import Rate, measure, prepare
from lingtu.client import Client
from lingtu.commands.demo import demo_picture
from lingtu.database.embedded import open_embedded
from lingtu.errors import SetupError
from lingtu.gallery import catalogue
from lingtu.signing import Signed, sign_headers

APP_ID, SECRET = "bench", "bench-secret"
RESULT_PATH = "/aigc/job/result"
SUBMIT_PATH = "/aigc/synthesis/change-background"


@dataclass(frozen=True)
class Comparison:
    """Ours beside the floor; medians over the rounds."""

    name: str
    ours: Rate
    floor: Rate

    @property
    def ratio(self) -> float:
        return self.ours.per_second / self.floor.per_second


@dataclass(frozen=True)
class Server:
    """A server that runs for a benchmark."""

    port: int
    floor_port: int
    pid: int

    def client(self) -> Client:
        return Client(f"http://127.0.0.1:{self.port}", app_id=APP_ID, secret=SECRET)

    def resident_mb(self) -> float | None:
        """Resident memory of the API process; None where /proc doesn't tell."""
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return None


def compare_rates(server: Server, requests: int, rounds: int, connections: int) -> list[Comparison]:
    """Rounds of floor and ours in turn, so that a noisy neighbour meets both."""
    with server.client() as client:
        upload = client.upload(demo_picture("bottle.png"))
        job = client.submit("change-background", **_params(upload))
    submissions, polls, inserts, selects = [], [], [], []
    for _ in range(rounds):
        inserts.append(_run(server.floor_port, [_insert() for _ in range(requests)], connections))
        submissions.append(
            _run(server.port, [_signed(SUBMIT_PATH, _params(upload)) for _ in range(requests)], connections)
        )
        selects.append(_run(server.floor_port, [_select() for _ in range(requests)], connections))
        polls.append(_run(server.port, [_signed(RESULT_PATH, {"jobId": job}) for _ in range(requests)], connections))
    return [
        Comparison("submissions/s against a bare INSERT", _median(submissions), _median(inserts)),
        Comparison("job/result/s against a bare SELECT", _median(polls), _median(selects)),
    ]


def idle_start_ms(server: Server, jobs: int) -> list[float]:
    """Submission → executing on an idle queue."""
    found = []
    with server.client() as client:
        upload = client.upload(demo_picture("bottle.png"))
        client.wait(client.submit("change-background", **_params(upload)))  # the worker is up when this is done
        for _ in range(jobs):
            view = client.wait(client.submit("change-background", **_params(upload)))
            found.append((_moment(view["startedAt"]) - _moment(view["createdAt"])) * 1000)
            time.sleep(0.3)
    return found


def results_per_second(server: Server, jobs: int) -> float:
    """Finished change-background jobs a second with the worker saturated."""
    with server.client() as client:
        upload = client.upload(demo_picture("bottle.png"))
        began = time.perf_counter()
        for job in [client.submit("change-background", **_params(upload)) for _ in range(jobs)]:
            client.wait(job)
        return jobs / (time.perf_counter() - began)


def check_floor() -> None:
    """The floor is a FastAPI application, which the server itself has no use for."""
    if importlib.util.find_spec("fastapi") is None:
        raise SetupError("lingtu bench api compares with bare FastAPI routes: pip install 'fastapi>=0.120'")


@contextlib.contextmanager
def bench_server(*, with_worker: bool = False, with_floor: bool = False) -> Iterator[Server]:
    """Database, API, floor and perhaps a worker in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="lingtu-bench-") as folder, contextlib.ExitStack() as stack:
        url = stack.enter_context(open_embedded(Path(folder) / "postgres"))
        port, floor_port = _free_port(), _free_port()
        environment = os.environ | {
            "LINGTU_DATA_DIR": folder,
            "LINGTU_DATABASE_URL": url,
            "LINGTU_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LINGTU_LOG_LEVEL": "warning",
        }
        lingtu = [sys.executable, "-m", "lingtu"]
        api = stack.enter_context(_process([*lingtu, "serve", "--no-worker", "--port", str(port)], environment))
        if with_floor:
            stack.enter_context(_process([sys.executable, "-m", "lingtu.bench.floor", str(floor_port)], environment))
            _wait_for(floor_port, "/openapi.json")
        _wait_for(port, "/readyz")
        create = [*lingtu, "app", "create", "--app-id", APP_ID, "--secret", SECRET, "--quota", "1000000000"]
        subprocess.run(create, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        if with_worker:
            stack.enter_context(_process([*lingtu, "worker"], environment))
        yield Server(port=port, floor_port=floor_port, pid=api.pid)


@contextlib.contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(port: int, path: str) -> None:
    for _ in range(600):
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False).is_success:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _run(port: int, requests: list[bytes], connections: int) -> Rate:
    return asyncio.run(measure(port, requests, connections))


def _median(rates: list[Rate]) -> Rate:
    return Rate(
        per_second=median(rate.per_second for rate in rates),
        p50_ms=median(rate.p50_ms for rate in rates),
        refused=sum(rate.refused for rate in rates),
    )


def _params(upload: str) -> dict[str, Any]:
    return {
        "requestId": uuid.uuid4().hex,
        "width": 1024,
        "height": 1024,
        "goods": {"url": upload, "x": 387, "y": 330, "width": 250, "height": 500},
        "background": {"bgId": catalogue.backgrounds()[0].id},
    }


def _signed(path: str, body: dict[str, Any]) -> bytes:
    raw = json.dumps(body).encode()
    headers = sign_headers(Signed(method="POST", path=path, body=raw), app_id=APP_ID, secret=SECRET)
    return prepare("POST", path, headers | {"content-type": "application/json"}, raw)


def _insert() -> bytes:
    body = json.dumps({"request_id": uuid.uuid4().hex, "text": "x" * 200}).encode()
    return prepare("POST", "/insert", {"content-type": "application/json"}, body)


def _select() -> bytes:
    return prepare("POST", "/select", {})


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
