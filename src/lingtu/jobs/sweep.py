"""What no request and no worker cleans up: lost jobs, expired files, interrupted submissions, old records."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from lingtu.apps.replay import ReplayRecord
from lingtu.apps.sessions import SessionStore
from lingtu.apps.store import AppStore
from lingtu.errors import LingtuError
from lingtu.jobs.job import folder_of
from lingtu.jobs.leftovers import Leftovers
from lingtu.jobs.store import JobStore
from lingtu.jobs.submissions import Submissions
from lingtu.jobs.thumbnails import Thumbnails
from lingtu.jobs.webhooks import WebhookStore
from lingtu.metrics import JOBS_REQUEUED
from lingtu.services import Services
from lingtu.storage.objects import Storage

LOST_EVERY_S = 2.0
GAP_S = 10.0  # without a look at the database for so long a sweeper has missed something
WATCH_S = 12.0  # until it may judge again: every living worker has renewed its leases meanwhile
EXPIRED_EVERY_S = 60.0
STALE_INTAKE_S = 300.0  # far longer than a submission may fetch
_BATCH = 200
_PRUNE_BATCH = 5000  # rows in one statement: short, and for autovacuum to keep up with
log = structlog.get_logger(__name__)


class Watch:
    """For how long the database has been seen without a gap. Whoever was away can't tell who else is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since = self._last = float("-inf")

    def look(self) -> None:
        now = self._clock()
        if now - self._last > GAP_S:
            self._since = now
        self._last = now

    @property
    def is_long(self) -> bool:
        now = self._clock()
        return now - self._last <= GAP_S and now - self._since >= WATCH_S


@dataclass(frozen=True)
class Sweeper:
    """Safe to run in many processes at the same time: a step is idempotent, or takes locks that others skip."""

    jobs: JobStore
    submissions: Submissions
    leftovers: Leftovers
    apps: AppStore
    webhooks: WebhookStore
    replay: ReplayRecord
    sessions: SessionStore
    thumbnails: Thumbnails
    storage: Storage
    keep_days: int
    watch: Watch = field(default_factory=Watch)

    @classmethod
    def of(cls, services: Services) -> Sweeper:
        return cls(
            services.jobs,
            services.submissions,
            services.leftovers,
            services.apps,
            services.webhooks,
            services.replay,
            services.sessions,
            services.thumbnails,
            services.storage,
            services.settings.keep_days,
        )

    async def lost_jobs(self) -> None:
        """Bring jobs of dead workers back into the queue; after an outage, when the living have had their say."""
        for job_id in await self.leftovers.requeue_lost(_BATCH if self.watch.is_long else 0):
            JOBS_REQUEUED.inc()
            log.warning("job.requeued", job=job_id)
        self.watch.look()

    async def expired(self) -> None:
        """Delete what has had its time. A step that fails is tried again next time, and holds no other up."""
        records = (self.storage.drop_partial, self.replay.sweep, self.webhooks.prune, self.leftovers.prune_queue)
        files = (self._ended_jobs, self._thumbnails, self._intakes, self._uploads)
        for step in (*files, self._old_jobs, *records, self.sessions.sweep):
            await attempt(step)

    async def _ended_jobs(self) -> None:
        """Batch after batch for a minute at most: a quick worker ends more jobs than one batch in that time."""
        until = time.monotonic() + EXPIRED_EVERY_S
        batch_is_full = True
        while batch_is_full and time.monotonic() < until:
            batch = await self.leftovers.to_purge(_BATCH)
            for app_id, job_id in batch:
                for part in ("in", "out"):  # the thumbnails have a time of their own
                    await self.storage.delete_folder(f"{folder_of(app_id, job_id)}/{part}")
                await self.leftovers.mark_purged(job_id)
            batch_is_full = len(batch) == _BATCH

    async def _thumbnails(self) -> None:
        until = time.monotonic() + EXPIRED_EVERY_S
        while await self.thumbnails.drop_expired(_BATCH) == _BATCH and time.monotonic() < until:
            pass

    async def _old_jobs(self) -> None:
        if count := await self.leftovers.prune_jobs(self.keep_days, _PRUNE_BATCH):
            log.info("jobs.pruned", count=count)

    async def _intakes(self) -> None:
        for app_id, job_id in await self.leftovers.stale_intakes(STALE_INTAKE_S, _BATCH):
            await self.storage.delete_folder(folder_of(app_id, job_id))
            await self.submissions.close_intake(job_id)

    async def _uploads(self) -> None:
        for upload in await self.apps.expired_uploads(_BATCH):
            await self.storage.delete(upload.key)
            await self.apps.forget_upload(upload.upload_id)


async def attempt(step: Callable[[], Awaitable[object]]) -> None:
    """Carry a step out; its failure is for the log."""
    try:
        await step()
    except LingtuError as error:
        log.warning("sweep.failed", step=step.__name__, error=str(error))
    except Exception:
        log.exception("sweep.broken", step=step.__name__)
