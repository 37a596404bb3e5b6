"""SQL about what no request and no worker ends: lost jobs, interrupted submissions, files that have had their time."""

from __future__ import annotations

from lingtu.database.pool import Pool, connection_of
from lingtu.jobs.store import LEASE_S, enqueue_first

DELIVERY_S = 15.0  # a worker claims what it has fetched, and acknowledges what it has ended, within milliseconds
SETTLED_S = 30.0  # longer than any statement of a submission may last
# Whether a worker lives says nothing: one that outlives a restart of the database never hears of what it had fetched.
_LOST = """
WITH lost AS (
    SELECT j.job_id FROM jobs j LEFT JOIN procrastinate_jobs p ON p.id = j.queue_id
     WHERE (j.status = 'executing' AND j.lease_until < clock_timestamp())
        OR (j.status = 'waiting' AND (p.id IS NULL OR p.status NOT IN ('todo', 'doing')
            OR (p.status = 'doing' AND NOT EXISTS (
                SELECT FROM procrastinate_events e WHERE e.job_id = p.id AND e.type = 'started'
                   AND e.at BETWEEN clock_timestamp() - make_interval(secs => %(patience)s)
                                AND clock_timestamp() + make_interval(secs => %(patience)s)))))
     ORDER BY j.created_at FOR UPDATE OF j SKIP LOCKED LIMIT %(limit)s)
UPDATE jobs SET status = 'waiting', lease_until = NULL, progress = 0 FROM lost WHERE jobs.job_id = lost.job_id
RETURNING jobs.job_id, jobs.operation"""
# The clock was set back: whoever lives renews within seconds, and a dead worker's lease must not hold for hours.
_TOO_LONG = """
UPDATE jobs SET lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
 WHERE status = 'executing' AND lease_until > clock_timestamp() + make_interval(secs => %(lease)s + 1)"""
_ABANDONED = """
DELETE FROM procrastinate_jobs p WHERE p.status <> 'todo' AND NOT EXISTS (
    SELECT FROM jobs j WHERE j.job_id = (p.args->>'job_id')::bigint AND j.queue_id = p.id
       AND coalesce(j.finished_at, clock_timestamp()) > clock_timestamp() - make_interval(secs => %(patience)s))"""
_OLD = "purged AND finished_at < clock_timestamp() - make_interval(days => %(days)s)"
_RECORD = f"""
INSERT INTO past_requests (app_id, operation, request_id, job_id)
SELECT app_id, operation, request_id, job_id FROM jobs WHERE {_OLD} ORDER BY finished_at LIMIT %(limit)s
ON CONFLICT DO NOTHING"""  # noqa: S608
_PRUNE = f"""
DELETE FROM jobs WHERE job_id IN (
    SELECT j.job_id FROM jobs j JOIN past_requests p USING (app_id, operation, request_id)
     WHERE {_OLD} AND p.recorded_at < clock_timestamp() - make_interval(secs => %(settled)s)
     ORDER BY j.finished_at LIMIT %(limit)s)"""  # noqa: S608


class Leftovers:
    """What the sweeper asks of the database; each method is one transaction."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def requeue_lost(self, limit: int) -> list[int]:
        """executing or waiting → waiting on a new queue row, for jobs that no living worker will end.

        Lost is an executing job whose lease ran out, and a waiting one whose queue row was fetched by a worker that
        never claimed the job, was ended by a worker that was taken for dead, or is missing.
        """
        async with connection_of(self._pool) as connection, connection.transaction():
            await connection.execute(_TOO_LONG, {"lease": LEASE_S})
            cursor = await connection.execute(_LOST, {"limit": limit, "patience": DELIVERY_S})
            lost = await cursor.fetchall()
            for row in lost:
                await enqueue_first(connection, row["job_id"], row["operation"])
        return [row["job_id"] for row in lost]

    async def prune_queue(self) -> int:
        """Delete queue rows that were fetched and belong to no job any more: nobody lived to acknowledge them."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(_ABANDONED, {"patience": DELIVERY_S})
        return cursor.rowcount

    async def prune_jobs(self, keep_days: int, limit: int) -> int:
        """Delete rows of jobs that ended so many days ago, and whose files are gone. Returns how many.

        What their requestIds are answered with is recorded a round before: a submission that began too early to see the
        record has met the row.
        """
        values = {"days": keep_days, "limit": limit, "settled": SETTLED_S}
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(_PRUNE.encode(), values)
            await connection.execute(_RECORD.encode(), values)
        return cursor.rowcount

    async def to_purge(self, limit: int) -> list[tuple[str, int]]:
        """(app, job) of ended jobs whose files have had their time."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT app_id, job_id FROM jobs
                    WHERE NOT purged AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT %s""",
                (limit,),
            )
            return [(row["app_id"], row["job_id"]) for row in await cursor.fetchall()]

    async def mark_purged(self, job_id: int) -> None:
        async with connection_of(self._pool) as connection:
            await connection.execute("UPDATE jobs SET purged = true WHERE job_id = %s", (job_id,))

    async def stale_intakes(self, older_than_s: float, limit: int) -> list[tuple[str, int]]:
        """(app, job) of submissions that never came to an end."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT app_id, job_id FROM intakes
                    WHERE created_at < clock_timestamp() - make_interval(secs => %s) LIMIT %s""",
                (older_than_s, limit),
            )
            return [(row["app_id"], row["job_id"]) for row in await cursor.fetchall()]
