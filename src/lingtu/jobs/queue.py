"""Procrastinate, which delivers jobs to workers. What happens to a job is decided by `JobStore` alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import procrastinate
from procrastinate.jobs import DeleteJobCondition

HEARTBEAT_S = 5.0
POLLING_S = 1.0  # a lost notification costs at most this

#: Runs the job of the (job id, queue row id); never raises for a job's own failure.
RunJob = Callable[[int, int], Awaitable[None]]


def make_queue(url: str, run_job: RunJob) -> procrastinate.App:
    """The task engine with its one task, `run_job`, which `lingtu_enqueue` names in SQL."""
    queue = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4))

    @queue.task(name="run_job", pass_context=True)
    async def run_job_task(context: procrastinate.JobContext, job_id: int) -> None:
        assert context.job.id is not None
        await run_job(job_id, context.job.id)

    return queue


async def deliver(queue: procrastinate.App, operations: list[str], concurrency: int) -> None:
    """Run jobs until cancelled; a first cancellation lets the running ones finish.

    Queue rows are deleted at their end, whatever the end: the jobs table is the record.
    """
    async with queue.open_async():
        await queue.run_worker_async(
            queues=operations,
            concurrency=concurrency,
            fetch_job_polling_interval=POLLING_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=3 * HEARTBEAT_S,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
        )
