"""job/result and job/cancel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from lingtu.api.auth import Authenticator
from lingtu.api.requests import SUBMISSION_LIMIT, language_of, read_body, read_json
from lingtu.api.views import show_job
from lingtu.apps.app import App
from lingtu.errors import Language, NotFoundError
from lingtu.jobs.job import JobStatus
from lingtu.jobs.position import QueuePosition
from lingtu.jobs.store import JobStore
from lingtu.operations.fields import T, read_params
from lingtu.operations.params import CancelParams, JobRef
from lingtu.storage.links import Links

_REFUSED: dict[JobStatus | None, dict[Language, str]] = {
    None: {"zh": "任务不存在", "en": "There is no such job"},
    JobStatus.EXECUTING: {"zh": "任务正在执行，不能取消", "en": "The job is executing and cannot be cancelled"},
    JobStatus.SUCCEED: {"zh": "任务已完成，不能取消", "en": "The job has succeeded and cannot be cancelled"},
    JobStatus.FAILED: {"zh": "任务已失败，不能取消", "en": "The job has failed and cannot be cancelled"},
}


@dataclass(frozen=True)
class JobDesk:
    """Answers about jobs."""

    auth: Authenticator
    jobs: JobStore
    position: QueuePosition
    links: Links
    canceled_spelling: str

    async def result(self, request: Request) -> dict[str, Any]:
        """The job as it is now; another app's and an unknown one are the same `NotFoundError`."""
        app, ref = await self._read(request, JobRef)
        request.state.job = ref.job_id
        job = await self.jobs.get(ref.job_id, app.app_id)
        if job is None:
            raise NotFoundError("没有这个任务", "no such job")
        waiting = job.status is JobStatus.WAITING
        return show_job(
            job,
            links=self.links,
            language=language_of(request),
            canceled_spelling=self.canceled_spelling,
            queue_position=await self.position.of(job) if waiting else None,
            now=datetime.now(UTC),
        )

    async def cancel(self, request: Request) -> dict[str, Any]:
        """Take a waiting job back."""
        app, params = await self._read(request, CancelParams)
        request.state.job = params.job_id
        status = await self.jobs.cancel(params.job_id, app.app_id)
        if status is JobStatus.CANCELED:
            return {"success": True, "message": None}
        return {"success": False, "message": _REFUSED[status][language_of(request)]}

    async def _read(self, request: Request, model: type[T]) -> tuple[App, T]:
        body = await read_body(request, SUBMISSION_LIMIT)
        app = await self.auth.authenticate(request, body)
        return app, read_params(model, read_json(body))
