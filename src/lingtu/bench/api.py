"""Speed of the API: submissions and results a second, each beside its floor in the same run, and idle latency."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from lingtu.bench.ground import APP_ID, SECRET, bench_ground, client_of, free_port, wait_for
from lingtu.bench.load import Rate, measure, prepare
from lingtu.client.client import Client
from lingtu.commands.demo import demo_picture
from lingtu.errors import SetupError
from lingtu.gallery.catalogue import OURS
from lingtu.signing import Signed, sign_headers

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
        return client_of(self.port)

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
        job = client.submit("change-background", **submission(upload)).id
    submissions, polls, inserts, selects = [], [], [], []
    for _ in range(rounds):
        inserts.append(_run(server.floor_port, [_insert() for _ in range(requests)], connections))
        submissions.append(
            _run(server.port, [signed(SUBMIT_PATH, submission(upload)) for _ in range(requests)], connections)
        )
        selects.append(_run(server.floor_port, [_select() for _ in range(requests)], connections))
        polls.append(_run(server.port, [signed(RESULT_PATH, {"jobId": job}) for _ in range(requests)], connections))
    return [
        Comparison("submissions/s against a bare INSERT", _median(submissions), _median(inserts)),
        Comparison("job/result/s against a bare SELECT", _median(polls), _median(selects)),
    ]


def idle_start_ms(server: Server, jobs: int) -> list[float]:
    """Submission → executing on an idle queue."""
    found = []
    with server.client() as client:
        upload = client.upload(demo_picture("bottle.png"))
        client.submit("change-background", **submission(upload)).wait()  # the worker is up when this is done
        for _ in range(jobs):
            view = client.submit("change-background", **submission(upload)).wait().view
            found.append((_moment(view["startedAt"]) - _moment(view["createdAt"])) * 1000)
            time.sleep(0.3)
    return found


def results_per_second(server: Server, jobs: int) -> float:
    """Finished change-background jobs a second with the worker saturated."""
    with server.client() as client:
        upload = client.upload(demo_picture("bottle.png"))
        began = time.perf_counter()
        for job in [client.submit("change-background", **submission(upload)) for _ in range(jobs)]:
            job.wait()
        return jobs / (time.perf_counter() - began)


def check_floor() -> None:
    """The floor is a FastAPI application, which the server itself has no use for."""
    if importlib.util.find_spec("fastapi") is None:
        raise SetupError("lingtu bench api compares with bare FastAPI routes: pip install 'fastapi>=0.120'")


@contextlib.contextmanager
def bench_server(*, with_worker: bool = False, with_floor: bool = False) -> Iterator[Server]:
    """Database, API, floor and perhaps a worker in a temporary folder."""
    with bench_ground() as ground, contextlib.ExitStack() as stack:
        floor_port = free_port()
        port, api = stack.enter_context(ground.api())
        if with_floor:
            stack.enter_context(ground.process("-m", "lingtu.bench.floor", str(floor_port)))
            wait_for(floor_port, "/openapi.json")
        if with_worker:
            stack.enter_context(ground.lingtu("worker"))
        yield Server(port=port, floor_port=floor_port, pid=api.pid)


def _run(port: int, requests: list[bytes], connections: int) -> Rate:
    return asyncio.run(measure(port, requests, connections))


def _median(rates: list[Rate]) -> Rate:
    return Rate(
        per_second=median(rate.per_second for rate in rates),
        p50_ms=median(rate.p50_ms for rate in rates),
        p99_ms=median(rate.p99_ms for rate in rates),
        refused=sum(rate.refused for rate in rates),
    )


def submission(upload: str) -> dict[str, Any]:
    """The body of a change-background, with a requestId of its own."""
    return {
        "requestId": uuid.uuid4().hex,
        "width": 1024,
        "height": 1024,
        "goods": {"url": upload, "x": 387, "y": 330, "width": 250, "height": 500},
        "background": {"bgId": OURS.backgrounds[0].id},
    }


def signed(path: str, body: dict[str, Any]) -> bytes:
    """The bytes of a call, signed now; it can be sent once."""
    raw = json.dumps(body).encode()
    headers = sign_headers(Signed(method="POST", path=path, body=raw), app_id=APP_ID, secret=SECRET)
    return prepare("POST", path, headers | {"content-type": "application/json"}, raw)


def _insert() -> bytes:
    body = json.dumps({"request_id": uuid.uuid4().hex, "text": "x" * 200}).encode()
    return prepare("POST", "/insert", {"content-type": "application/json"}, body)


def _select() -> bytes:
    return prepare("POST", "/select", {})


def _moment(text: str | None) -> float:
    assert text is not None
    return datetime.fromisoformat(text).timestamp()
