"""Connections, and what a process that stops in the middle of something does to the others."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from lingtu.database.pool import connection_of, lively
from lingtu.errors import OverloadedError
from lingtu.services import Services
from tests.integration.conftest import WithServices


def test_a_process_that_stops_in_a_transaction_gives_its_locks_up(with_services: WithServices[None]) -> None:
    """As a stopped worker that was just settling a job: all other calls of the app would wait for it."""

    async def body(services: Services) -> None:
        async def stop_half_way() -> None:
            async with connection_of(services.pool) as connection, connection.transaction():
                await connection.execute("UPDATE apps SET remaining = 0 WHERE app_id = 'A'")
                async with asyncio.timeout(60):
                    assert (await services.apps.grant("A", 1)).remaining == 11

        with pytest.raises(OverloadedError):
            await stop_half_way()
        assert (await services.apps.get("A")).remaining == 11, "what was half done is undone"

    with_services(body)


def test_a_cut_network_is_noticed_and_the_operators_own_words_hold() -> None:
    told = conninfo_to_dict(lively("postgresql://u:p%20w@db.example/x?keepalives_idle=99&sslmode=require"))
    assert (told["host"], told["password"], told["sslmode"]) == ("db.example", "p w", "require")
    assert (told["keepalives_idle"], told["keepalives_count"], told["tcp_user_timeout"]) == ("99", "3", "25000")


def test_a_lively_connection(database: str) -> None:
    with psycopg.connect(lively(database)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
