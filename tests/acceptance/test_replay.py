"""A sign and a salt are used once: on all endpoints, by all API processes, whoever was killed in between."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate
from lingtu.signing import Signed, sign_headers, sign_v1
from tests.acceptance.conftest import Deployment
from tests.acceptance.fleet import Fleet

ACCOUNT, FACES = "/aigc/account", "/aigc/synthesis/model/faces"


@pytest.fixture
def postgres(deployment: Deployment) -> Iterator[Path]:
    """The folder of a database of the test's own, to be killed."""
    folder = deployment.folder / "postgres"
    with open_embedded(folder) as url:
        migrate(url)
        deployment.environment["LINGTU_DATABASE_URL"] = url
        yield folder
        deployment.kill_all()


def signed(path: str, method: str = "GET") -> dict[str, str]:
    return sign_headers(Signed(method=method, path=path), app_id="A", secret="S")


def with_salt_of(headers: dict[str, str], path: str) -> dict[str, str]:
    """A fresh sign, for another path, with a salt that was used."""
    call = Signed(method="GET", path=path)
    return headers | {"sign": sign_v1(call, "A", headers["salt"], headers["timestamp"], "S")}


def status(url: str, path: str, headers: dict[str, str], method: str = "GET") -> int:
    return httpx.request(method, url + path, headers=headers, trust_env=False, timeout=60).status_code


def test_what_is_used_stays_used(deployment: Deployment, postgres: Path) -> None:
    fleet = Fleet(deployment, deployment.environment["LINGTU_DATABASE_URL"])
    urls = fleet.add_apis("api-1", "api-2")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S")

    def refused_everywhere(headers: dict[str, str]) -> bool:
        calls = [(ACCOUNT, headers, "GET"), (ACCOUNT, headers, "HEAD"), (FACES, with_salt_of(headers, FACES), "GET")]
        return {status(url, *call) for url in urls for call in calls} == {401}

    with fleet.kept_alive():
        used = signed(ACCOUNT)
        assert status(urls[0], ACCOUNT, used) == 200
        assert refused_everywhere(used)

        with ThreadPoolExecutor(8) as pool:
            crowd = [signed(ACCOUNT) for _ in range(60)]
            answers = pool.map(lambda headers: _status_or_none(urls[0], headers), crowd)
            first = next(answers)
            fleet.kill("api-1")
            accepted = [crowd[0] if first == 200 else used]
            accepted += [headers for headers, answer in zip(crowd[1:], answers, strict=True) if answer == 200]
        fleet.wait_for_answers("api-1")
        assert all(refused_everywhere(headers) for headers in [used, *accepted[:10], *accepted[-10:]])

        os.kill(int((postgres / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        for name in ("api-1", "api-2"):
            fleet.wait_for_answers(name)
        assert all(refused_everywhere(headers) for headers in [used, *accepted[:10], *accepted[-10:]])
        assert status(urls[1], ACCOUNT, signed(ACCOUNT)) == 200


def _status_or_none(url: str, headers: dict[str, str]) -> int | None:
    try:
        return status(url, ACCOUNT, headers)
    except httpx.TransportError:
        return None
