"""An app's jobs page by page, the newest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from lingtu.database.pool import Connection, Pool, connection_of
from lingtu.jobs.job import Job, JobStatus
from lingtu.jobs.store import COLUMNS

_EVER = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)
# The index jobs_by_app has each status and operation in the order of the page. Taking the newest of each, and the
# newest of those, costs the same whichever is asked for, and however few of them there are.
_PAGE = f"""
SELECT {COLUMNS} FROM jobs JOIN (
    SELECT newest.job_id
      FROM unnest(%(statuses)s::text[]) AS wanted_status, unnest(%(operations)s::text[]) AS wanted_operation,
           LATERAL (SELECT job_id, created_at FROM jobs
                     WHERE app_id = %(app)s AND status = wanted_status AND operation = wanted_operation
                       AND created_at >= %(since)s AND (created_at, job_id) < (%(before)s, %(before_id)s)
                     ORDER BY created_at DESC, job_id DESC LIMIT %(limit)s) AS newest
     ORDER BY newest.created_at DESC, newest.job_id DESC LIMIT %(limit)s) AS page USING (job_id)
 ORDER BY created_at DESC, job_id DESC"""  # noqa: S608


@dataclass(frozen=True, kw_only=True)
class JobFilter:
    """Which jobs are asked for."""

    statuses: Collection[JobStatus]
    operations: Collection[str]
    #: The first moment of the range, and the first one after it.
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Jobs in order, and whether there are more after them."""

    jobs: list[Job]
    more: bool


class JobPages:
    """Reads pages. A page goes on after a job of the app, so jobs that come or end meanwhile don't move it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def read(self, app_id: str, wanted: JobFilter, limit: int, after: int | None = None) -> Page | None:
        """A page of at most `limit` jobs, after the job of that id; None when that is no job of the app."""
        end = (wanted.before or _NEVER, 0)
        async with connection_of(self._pool) as connection:
            if after is not None:
                created_at = await _creation_of(connection, app_id, after)
                if created_at is None:
                    return None
                end = min(end, (created_at, after))
            cursor = await connection.execute(
                _PAGE,
                {
                    "app": app_id,
                    "statuses": [status.value for status in wanted.statuses],
                    "operations": list(wanted.operations),
                    "since": wanted.since or _EVER,
                    "before": end[0],
                    "before_id": end[1],
                    "limit": limit + 1,
                },
            )
            jobs = [Job.from_row(row) for row in await cursor.fetchall()]
        return Page(jobs[:limit], more=len(jobs) > limit)


async def _creation_of(connection: Connection, app_id: str, job_id: int) -> datetime | None:
    cursor = await connection.execute("SELECT created_at FROM jobs WHERE job_id = %s AND app_id = %s", (job_id, app_id))
    row = await cursor.fetchone()
    return row["created_at"] if row else None
