"""What apps used: the quota ledger is read here, and written by the transactions that change a balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lingtu.database.pool import Pool, connection_of

_USAGES = """
SELECT asked.app_id, used.jobs, used.units, kept.upload_bytes
  FROM unnest(%s::text[]) AS asked(app_id),
       LATERAL (SELECT count(*) FILTER (WHERE reason = 'reserved') AS jobs,
                       coalesce(-sum(units) FILTER (WHERE reason <> 'granted'), 0)::bigint AS units
                  FROM quota_ledger q
                 WHERE q.app_id = asked.app_id
                   AND created_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') AS used,
       LATERAL (SELECT coalesce(sum(size), 0)::bigint AS upload_bytes FROM uploads u
                 WHERE u.app_id = asked.app_id AND expires_at > clock_timestamp()) AS kept"""


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """A change of an app's balance."""

    entry_id: int
    job_id: int | None
    #: Generations; negative when they are reserved or taken away.
    units: int
    reason: Literal["granted", "reserved", "returned"]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What an app used since midnight, UTC."""

    jobs: int
    units: int
    upload_bytes: int


class Books:
    """The ledger and the uploads of apps."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def ledger(self, app_id: str, limit: int, before: int | None = None) -> list[LedgerEntry]:
        """The newest entries, or those before an entry, the newest first."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT entry_id, job_id, units, reason, created_at FROM quota_ledger
                    WHERE app_id = %s AND entry_id < %s ORDER BY entry_id DESC LIMIT %s""",
                (app_id, 2**63 - 1 if before is None else before, limit),
            )
            return [LedgerEntry(**row) for row in await cursor.fetchall()]

    async def usage(self, app_id: str) -> Usage:
        return (await self.usages([app_id]))[app_id]

    async def usages(self, app_ids: Sequence[str]) -> dict[str, Usage]:
        """What each of some apps used."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(_USAGES, (list(app_ids),))
            rows = await cursor.fetchall()
        return {row.pop("app_id"): Usage(**row) for row in rows}
