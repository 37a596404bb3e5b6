from __future__ import annotations

import threading

import psycopg
import pytest

from lingtu.database.migrate import Migration, known_migrations, migrate
from lingtu.errors import SetupError
from tests.conftest import database_url


@pytest.fixture
def empty(postgres: str) -> str:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS empty_lingtu WITH (FORCE)")
        connection.execute("CREATE DATABASE empty_lingtu")
    return database_url(postgres, "empty_lingtu")


def test_each_migration_is_applied_once(empty: str) -> None:
    assert migrate(empty) == [migration.name for migration in known_migrations()]
    assert migrate(empty) == []


def test_processes_that_start_together_migrate_once(empty: str) -> None:
    applied: list[list[str]] = []
    threads = [threading.Thread(target=lambda: applied.append(migrate(empty))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, applied)) == [0, 0, 0, len(known_migrations())]


def test_a_database_from_the_future_is_refused(empty: str) -> None:
    migrate(empty, [*known_migrations(), Migration(9000, "9000_future.sql", "SELECT 1")])
    with pytest.raises(SetupError, match=r"newer lingtu.*9000_future"):
        migrate(empty)


def test_a_broken_migration_leaves_nothing(empty: str) -> None:
    with pytest.raises(psycopg.Error):
        migrate(empty, [Migration(1, "0001_x.sql", "CREATE TABLE x ()"), Migration(2, "0002_y.sql", "SELEC")])
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT to_regclass('x')").fetchone() == (None,)


@pytest.mark.parametrize("url", ["postgresql://lingtu:hush@127.0.0.1:1/lingtu", "no database"])
def test_a_database_that_does_not_answer_is_told_in_a_sentence(url: str) -> None:
    with pytest.raises(SetupError, match="LINGTU_DATABASE_URL does not answer") as told:
        migrate(url)
    assert "hush" not in str(told.value)
