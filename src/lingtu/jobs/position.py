"""Where a waiting job stands in the queue; an estimate from a look at the queue once a second."""

from __future__ import annotations

import time
from bisect import bisect_left

from lingtu.jobs.job import Job
from lingtu.jobs.store import JobStore

LOOK_EVERY_S = 1.0


class QueuePosition:
    """Answers any number of polls from one look at the queue."""

    def __init__(self, jobs: JobStore) -> None:
        self._jobs = jobs
        self._looked_at = float("-inf")
        #: Places of the waiting jobs of each operation, the first to start first.
        self._queues: dict[str, list[tuple[int, int]]] = {}

    async def of(self, job: Job) -> int:
        """How many jobs are likely to start before this waiting one."""
        now = time.monotonic()
        if now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now  # before the look, so that only one poll looks
            self._queues = await self._jobs.waiting_places()
        return bisect_left(self._queues.get(job.operation, []), job.place)
