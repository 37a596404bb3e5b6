"""SQL that turns a submission into a job, once for each requestId."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from lingtu.database.pool import Pool, connection_of
from lingtu.errors import QuotaError, RateLimitedError
from lingtu.jobs.job import new_job_id

_SAME = "app_id = %(app)s AND operation = %(operation)s AND request_id = %(request)s"
_KNOWN = f"SELECT job_id FROM jobs WHERE {_SAME} UNION ALL SELECT job_id FROM past_requests WHERE {_SAME} LIMIT 1"  # noqa: S608
_ANNOUNCE = f"""
WITH known AS ({_KNOWN}),
     announced AS (INSERT INTO intakes (job_id, app_id) SELECT %(new)s, %(app)s WHERE NOT EXISTS (SELECT FROM known))
SELECT job_id FROM known"""  # noqa: S608
_SUBMIT = "SELECT job_id, created FROM lingtu_submit(%s, %s, %s, %s, %s, %s, %s, %s)"
_NO_QUOTA, _TOO_MANY = "LT402", "LT429"  # lingtu_submit's own SQLSTATEs


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What a new job is made of."""

    job_id: int
    app_id: str
    operation: str
    request_id: str
    params: Mapping[str, Any]
    inputs: Mapping[str, str]
    seed: int
    units: int


@dataclass(frozen=True)
class Submitted:
    """The job that answers a submission; not `created` when the requestId was known already."""

    job_id: int
    created: bool


class Submissions:
    """Submissions in the database: those on their way (`intakes`), and those that became jobs."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def known(self, app_id: str, operation: str, request_id: str) -> int | None:
        """The earlier job of this requestId."""
        async with connection_of(self._pool) as connection:
            asked = {"app": app_id, "operation": operation, "request": request_id}
            row = await (await connection.execute(_KNOWN.encode(), asked)).fetchone()
        return row["job_id"] if row else None

    async def begin(self, app_id: str, operation: str, request_id: str) -> Submitted:
        """The earlier job of this requestId, or a new id, announced: a crash then leaves no object unknown."""
        asked = {"app": app_id, "operation": operation, "request": request_id}
        async with connection_of(self._pool) as connection:
            while True:
                new_id = new_job_id()
                try:
                    cursor = await connection.execute(_ANNOUNCE.encode(), {**asked, "new": new_id})
                except UniqueViolation:
                    continue  # the random id was taken
                row = await cursor.fetchone()
                return Submitted(row["job_id"], created=False) if row else Submitted(new_id, created=True)

    async def close_intake(self, job_id: int) -> None:
        """Forget an announced job whose objects are deleted."""
        async with connection_of(self._pool) as connection:
            await connection.execute("DELETE FROM intakes WHERE job_id = %s", (job_id,))

    async def submit(self, new: Submission) -> Submitted:
        """Store the job, reserve its units and enqueue it, or find the job of the same requestId.

        Raises `QuotaError` when the app has too few units left, `RateLimitedError` when it has as many unfinished jobs
        as it may; nothing is stored then.
        """
        values = (new.job_id, new.app_id, new.operation, new.request_id, Jsonb(new.params), Jsonb(new.inputs))
        async with connection_of(self._pool) as connection:
            try:
                cursor = await connection.execute(_SUBMIT, (*values, new.seed, new.units))
            except psycopg.Error as error:
                if error.sqlstate == _NO_QUOTA:
                    raise QuotaError(f"需要 {new.units} 次", f"the job needs {new.units}") from None
                if error.sqlstate == _TOO_MANY:
                    raise too_many_unfinished() from None
                raise
            row = await cursor.fetchone()
        assert row is not None
        return Submitted(row["job_id"], row["created"])


def too_many_unfinished() -> RateLimitedError:
    return RateLimitedError(
        "未完成的任务已达上限，请等待其中一些结束",
        "the app has as many unfinished jobs as it may: wait for some to end",
        retry_after_s=10,
    )
