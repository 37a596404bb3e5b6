"""What all tests share: a real PostgreSQL of their own, and an environment without the operator's settings."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

from tests.seaweed import Seaweed, seaweedfs

for name in [name for name in os.environ if name.startswith(("LINGTU_", "AWS_"))]:
    if name != "LINGTU_WEIGHTS_DIR":
        del os.environ[name]
ROOT = Path(__file__).parent.parent
# for the fault engines in child processes
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
# No deadlines: machines are shared. CI tries the same examples each time; whoever works on the code tries new ones.
hypothesis.settings.register_profile("lingtu", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("lingtu")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kill rounds", "tests/acceptance/test_kill_rounds.py")
    group.addoption("--kill-rounds", type=int, default=5, help="how many rounds")
    group.addoption("--kill-seed", type=int, default=1, help="which rounds")
    group.addoption("--kill-report", type=Path, help="file of JSON lines, one a round; rounds found in it are done")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a server for the tests: an embedded one, or that of TEST_DATABASE_URL, whose user may make databases."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    from lingtu.database.embedded import open_embedded

    with tempfile.TemporaryDirectory(prefix="lingtu-test-") as folder, open_embedded(Path(folder) / "pg") as url:
        yield url


@pytest.fixture(scope="session")
def seaweed() -> Iterator[Seaweed]:
    """An object store that speaks S3, for all tests of a session; each takes a prefix of its own."""
    with tempfile.TemporaryDirectory(prefix="lingtu-test-") as folder, seaweedfs(Path(folder)) as store:
        yield store


@pytest.fixture(scope="session")
def template(postgres: str) -> str:
    """Name of a migrated database to copy."""
    from lingtu.database.migrate import migrate

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS template_lingtu")
        connection.execute("CREATE DATABASE template_lingtu")
    migrate(database_url(postgres, "template_lingtu"))
    return "template_lingtu"


@pytest.fixture
def database(postgres: str, template: str) -> Iterator[str]:
    """URL of a fresh migrated database."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')
        yield database_url(postgres, name)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def database_url(url: str, name: str) -> str:
    """The same server, another database."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    return psycopg.conninfo.make_conninfo(**{**parts, "dbname": name})
