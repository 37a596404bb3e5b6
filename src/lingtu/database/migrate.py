"""Numbered migrations, applied in order under an advisory lock."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import psycopg
from procrastinate.schema import SchemaManager

from lingtu.database.pool import lively
from lingtu.errors import SetupError

LOCK_KEY = 0x6C696E677475  # "lingtu": one migrating process at a time
OLDEST_SERVER = 140000

_TABLE = """
CREATE TABLE IF NOT EXISTS lingtu_migrations (
    number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
"""


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    sql: str


def known_migrations() -> list[Migration]:
    """Number 0 is the queue's own schema; the others are the files beside this one."""
    files = sorted(
        (file for file in resources.files("lingtu.database.migrations").iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    ours = [Migration(int(file.name[:4]), file.name, file.read_text(encoding="utf-8")) for file in files]
    return [Migration(0, "procrastinate", SchemaManager.get_schema()), *ours]


def migrate(url: str, migrations: list[Migration] | None = None) -> list[str]:
    """Bring the database to this program's state, in one transaction. Returns the names of what was applied.

    Raises `SetupError` if no server answers, it is too old, or the database belongs to a newer program.
    """
    known = migrations or known_migrations()
    with _connected(url) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise SetupError(
                f"PostgreSQL 14 or newer is needed; the server is {connection.info.parameter_status('server_version')}"
            )
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
        connection.execute(_TABLE)
        rows = connection.execute("SELECT number, name FROM lingtu_migrations").fetchall()
        applied = {int(number): str(name) for number, name in rows}
        _refuse_the_future(applied, known)
        new = [migration for migration in known if migration.number not in applied]
        for migration in new:
            connection.execute(migration.sql.encode())
            connection.execute(
                "INSERT INTO lingtu_migrations (number, name) VALUES (%s, %s)", (migration.number, migration.name)
            )
    return [migration.name for migration in new]


def _connected(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(lively(url))
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:  # the second: no URL of a database at all
        raise SetupError(f"the database of LINGTU_DATABASE_URL does not answer: {str(error).strip()}") from None


def _refuse_the_future(applied: dict[int, str], known: list[Migration]) -> None:
    unknown = sorted(set(applied) - {migration.number for migration in known})
    if unknown:
        raise SetupError(
            f"the database was made by a newer lingtu (it has migration {applied[unknown[-1]]}, "
            f"this program knows up to {known[-1].name}): install that version or newer, or use another database"
        )
