"""A disk with no byte left, under objects or database: calls are refused, and nothing that was accepted is lost."""

from __future__ import annotations

import contextlib
import time

import psycopg
import pytest

from lingtu import Client, Job, Retry, errors
from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate
from tests.acceptance import audit
from tests.acceptance.conftest import Deployment, wait_for
from tests.acceptance.disks import fill_up, small_disk
from tests.acceptance.fleet import Fleet
from tests.numbered import picture_file

PATIENCE_S = 180.0
QUOTA = 1000


def test_objects(deployment: Deployment) -> None:
    objects = deployment.folder / "data" / "objects"
    with small_disk(objects, 2), open_embedded(deployment.folder / "postgres") as url:
        migrate(url)
        fleet = Fleet(deployment, url)
        (api,) = fleet.add_apis("api")
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", str(QUOTA))
        with caller(api) as client:
            accepted = [client.submit("matting", image=client.upload(picture_file(number))) for number in range(1, 6)]
            filler = fill_up(objects)
            with pytest.raises(errors.OverloadedError):
                client.upload(picture_file(9))
            fleet.add_worker("worker")
            wait_for(lambda: "job.held_up" in deployment.log(), PATIENCE_S, "a worker waits", deployment.log)
            filler.unlink()
            for job in accepted:
                assert job.wait(timeout_s=PATIENCE_S).read()
            again = client.submit("matting", image=client.upload(picture_file(9)))
            again.wait(timeout_s=PATIENCE_S)
            assert client.account()["remaining"] == QUOTA - 6
        assert audited(url) == []
        assert [file for file in objects.glob(".partial/*") if file.is_file()] == [], "half-written ones are gone"
        deployment.kill_all()


@pytest.mark.timeout(900)
def test_database(deployment: Deployment) -> None:
    """The server may fall over the missing space and be away for as long as there is none."""
    with small_disk(deployment.folder / "small", 192) as disk, open_embedded(disk / "postgres") as url:
        migrate(url)
        fleet = Fleet(deployment, url)
        (api,) = fleet.add_apis("api")
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", str(QUOTA))
        slow = {"LINGTU_ENGINE": "tests.fault_engines:Slow", "FAULT_SECONDS": "0.3"}
        with fleet.kept_alive(), caller(api) as client:
            picture = client.upload(picture_file(1))
            accepted = [client.submit("matting", image=picture) for _ in range(8)]
            fleet.add_worker("worker", **slow)
            filler = fill_up(disk)
            accepted += submitted_until_refused(client, picture)
            filler.unlink()
            wait_for(lambda: accepts(client), PATIENCE_S, "the database is back", deployment.log)
            for job in accepted:
                assert job.wait(timeout_s=PATIENCE_S).read()
            assert client.account()["remaining"] == QUOTA - jobs_in(url), "one unit each, whatever was answered"
        assert audited(url) == []
        deployment.kill_all()


def caller(api: str) -> Client:
    """Tells of a refusal at once."""
    return Client(api, app_id="A", secret="S", retry=Retry(tries=1))


def submitted_until_refused(client: Client, picture: str) -> list[Job]:
    """Submit until the disk is felt: by 503 and by nothing else. The jobs that were accepted until then."""
    accepted = []
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            accepted.append(client.submit("matting", image=picture))
        except errors.OverloadedError:
            return accepted
        if len(accepted) > QUOTA - 100:
            break
    raise AssertionError(f"{len(accepted)} jobs on a full disk, none refused")


def accepts(client: Client) -> bool:
    with contextlib.suppress(errors.OverloadedError):
        client.account()
        return True
    return False


def jobs_in(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM jobs").fetchone()
    assert row is not None
    return int(row[0])


def audited(url: str) -> list[str]:
    with audit.open_database(url) as database:
        return [
            *audit.unfinished_jobs(database),
            *audit.wrong_balances(database),
            *audit.wrong_entries(database),
            *audit.missing_outputs(database),
        ]
