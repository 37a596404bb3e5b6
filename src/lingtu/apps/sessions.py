"""All SQL about who is in the studio: one-time links, sessions, attempts. Tokens are kept as digests alone."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

from psycopg.errors import ForeignKeyViolation

from lingtu.database.pool import Connection, Pool, connection_of
from lingtu.errors import RateLimitedError, SetupError

Role = Literal["designer", "admin"]
LINK_LIFE = timedelta(hours=1)
ATTEMPTS_LIMIT = 10  # of an address in a minute
_TOKEN_BYTES = 32
_ATTEMPT = """
INSERT INTO studio_attempts AS a (source, began_at, attempts) VALUES (%s, clock_timestamp(), 1)
ON CONFLICT (source) DO UPDATE SET
    attempts = CASE WHEN a.began_at > clock_timestamp() - interval '1 minute' THEN a.attempts ELSE 0 END + 1,
    began_at = CASE WHEN a.began_at > clock_timestamp() - interval '1 minute' THEN a.began_at ELSE excluded.began_at END
RETURNING attempts, extract(epoch FROM began_at + interval '1 minute' - clock_timestamp())::float AS left_s"""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A way to sign in, once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Session:
    """Somebody who is signed in."""

    role: Role
    #: Whose jobs are seen and made; None: an operator has not chosen yet.
    app_id: str | None
    expires_at: datetime


class SessionStore:
    """Sessions in the database, so that every API process knows them."""

    def __init__(self, pool: Pool, hours: float) -> None:
        self._pool = pool
        self._life = timedelta(hours=hours)

    async def make_link(self, role: Role, app_id: str | None = None) -> Link:
        """A new one-time link; raises `SetupError` if there is no such app."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        async with connection_of(self._pool) as connection:
            try:
                cursor = await connection.execute(
                    """INSERT INTO studio_links (token_digest, role, app_id, expires_at)
                       VALUES (%s, %s, %s, clock_timestamp() + %s) RETURNING expires_at""",
                    (_digest(token), role, app_id, LINK_LIFE),
                )
            except ForeignKeyViolation:
                raise SetupError(f"there is no app {app_id}; `lingtu app list` shows them") from None
            row = await cursor.fetchone()
        assert row is not None
        return Link(token=token, expires_at=row["expires_at"])

    async def sign_in(self, token: str, roles: tuple[Role, ...]) -> tuple[str, Session] | None:
        """Use a link up: the new session and its own token. None if it isn't one, or for other roles."""
        async with connection_of(self._pool) as connection, connection.transaction():
            cursor = await connection.execute(
                """DELETE FROM studio_links
                    WHERE token_digest = %s AND role = ANY(%s) AND expires_at > clock_timestamp()
                   RETURNING role, app_id""",
                (_digest(token), list(roles)),
            )
            row = await cursor.fetchone()
            return None if row is None else await self._open(connection, row["role"], row["app_id"])

    async def _open(self, connection: Connection, role: Role, app_id: str | None) -> tuple[str, Session]:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        cursor = await connection.execute(
            """INSERT INTO studio_sessions (token_digest, role, app_id, expires_at)
               VALUES (%s, %s, %s, clock_timestamp() + %s) RETURNING role, app_id, expires_at""",
            (_digest(token), role, app_id, self._life),
        )
        row = await cursor.fetchone()
        assert row is not None
        return token, Session(**row)

    async def find(self, token: str) -> Session | None:
        """The living session of a cookie."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT role, app_id, expires_at FROM studio_sessions
                    WHERE token_digest = %s AND expires_at > clock_timestamp()""",
                (_digest(token),),
            )
            row = await cursor.fetchone()
        return Session(**row) if row else None

    async def choose(self, token: str, app_id: str) -> None:
        """Let an operator's session be about another app, which must be there."""
        async with connection_of(self._pool) as connection:
            await connection.execute(
                "UPDATE studio_sessions SET app_id = %s WHERE token_digest = %s AND role = 'admin'",
                (app_id, _digest(token)),
            )

    async def end(self, token: str) -> None:
        async with connection_of(self._pool) as connection:
            await connection.execute("DELETE FROM studio_sessions WHERE token_digest = %s", (_digest(token),))

    async def end_all(self, app_id: str | None = None) -> int:
        """End every session, or those of designers of an app, and take back the links. Returns how many were ended."""
        mine = "(%(app)s::text IS NULL OR (role = 'designer' AND app_id = %(app)s))"
        async with connection_of(self._pool) as connection, connection.transaction():
            await connection.execute(f"DELETE FROM studio_links WHERE {mine}", {"app": app_id})  # noqa: S608
            ended = await connection.execute(f"DELETE FROM studio_sessions WHERE {mine}", {"app": app_id})  # noqa: S608
        return ended.rowcount

    async def is_anybody_in(self, role: Role) -> bool:
        """Whether there is a living session of a role."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                "SELECT FROM studio_sessions WHERE role = %s AND expires_at > clock_timestamp() LIMIT 1", (role,)
            )
            return await cursor.fetchone() is not None

    async def count_attempt(self, address: str) -> None:
        """Before a link is looked at. Raises `RateLimitedError` if the address has tried too often in its minute."""
        async with connection_of(self._pool) as connection:
            row = await (await connection.execute(_ATTEMPT, (_source(address),))).fetchone()
        assert row is not None
        if row["attempts"] > ATTEMPTS_LIMIT:
            raise RateLimitedError(
                f"每分钟最多登录 {ATTEMPTS_LIMIT} 次",
                f"at most {ATTEMPTS_LIMIT} attempts to sign in a minute",
                retry_after_s=max(1, math.ceil(row["left_s"])),
            )

    async def sweep(self) -> None:
        """Forget what has had its time."""
        async with connection_of(self._pool) as connection:
            await connection.execute("DELETE FROM studio_links WHERE expires_at < clock_timestamp()")
            await connection.execute("DELETE FROM studio_sessions WHERE expires_at < clock_timestamp()")
            await connection.execute(
                "DELETE FROM studio_attempts WHERE began_at < clock_timestamp() - interval '1 minute'"
            )


def csrf_of(token: str) -> str:
    """What a page that has the session says beside its cookie: other sites can send the cookie, not this."""
    return hmac.new(token.encode(), b"lingtu-studio-csrf", hashlib.sha256).hexdigest()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _source(address: str) -> str:
    """Whom an address's attempts are counted for: an IPv6 user has a whole /64.

    A socket of IPv6 that takes IPv4 as well calls that ::ffff:192.0.2.1: all of it is within one /64.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ip_network(f"{address}/64", strict=False))
    return address
