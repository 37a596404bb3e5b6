"""Connections to PostgreSQL."""

from __future__ import annotations

import select
from types import TracebackType

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from lingtu.errors import OverloadedError

CHECKOUT_TIMEOUT_S = 5.0
IDLE_S = 5  # between two statements of a transaction, after which the server ends it: its process has stopped
RECONNECT_S = 2.0  # the pauses of an attempt double: one that is given up early is begun anew by the next call

#: A peer that vanished without a word is noticed in half a minute, not in hours. What the operator's URL says, holds.
_LIVELINESS = {
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",  # ms
    "connect_timeout": "10",
}
_AWAY = (psycopg.OperationalError, psycopg.errors.IdleInTransactionSessionTimeout)
Connection = psycopg.AsyncConnection[DictRow]
Pool = AsyncConnectionPool[Connection]


def lively(url: str) -> str:
    """The same database, by connections that notice when the network is cut."""
    return make_conninfo(
        url, **{name: value for name, value in _LIVELINESS.items() if name not in conninfo_to_dict(url)}
    )


async def _limit_transactions(connection: Connection) -> None:
    """Not an option of the connection, so that those of the operator's URL stay."""
    await connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_S}s'")


async def _check_if_it_spoke(connection: Connection) -> None:
    """Drop a connection that the server has closed, without a round trip for the healthy ones.

    A healthy idle connection has nothing to read; a closed one reads as the end of the stream.
    """
    socket = select.poll()
    socket.register(connection.pgconn.socket, select.POLLIN)
    if socket.poll(0):
        await AsyncConnectionPool.check_connection(connection)


def make_pool(url: str, size: int) -> Pool:
    """A pool, not yet open. Connections are in autocommit: a statement is a transaction unless one is begun."""
    return AsyncConnectionPool(
        url,
        min_size=min(2, size),
        max_size=size,
        open=False,
        timeout=CHECKOUT_TIMEOUT_S,
        kwargs={"autocommit": True, "row_factory": dict_row, "application_name": "lingtu"},
        check=_check_if_it_spoke,
        reconnect_timeout=RECONNECT_S,
        configure=_limit_transactions,
    )


class connection_of:  # noqa: N801  reads as the verb that it is: async with connection_of(pool) as connection
    """A connection for a block.

    A database that is away is an overload, for the caller to try again, not a fault of the call. A class, and not a
    generator, because every call of the API passes here several times.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        try:
            self._connection = await self._pool.getconn()
        except (PoolTimeout, *_AWAY) as error:
            raise _away() from error
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.putconn(self._connection)
        if isinstance(error, _AWAY):
            raise _away() from error


def _away() -> OverloadedError:
    return OverloadedError("数据库暂时不可用", "the database is away for the moment")
