"""One attempt of one job: claimed, its pictures read, run in the engine process, its results stored, ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import structlog
from structlog.contextvars import bound_contextvars

from lingtu.engines.host import Host
from lingtu.engines.messages import Run
from lingtu.errors import EngineCrashedError, InternalError, LingtuError, OverloadedError
from lingtu.gallery.catalogue import Gallery
from lingtu.gallery.shelf import Shelf
from lingtu.jobs.inputs import read_input
from lingtu.jobs.job import MAX_ATTEMPTS, Job, folder_of
from lingtu.jobs.store import LEASE_S, JobStore
from lingtu.jobs.thumbnails import Thumbnails
from lingtu.labels.labeller import Labeller, Making
from lingtu.metrics import JOBS_ENDED, STAGES, stage
from lingtu.operations import OPERATIONS
from lingtu.operations.operation import Outcome, Output
from lingtu.storage.objects import Missing, Storage
from lingtu.tracing import of_job

RENEW_EVERY_S = LEASE_S / 5
END_RETRIES = 60  # a second apart or more: so long a job waits for a database or store that is away
log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class JobRunner:
    """Runs attempts; `hosts` holds the engine processes that are free."""

    jobs: JobStore
    storage: Storage
    shelf: Shelf
    hosts: asyncio.Queue[Host]
    result_hours: float
    thumbnails: Thumbnails
    labeller: Labeller

    async def run(self, job_id: int, queue_id: int) -> None:
        """Run the job if this queue row may start it. Failures of the job end in the job, not here."""
        job = await self.jobs.claim(job_id, queue_id)
        if job is None:
            log.info("job.dropped", job=job_id, queue=queue_id)
            return
        named = bound_contextvars(job=job_id, app=job.app_id, attempt=job.attempt)
        with named, of_job(job_id), stage(job.operation, "attempt"):
            await self._run(job)

    async def _run(self, job: Job) -> None:
        log.info("job.started", operation=job.operation)
        if job.attempt == 1 and job.started_at is not None:
            waited = (job.started_at - job.created_at).total_seconds()
            STAGES.labels(job.operation, "wait").observe(waited)
        try:
            await self._attempt(job)
        except LingtuError as error:
            await self._give_up_or_back(job, error)
        except Exception:  # a bug of ours: the job must end, and be told as our fault
            log.exception("job.broken")
            await self._give_up_or_back(job, InternalError())

    async def _attempt(self, job: Job) -> None:
        if job.attempt > MAX_ATTEMPTS:
            raise EngineCrashedError("多次尝试均未完成", "it did not come to an end in several attempts")
        async with self._lease(job) as report:
            with stage(job.operation, "read"):
                pictures = await _outlasting(lambda: read_inputs(self.storage, self.shelf.now, job))
            host = await self.hosts.get()
            began = time.perf_counter()
            try:
                run = Run(
                    operation=job.operation,
                    params=job.params,
                    pictures=pictures,
                    seed=job.seed,
                    corner=self.labeller.corner,
                )
                with stage(job.operation, "engine"):
                    outcome = await asyncio.to_thread(host.run, run, report)
            finally:
                self.hosts.put_nowait(host)
            log.info("job.made", engine_s=round(time.perf_counter() - began, 3))
            with stage(job.operation, "label"):
                outcome = await asyncio.to_thread(labelled, self.labeller, job, pictures, outcome)
            with stage(job.operation, "store"):
                await _outlasting(lambda: self._delete_leftovers(job))
                outputs = await _outlasting(lambda: self._store(job, outcome))
            await self._finish(job, outcome, outputs)

    async def _finish(self, job: Job, outcome: Outcome, outputs: list[dict[str, str]]) -> None:
        failures: list[dict[str, Any]] = [
            {"index": index, **variation.to_record()}
            for index, variation in enumerate(outcome.variations)
            if isinstance(variation, LingtuError)
        ]
        note = {"zh": outcome.note[0], "en": outcome.note[1]} if outcome.note else None
        if await _outlasting(lambda: self.jobs.finish(job, outputs, failures, note, self.result_hours)):
            JOBS_ENDED.labels(job.operation, "succeed").inc()
            log.info("job.finished", pictures=len(outputs))
            await self.thumbnails.begin(job, [output.data for output in _files_of(outcome)])
            return
        JOBS_ENDED.labels(job.operation, "fenced").inc()
        log.warning("job.fenced")
        for output in outputs:
            await self.storage.delete(output["key"])

    async def _delete_leftovers(self, job: Job) -> None:
        """Delete what earlier attempts had stored when they died. Lower numbers alone: those are fenced for good."""
        earlier = tuple(f"{_outputs_of(job)}/{attempt}-" for attempt in range(1, job.attempt))
        if earlier:
            async for key in self.storage.keys(_outputs_of(job)):
                if key.startswith(earlier):
                    await self.storage.delete(key)

    async def _store(self, job: Job, outcome: Outcome) -> list[dict[str, str]]:
        outputs = []
        for index, variation in enumerate(outcome.variations):
            if isinstance(variation, LingtuError):
                continue
            for output in variation:
                key = f"{_outputs_of(job)}/{job.attempt}-{index}.{output.format}"
                await self.storage.put(key, output.data)
                outputs.append({"key": key, "format": output.format})
        return outputs

    async def _give_up_or_back(self, job: Job, error: LingtuError) -> None:
        again = error.retryable and job.attempt < MAX_ATTEMPTS
        JOBS_ENDED.labels(job.operation, "again" if again else "failed").inc()
        log.warning("job.failed", again=again, code=error.code, error=str(error))
        await _outlasting(lambda: self.jobs.requeue(job) if again else self.jobs.fail(job, error))

    @asynccontextmanager
    async def _lease(self, job: Job) -> AsyncIterator[Callable[[float], None]]:
        """Renew the lease until the end of the block; yields where to report progress (from any thread)."""
        share = 0.0

        def report(done: float) -> None:
            nonlocal share
            share = min(max(done, share), 1.0)

        async def renew() -> None:
            while True:
                await asyncio.sleep(RENEW_EVERY_S)
                try:
                    if not await self.jobs.renew(job, share):
                        log.warning("job.lease_lost")
                        return
                except OverloadedError as error:
                    log.warning("job.lease_not_renewed", error=str(error))

        renewer = asyncio.create_task(renew())
        try:
            yield report
        finally:
            renewer.cancel()
            await asyncio.gather(renewer, return_exceptions=True)


def _files_of(outcome: Outcome) -> list[Output]:
    """In the order in which they are stored."""
    return [
        output for variation in outcome.variations if not isinstance(variation, LingtuError) for output in variation
    ]


def _outputs_of(job: Job) -> str:
    return f"{folder_of(job.app_id, job.job_id)}/out"


def labelled(labeller: Labeller, job: Job, pictures: Mapping[str, bytes], outcome: Outcome) -> Outcome:
    """The results with their metadata: each names its job and its place in it."""
    operation = OPERATIONS[job.operation]
    variations = []
    for index, variation in enumerate(outcome.variations):
        making = Making(
            operation=job.operation,
            source_type=operation.source_type,
            produce_id=f"{job.job_id}-{index}",
            source=pictures[operation.edits],
        )
        variations.append(
            variation
            if isinstance(variation, LingtuError)
            else tuple(replace(output, data=labeller.label(output.data, making)) for output in variation)
        )
    return replace(outcome, variations=tuple(variations))


async def read_inputs(storage: Storage, gallery: Gallery, job: Job) -> dict[str, bytes]:
    """The bytes of a job's pictures."""
    try:
        found = await asyncio.gather(*(read_input(storage, gallery, place) for place in job.inputs.values()))
    except Missing:
        raise InternalError("任务的输入图片丢失", "the job's pictures are gone") from None
    return dict(zip(job.inputs, found, strict=True))


async def _outlasting(step: Callable[[], Awaitable[T]]) -> T:
    """Try a step until database and store answer: an outage must cost neither an attempt nor a finished result.

    Without an answer to the last try nobody knows whether it happened: `OverloadedError`.
    """
    for _ in range(END_RETRIES):
        try:
            return await step()
        except OverloadedError as error:
            log.warning("job.held_up", error=str(error))
            await asyncio.sleep(1)
    return await step()
