"""A worker whose line to the database is cut for longer than a lease, while its engine goes on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lingtu import Client
from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate
from tests.acceptance.conftest import Deployment, wait_for
from tests.acceptance.fleet import Fleet
from tests.numbered import picture_file
from tests.sick_proxy import SickProxy, sick_proxy

PATIENCE_S = 180.0


@contextmanager
def cut_off(url: str) -> Iterator[tuple[str, SickProxy]]:
    """The same database behind a line that can go bad."""
    parts = conninfo_to_dict(url)
    name = f".s.PGSQL.{parts.get('port', 5432)}"
    with tempfile.TemporaryDirectory(prefix="cut-") as folder:
        Path(folder).chmod(0o755)
        with sick_proxy(Path(str(parts["host"])) / name, Path(folder) / name) as proxy:
            yield make_conninfo(url, host=folder), proxy


def test_its_job_ends_elsewhere_and_once(deployment: Deployment) -> None:
    with open_embedded(deployment.folder / "postgres") as url, cut_off(url) as (cut_url, proxy):
        migrate(url)
        fleet = Fleet(deployment, url)
        (api,) = fleet.add_apis("api")
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10")
        slow = {"LINGTU_ENGINE": "tests.fault_engines:Slow", "FAULT_SECONDS": "4"}
        fleet.add_worker("cut", LINGTU_DATABASE_URL=cut_url, **slow)
        with Client(api, app_id="A", secret="S") as client:
            picture = client.upload(picture_file(1))
            job = client.submit("matting", image=picture)
            wait_for(lambda: job.refresh()["status"] == "executing", PATIENCE_S, "it runs", deployment.log)
            proxy.line = "stuck"
            fleet.add_worker("other", **slow)
            wait_for(lambda: job.refresh()["status"] == "succeed", PATIENCE_S, "it ends elsewhere", deployment.log)
            ended = job.refresh()
            fleet.kill("other")
            proxy.line = "well"
            again = client.submit("matting", image=picture)
            wait_for(lambda: again.refresh()["status"] == "succeed", PATIENCE_S, "the worker is back", deployment.log)
            assert job.refresh() == ended
            assert job.read()
            assert client.account()["remaining"] == 8
        with psycopg.connect(url) as connection:
            attempts = connection.execute("SELECT attempt FROM jobs ORDER BY created_at").fetchall()
        assert attempts == [(2,), (1,)]
        outputs = {file.name for file in (deployment.folder / "data/objects/A").glob("*/out/*")}
        assert outputs == {"2-0.png", "1-0.png"}, "what the cut worker had made is gone"
        deployment.kill_all()
