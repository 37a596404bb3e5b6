"""All SQL about stored jobs. Methods are the transitions; each is one transaction and whoever comes first wins it.

    submit → waiting ──claim──→ executing ──finish──→ succeed
                │  ↑                │ └───────fail───→ failed
                │  └────requeue─────┘
                └──cancel→ canceled

`jobs.attempt` fences: a transition out of executing names the attempt it belongs to, so a worker that was taken for
dead changes nothing. The queue only delivers; each attempt has a queue row of its own (`jobs.queue_id`). How a job gets
here: submissions.py.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Literal

from psycopg.types.json import Jsonb

from lingtu.database.pool import Connection, Pool, connection_of
from lingtu.errors import LingtuError
from lingtu.jobs.job import Job, JobStatus

LEASE_S = 15.0
_PLACES_LIMIT = 10_000  # whoever waits behind so many is told this number
COLUMNS = ", ".join(field.name for field in fields(Job))


class JobStore:
    """Jobs in the database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    # --- what callers ask ---

    async def get(self, job_id: int, app_id: str) -> Job | None:
        """The app's own job."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                f"SELECT {COLUMNS} FROM jobs WHERE job_id = %s AND app_id = %s",  # noqa: S608
                (job_id, app_id),
            )
            row = await cursor.fetchone()
        return Job.from_row(row) if row else None

    async def waiting_places(self) -> dict[str, list[tuple[int, int]]]:
        """Operation -> places (`Job.place`) of its waiting jobs in the order in which workers take them."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT queue_name, array_agg(-priority ORDER BY priority DESC, id) AS priorities,
                          array_agg(id ORDER BY priority DESC, id) AS ids
                     FROM (SELECT queue_name, priority, id FROM procrastinate_jobs WHERE status = 'todo'
                            ORDER BY priority DESC, id LIMIT %s) AS first
                    GROUP BY queue_name""",
                (_PLACES_LIMIT,),
            )
            rows = await cursor.fetchall()
        return {row["queue_name"]: list(zip(row["priorities"], row["ids"], strict=True)) for row in rows}

    async def cancel(self, job_id: int, app_id: str) -> JobStatus | None:
        """waiting → canceled, the units back. Returns the status after the call, None for a job that isn't the app's.

        The UPDATE and `claim` ask for the same row in the same state: one of them wins.
        """
        async with connection_of(self._pool) as connection, connection.transaction():
            cursor = await connection.execute(
                """UPDATE jobs SET status = 'canceled', finished_at = clock_timestamp(), expires_at = clock_timestamp()
                    WHERE job_id = %s AND app_id = %s AND status = 'waiting' RETURNING units, queue_id""",
                (job_id, app_id),
            )
            row = await cursor.fetchone()
            if row is not None:
                await connection.execute(
                    "DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'todo'", (row["queue_id"],)
                )
                await _settle(connection, app_id, job_id, returned=row["units"])
                return JobStatus.CANCELED
            return await _lock(connection, app_id, job_id)

    async def give_up_files(self, job_id: int, app_id: str) -> JobStatus | None:
        """An ended job's files are to go now: from here on the sweeper deletes what the caller of this does not.

        Returns the status, None for a job that isn't the app's. A job that hasn't ended keeps its files.
        """
        async with connection_of(self._pool) as connection, connection.transaction():
            status = await _lock(connection, app_id, job_id)
            if status is not None and status.is_final:
                await connection.execute(
                    """UPDATE jobs SET deleted = true, expires_at = least(expires_at, clock_timestamp())
                        WHERE job_id = %s""",
                    (job_id,),
                )
                await connection.execute(
                    "UPDATE thumbnails SET expires_at = clock_timestamp() WHERE job_id = %s", (job_id,)
                )
        return status

    # --- what workers do ---

    async def claim(self, job_id: int, queue_id: int) -> Job | None:
        """waiting → executing for the holder of the job's one queue row; None: cancelled, or another's by now."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                f"""UPDATE jobs SET status = 'executing', attempt = attempt + 1, progress = 0,
                           started_at = coalesce(started_at, clock_timestamp()),
                           lease_until = clock_timestamp() + make_interval(secs => %s)
                     WHERE job_id = %s AND queue_id = %s AND status = 'waiting' RETURNING {COLUMNS}""",  # noqa: S608
                (LEASE_S, job_id, queue_id),
            )
            row = await cursor.fetchone()
        return Job.from_row(row) if row else None

    async def renew(self, job: Job, progress: float) -> bool:
        """Prolong the lease and tell the progress; False when the job is no longer this attempt's."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """UPDATE jobs SET progress = %s, lease_until = clock_timestamp() + make_interval(secs => %s)
                    WHERE job_id = %s AND attempt = %s AND status = 'executing'""",
                (progress, LEASE_S, job.job_id, job.attempt),
            )
        return cursor.rowcount == 1

    async def finish(
        self,
        job: Job,
        outputs: list[dict[str, str]],
        failures: list[dict[str, Any]],
        note: dict[str, str] | None,
        keep_hours: float,
    ) -> bool:
        """executing → succeed; the units of variations that failed come back.

        True as well when it is asked again, as the answer of a commit may be lost. False: fenced, nothing changed.
        """
        return await self._end(
            job,
            "succeed",
            returned=min(len(failures), job.units),
            keep_hours=keep_hours,
            outputs=outputs,
            failures=failures,
            message=note,
        )

    async def fail(self, job: Job, error: LingtuError) -> bool:
        """executing → failed, all units back. True when asked again; False: fenced, nothing changed."""
        return await self._end(job, "failed", returned=job.units, keep_hours=0.0, message=error.to_record())

    async def _end(
        self,
        job: Job,
        status: Literal["succeed", "failed"],
        *,
        returned: int,
        keep_hours: float,
        outputs: list[dict[str, str]] | None = None,
        failures: list[dict[str, Any]] | None = None,
        message: dict[str, Any] | None = None,
    ) -> bool:
        async with connection_of(self._pool) as connection, connection.transaction():
            cursor = await connection.execute(
                """UPDATE jobs SET status = %s, progress = 1, outputs = %s, failures = %s, message = %s,
                          lease_until = NULL, finished_at = clock_timestamp(),
                          expires_at = clock_timestamp() + make_interval(secs => %s)
                    WHERE job_id = %s AND attempt = %s AND status = 'executing'""",
                (
                    status,
                    Jsonb(outputs) if outputs is not None else None,
                    Jsonb(failures or []),
                    Jsonb(message) if message else None,
                    keep_hours * 3600,
                    job.job_id,
                    job.attempt,
                ),
            )
            if cursor.rowcount == 0:
                return await _has_ended(connection, job, status)
            await _settle(connection, job.app_id, job.job_id, returned=returned)
        return True

    async def requeue(self, job: Job) -> bool:
        """executing → waiting, on a new queue row, for another try. False: fenced, nothing changed."""
        async with connection_of(self._pool) as connection, connection.transaction():
            cursor = await connection.execute(
                """UPDATE jobs SET status = 'waiting', lease_until = NULL, progress = 0
                    WHERE job_id = %s AND attempt = %s AND status = 'executing'""",
                (job.job_id, job.attempt),
            )
            if cursor.rowcount == 0:
                return False
            await enqueue_first(connection, job.job_id, job.operation)
        return True


async def _lock(connection: Connection, app_id: str, job_id: int) -> JobStatus | None:
    """The status, which stays as it is until the transaction's end."""
    cursor = await connection.execute(
        "SELECT status FROM jobs WHERE job_id = %s AND app_id = %s FOR UPDATE", (job_id, app_id)
    )
    row = await cursor.fetchone()
    return JobStatus(row["status"]) if row else None


async def _has_ended(connection: Connection, job: Job, status: str) -> bool:
    """Whether it was this attempt that brought the job to this end."""
    cursor = await connection.execute(
        "SELECT FROM jobs WHERE job_id = %s AND attempt = %s AND status = %s", (job.job_id, job.attempt, status)
    )
    return await cursor.fetchone() is not None


async def _settle(connection: Connection, app_id: str, job_id: int, *, returned: int) -> None:
    await connection.execute("SELECT lingtu_settle(%s, %s, %s)", (app_id, job_id, returned))


async def enqueue_first(connection: Connection, job_id: int, operation: str) -> None:
    """A second try goes before everything that was never tried (their priorities are negative)."""
    await connection.execute("SELECT lingtu_enqueue(%s, %s, 0)", (job_id, operation))
