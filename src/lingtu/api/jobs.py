"""job/result, job/list, job/cancel and job/delete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request

from lingtu.api.auth import Authenticator
from lingtu.api.listing import ListParams
from lingtu.api.requests import SUBMISSION_LIMIT, language_of, read_body, read_json
from lingtu.api.views import JobView, PageView, SuccessView, show_job
from lingtu.apps.app import App
from lingtu.errors import BadRequestError, Language, NotFoundError
from lingtu.jobs.job import Job, JobStatus, folder_of
from lingtu.jobs.pages import JobPages
from lingtu.jobs.position import QueuePosition
from lingtu.jobs.store import JobStore
from lingtu.operations.fields import T, read_params
from lingtu.operations.params import CancelParams, JobRef
from lingtu.storage.links import Links
from lingtu.storage.objects import Storage

_Words = dict[Language, str]
_UNKNOWN: _Words = {"zh": "任务不存在", "en": "There is no such job"}
NOT_CANCELED: dict[JobStatus, _Words] = {
    JobStatus.EXECUTING: {"zh": "任务正在执行，不能取消", "en": "The job is executing and cannot be cancelled"},
    JobStatus.SUCCEED: {"zh": "任务已完成，不能取消", "en": "The job has succeeded and cannot be cancelled"},
    JobStatus.FAILED: {"zh": "任务已失败，不能取消", "en": "The job has failed and cannot be cancelled"},
}
NOT_DELETED: dict[JobStatus, _Words] = {
    JobStatus.WAITING: {"zh": "任务正在等待，请先取消", "en": "The job is waiting: cancel it first"},
    JobStatus.EXECUTING: {"zh": "任务正在执行，结束后才能删除", "en": "The job is executing: wait until it has ended"},
}
_DONE: SuccessView = {"success": True, "message": None}


@dataclass(frozen=True)
class JobDesk:
    """Answers about jobs."""

    auth: Authenticator
    jobs: JobStore
    pages: JobPages
    position: QueuePosition
    storage: Storage
    links: Links
    canceled_spelling: str

    async def result(self, request: Request) -> JobView:
        """The job as it is now; another app's and an unknown one are the same `NotFoundError`."""
        app, ref = await self._read(request, JobRef)
        job = await self.jobs.get(ref.job_id, app.app_id)
        if job is None:
            raise NotFoundError("没有这个任务", "no such job")
        return await self._show(job, request)

    async def page(self, request: Request) -> PageView:
        """Own jobs, newest first."""
        app, params = await self._read(request, ListParams)
        page = await self.pages.read(app.app_id, params.filter(self.canceled_spelling), params.limit, params.cursor)
        if page is None:
            raise BadRequestError("cursor 无效，请使用上一页的 nextCursor", "cursor must be the nextCursor of a page")
        return {
            "jobs": [await self._show(job, request) for job in page.jobs],
            "nextCursor": str(page.jobs[-1].job_id) if page.more else None,
        }

    async def cancel(self, request: Request) -> SuccessView:
        """Take a waiting job back."""
        app, params = await self._read(request, CancelParams)
        status = await self.jobs.cancel(params.job_id, app.app_id)
        return _DONE if status is JobStatus.CANCELED else _refusal(status, NOT_CANCELED, request)

    async def delete(self, request: Request) -> SuccessView:
        """Delete an ended job's files. The row knows of it first: what a crash leaves behind is the sweeper's."""
        app, ref = await self._read(request, JobRef)
        status = await self.jobs.give_up_files(ref.job_id, app.app_id)
        if status is None or not status.is_final:
            return _refusal(status, NOT_DELETED, request)
        await self.storage.delete_folder(folder_of(app.app_id, ref.job_id))
        return _DONE

    async def _show(self, job: Job, request: Request) -> JobView:
        waiting = job.status is JobStatus.WAITING
        return show_job(
            job,
            links=self.links,
            language=language_of(request),
            canceled_spelling=self.canceled_spelling,
            queue_position=await self.position.of(job) if waiting else None,
            now=datetime.now(UTC),
        )

    async def _read(self, request: Request, model: type[T]) -> tuple[App, T]:
        body = await read_body(request, SUBMISSION_LIMIT)
        app = await self.auth.authenticate(request, body)
        params = read_params(model, read_json(body))
        if isinstance(params, JobRef):
            request.state.job = params.job_id
        return app, params


def _refusal(status: JobStatus | None, why: dict[JobStatus, _Words], request: Request) -> SuccessView:
    words = _UNKNOWN if status is None else why[status]
    return {"success": False, "message": words[language_of(request)]}
