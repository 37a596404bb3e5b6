"""Webhooks of a fleet whose workers are killed: every end is told at least once, and told right."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from functools import partial

import pytest

from lingtu import Client
from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate
from lingtu.signing import is_webhook_genuine
from tests.acceptance.conftest import Deployment, wait_for
from tests.acceptance.fleet import Fleet
from tests.numbered import picture_file
from tests.receiver import Receiver, receiving

JOBS = 30
PATIENCE_S = 240.0


@pytest.fixture
def fleet(deployment: Deployment) -> Iterator[Fleet]:
    deployment.environment["LINGTU_FETCH_ALLOW"] = "127.0.0.1/32"
    with open_embedded(deployment.folder / "postgres") as url:
        migrate(url)
        fleet = Fleet(deployment, url)
        with fleet.kept_alive():
            yield fleet
        deployment.kill_all()


def test_kills_in_the_middle_lose_none(fleet: Fleet) -> None:
    """The workers are killed while the receiver has half of the calls and hasn't answered them."""

    def slowly(_: int) -> int:
        time.sleep(0.3)
        return 200

    (url,) = fleet.add_apis("api")
    fleet.deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "1000")
    with receiving(slowly) as receiver, Client(url, app_id="A", secret="S") as client:
        picture = client.upload(picture_file(1))
        hook = f"{receiver.url}/hook"
        jobs = {client.submit("matting", image=picture, callbackUrl=hook).id for _ in range(JOBS)}
        for name in ("worker-1", "worker-2"):
            fleet.add_worker(name)
        for calls in (JOBS // 4, JOBS // 2):
            wait_for(partial(_has_heard, receiver, calls), PATIENCE_S, f"{calls} calls", fleet.deployment.log)
            for name in fleet.names("worker"):
                fleet.kill(name)
        wait_for(lambda: set(_told(receiver)) == jobs, PATIENCE_S, "every job is told of", fleet.deployment.log)
        assert set(_told(receiver).values()) == {"succeed"}
        for call in receiver.calls:
            sent_s = int(call.headers["lingtu-webhook-timestamp"])
            assert is_webhook_genuine(call.headers, call.body, "S", sent_s)
        assert len({call.webhook_id for call in receiver.calls}) == JOBS


def _has_heard(receiver: Receiver, calls: int) -> bool:
    return len(receiver.calls) >= calls


def _told(receiver: Receiver) -> dict[str, str]:
    """Job -> status."""
    views = [json.loads(call.body) for call in list(receiver.calls)]
    return {view["jobId"]: view["status"] for view in views}
