"""What an operator asks of the queue and of the last hours: all from the jobs table, so true of the whole fleet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtu.database.pool import Pool, connection_of

SHOWN_JOBS = 100
SHOWN_CAUSES = 50
BUCKETS = 48
_OPERATIONS = """
SELECT operation, count(*) FILTER (WHERE status = 'waiting') AS waiting,
       count(*) FILTER (WHERE status = 'executing') AS executing,
       extract(epoch FROM clock_timestamp() - min(created_at))::float AS oldest_s
  FROM jobs WHERE status IN ('waiting', 'executing') GROUP BY operation ORDER BY operation"""
_UNFINISHED = """
SELECT j.job_id, j.app_id, j.operation, j.status, j.attempt, j.progress, p.worker_id,
       extract(epoch FROM clock_timestamp() - j.created_at)::float AS age_s
  FROM jobs j LEFT JOIN procrastinate_jobs p ON p.id = j.queue_id AND j.status = 'executing'
 WHERE j.status IN ('waiting', 'executing')
 ORDER BY j.status, j.priority DESC, j.queue_id LIMIT %s"""
_WORKERS = """
SELECT w.id AS worker_id, extract(epoch FROM clock_timestamp() - w.last_heartbeat)::float AS heartbeat_s,
       count(j.job_id) AS jobs
  FROM procrastinate_workers w
  LEFT JOIN procrastinate_jobs p ON p.worker_id = w.id AND p.status = 'doing'
  LEFT JOIN jobs j ON j.queue_id = p.id AND j.status = 'executing'
 GROUP BY w.id ORDER BY w.id"""
_CAUSES = """
SELECT operation, (message->>'code')::integer AS code, message->>'zh' AS zh, message->>'en' AS en, count(*) AS count,
       max(finished_at) AS last_at, (array_agg(job_id ORDER BY finished_at DESC))[1] AS last_job,
       (array_agg(app_id ORDER BY finished_at DESC))[1] AS last_app
  FROM jobs WHERE finished_at > clock_timestamp() - make_interval(hours => %s) AND status = 'failed'
 GROUP BY operation, code, zh, en ORDER BY count DESC, last_at DESC LIMIT %s"""
_ENDS = """
SELECT count(*) AS ended, count(*) FILTER (WHERE status = 'failed') AS failed
  FROM jobs WHERE finished_at > clock_timestamp() - make_interval(hours => %s) AND status <> 'canceled'"""
# Submissions are counted where they came in, ends where they ended; buckets end now.
_SERIES = """
WITH frame AS (
    SELECT clock_timestamp() AS until, make_interval(secs => %(bucket)s) AS width),
bucket AS (
    SELECT index, until - (%(buckets)s - index) * width AS at
      FROM frame, generate_series(0, %(buckets)s - 1) AS index),
came AS (
    SELECT width_bucket(created_at, (SELECT array_agg(at ORDER BY at) FROM bucket)) - 1 AS index, count(*) AS submitted
      FROM jobs, frame WHERE created_at > until - %(buckets)s * width GROUP BY 1),
ended AS (
    SELECT width_bucket(finished_at, (SELECT array_agg(at ORDER BY at) FROM bucket)) - 1 AS index,
           count(*) FILTER (WHERE status = 'succeed') AS succeeded,
           count(*) FILTER (WHERE status = 'failed') AS failed,
           count(*) FILTER (WHERE status = 'canceled') AS canceled,
           percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
               ORDER BY extract(epoch FROM started_at - created_at)::float) AS wait_s,
           percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
               ORDER BY extract(epoch FROM finished_at - started_at)::float) AS run_s
      FROM jobs, frame WHERE finished_at > until - %(buckets)s * width GROUP BY 1)
SELECT bucket.at, coalesce(submitted, 0) AS submitted, coalesce(succeeded, 0) AS succeeded,
       coalesce(failed, 0) AS failed, coalesce(canceled, 0) AS canceled, wait_s, run_s
  FROM bucket LEFT JOIN came USING (index) LEFT JOIN ended USING (index) ORDER BY index"""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Unfinished jobs by operation, the first of them, and who works."""

    operations: list[dict[str, Any]]
    jobs: list[dict[str, Any]]
    workers: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Failed jobs of one operation that were told the same."""

    operation: str
    code: int
    zh: str
    en: str
    count: int
    last_at: datetime
    last_job: int
    last_app: str


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A stretch of time: how many jobs came, how they ended, and how long those that ended had waited and run."""

    at: datetime
    submitted: int
    succeeded: int
    failed: int
    canceled: int
    #: Median and 95th percentile, seconds; None where no job ended.
    wait_s: list[float | None] | None
    run_s: list[float | None] | None


class Figures:
    """Answers an operator. Each is one look at the database, or a few."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def queue(self) -> Queue:
        async with connection_of(self._pool) as connection:
            return Queue(
                operations=await (await connection.execute(_OPERATIONS)).fetchall(),
                jobs=await (await connection.execute(_UNFINISHED, (SHOWN_JOBS,))).fetchall(),
                workers=await (await connection.execute(_WORKERS)).fetchall(),
            )

    async def causes(self, hours: int) -> list[Cause]:
        """Why jobs of the last hours failed, the most frequent cause first."""
        async with connection_of(self._pool) as connection:
            rows = await (await connection.execute(_CAUSES, (hours, SHOWN_CAUSES))).fetchall()
        return [Cause(**row) for row in rows]

    async def ends(self, hours: int) -> tuple[int, int]:
        """Jobs of the last hours that came to an end by themselves, and how many of them failed."""
        async with connection_of(self._pool) as connection:
            row = await (await connection.execute(_ENDS, (hours,))).fetchone()
        assert row is not None
        return row["ended"], row["failed"]

    async def series(self, hours: int) -> tuple[float, list[Bucket]]:
        """The last hours in BUCKETS stretches: the length of one in seconds, and all of them, the oldest first."""
        bucket_s = hours * 3600 / BUCKETS
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(_SERIES, {"bucket": bucket_s, "buckets": BUCKETS})
            return bucket_s, [Bucket(**row) for row in await cursor.fetchall()]
