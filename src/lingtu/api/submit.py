"""Submission of a job, in the contract's order."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtu.api.intake import Intake
from lingtu.api.room import Room
from lingtu.apps.app import App
from lingtu.errors import LingtuError, NotAvailableError, OverloadedError, RateLimitedError
from lingtu.gallery.shelf import Shelf
from lingtu.jobs.job import folder_of, new_job_id
from lingtu.jobs.submissions import Submission, Submissions
from lingtu.operations.fields import SEED_LIMIT, read_params
from lingtu.operations.operation import Operation
from lingtu.operations.params import JobParams
from lingtu.storage.objects import Storage
from lingtu.tracing import span, submission


@dataclass(frozen=True)
class Submitter:
    """Turns a call of an app, signed or from the studio, into a job."""

    submissions: Submissions
    storage: Storage
    shelf: Shelf
    intake: Intake
    room: Room

    async def submit(self, app: App, body: Mapping[str, Any], operation: Operation) -> int:
        """The jobId: a new job's, or that of the same requestId before."""
        params = read_params(operation.params, body, self.shelf.now)
        if operation.recipe is None:
            raise NotAvailableError(f"{operation.name} 尚未提供", f"{operation.name} is not offered yet")
        try:
            await self.room.check(app)
        except (OverloadedError, RateLimitedError):  # a known requestId gets its job all the same
            job_id = await self.submissions.known(app.app_id, operation.name, params.request_id)
            if job_id is None:
                raise
            return job_id
        make = self._announced if self.intake.stores(params) else self._at_once
        return await make(params, app, operation)

    async def _at_once(self, params: JobParams, app: App, operation: Operation) -> int:
        """For a submission that stores no objects: the database finds a known requestId as it stores the job."""
        try:
            return await self._store(params, app, operation, new_job_id())
        except OverloadedError:
            raise  # in doubt: the next try of the same requestId tells
        except LingtuError:  # a known requestId gets its job, whatever became of the pictures
            job_id = await self.submissions.known(app.app_id, operation.name, params.request_id)
            if job_id is None:
                raise
            return job_id

    async def _announced(self, params: JobParams, app: App, operation: Operation) -> int:
        begun = await self.submissions.begin(app.app_id, operation.name, params.request_id)
        if not begun.created:
            return begun.job_id
        try:
            job_id = await self._store(params, app, operation, begun.job_id)
        except OverloadedError:
            raise  # in doubt: the job may be stored; the sweeper can tell, once the database is back
        except LingtuError:
            await self._forget(app, begun.job_id)
            raise
        if job_id != begun.job_id:
            await self._forget(app, begun.job_id)
        return job_id

    async def _store(self, params: JobParams, app: App, operation: Operation, job_id: int) -> int:
        with submission(job_id, operation.name, app.app_id):
            with span("intake"):
                inputs = await self.intake.take(params, app, job_id)
            return await self._enqueue(params, app, operation, job_id, inputs)

    async def _enqueue(
        self, params: JobParams, app: App, operation: Operation, job_id: int, inputs: Mapping[str, str]
    ) -> int:
        seed = getattr(params, "seed", None)
        submitted = await self.submissions.submit(
            Submission(
                job_id=job_id,
                app_id=app.app_id,
                operation=operation.name,
                request_id=params.request_id,
                params=params.to_store(),
                inputs=inputs,
                seed=secrets.randbelow(SEED_LIMIT) if seed is None else seed,
                units=params.units,
            )
        )
        return submitted.job_id

    async def _forget(self, app: App, job_id: int) -> None:
        """Delete what was stored for a submission that became no job; the sweeper does it if this fails."""
        await self.storage.delete_folder(folder_of(app.app_id, job_id))
        await self.submissions.close_intake(job_id)
