"""Jobs of the visitor's app: made by the very code that signed calls go through, seen, cancelled, deleted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from lingtu.api.jobs import NOT_CANCELED, NOT_DELETED
from lingtu.api.requests import SUBMISSION_LIMIT, language_of, read_body, read_json
from lingtu.api.studio.answering import route
from lingtu.api.studio.door import Door
from lingtu.api.studio.snippets import write_calls
from lingtu.api.studio.views import show_details, show_job
from lingtu.api.submit import Submitter
from lingtu.apps.app import App
from lingtu.apps.rate import CallRate
from lingtu.errors import BadRequestError, NotFoundError
from lingtu.jobs.job import Job, JobStatus, folder_of
from lingtu.jobs.pages import JobFilter, JobPages
from lingtu.jobs.position import QueuePosition
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import Body, JobId, PageSize, read_params
from lingtu.signing import SignVersion


class _Asked(Body):
    """Which jobs of the history, from the query."""

    status: str | None = None
    operation: str | None = None
    limit: PageSize = 20
    cursor: JobId | None = None

    def filter(self) -> JobFilter:
        try:
            statuses = list(JobStatus) if self.status is None else [JobStatus(self.status)]
        except ValueError:
            words = ", ".join(status.value for status in JobStatus)
            raise BadRequestError(f"status 可选值为 {words}", f"status must be one of {words}") from None
        return JobFilter(statuses=statuses, operations=OPERATIONS if self.operation is None else [self.operation])


@dataclass(frozen=True)
class StudioJobs:
    """The calls about jobs."""

    door: Door
    submitter: Submitter
    rate: CallRate
    pages: JobPages
    position: QueuePosition

    def routes(self) -> list[Route]:
        return [
            route("GET", "/api/jobs", self.page),
            route("GET", "/api/jobs/{job:number}", self.show),
            route("DELETE", "/api/jobs/{job:number}", self.delete),
            route("POST", "/api/jobs/{job:number}/cancel", self.cancel),
            route("GET", "/api/jobs/{job:number}/call", self.call),
            route("POST", "/api/jobs/{operation}", self.submit),
        ]

    async def submit(self, request: Request) -> dict[str, str]:
        """Limits, quota and requestId count as they do for signed calls."""
        app = await self.door.app_of(request)
        operation = OPERATIONS.get(request.path_params["operation"])
        if operation is None:
            raise NotFoundError("没有这个功能", "there is no such operation")
        body = read_json(await read_body(request, SUBMISSION_LIMIT))
        if allowance := await self.rate.take(app):
            allowance.check()
        request.state.job = await self.submitter.submit(app, {"requestId": uuid.uuid4().hex} | body, operation)
        return {"jobId": str(request.state.job)}

    async def page(self, request: Request) -> dict[str, Any]:
        """The history, newest first."""
        app = await self.door.app_of(request)
        asked = read_params(_Asked, dict(request.query_params))
        page = await self.pages.read(app.app_id, asked.filter(), asked.limit, asked.cursor)
        if page is None:
            raise BadRequestError("cursor 无效，请刷新页面", "cursor must be the nextCursor of a page")
        counts = await self.door.services.thumbnails.counts([job.job_id for job in page.jobs])
        return {
            "jobs": [await self._show(job, request, counts) for job in page.jobs],
            "nextCursor": str(page.jobs[-1].job_id) if page.more else None,
        }

    async def show(self, request: Request) -> dict[str, Any]:
        job = await self.find(request)
        counts = await self.door.services.thumbnails.counts([job.job_id])
        return await self._show(job, request, counts) | show_details(job)

    async def cancel(self, request: Request) -> dict[str, Any]:
        """Take a waiting job back."""
        app, job_id = await self._ref(request)
        status = await self.door.services.jobs.cancel(job_id, app.app_id)
        if status is None:
            raise _unknown()
        if status is not JobStatus.CANCELED:
            raise BadRequestError(NOT_CANCELED[status]["zh"], NOT_CANCELED[status]["en"])
        return await self.show(request)

    async def delete(self, request: Request) -> None:
        """Delete inputs, results and thumbnails now; what a crash leaves behind is the sweeper's."""
        app, job_id = await self._ref(request)
        status = await self.door.services.jobs.give_up_files(job_id, app.app_id)
        if status is None:
            raise _unknown()
        if not status.is_final:
            raise BadRequestError(NOT_DELETED[status]["zh"], NOT_DELETED[status]["en"])
        await self.door.services.storage.delete_folder(folder_of(app.app_id, job_id))

    async def call(self, request: Request) -> dict[str, str]:
        """The job's submission as programs; the secret is for their user to fill in."""
        job = await self.find(request)
        app = await self.door.services.apps.get(job.app_id)
        asked = request.query_params.get("sign")
        version: SignVersion = "2" if asked == "2" or app.v2_only else "1"
        return write_calls(job, self.door.services.settings.public_url, version)

    async def find(self, request: Request) -> Job:
        """The job of the path, if it is the visitor's app's; another app's and an unknown one look the same."""
        app, job_id = await self._ref(request)
        job = await self.door.services.jobs.get(job_id, app.app_id)
        if job is None:
            raise _unknown()
        return job

    async def _ref(self, request: Request) -> tuple[App, int]:
        app = await self.door.app_of(request)
        job_id = int(request.path_params["job"])
        if job_id >= 2**63:  # no number of PostgreSQL's
            raise _unknown()
        request.state.job = job_id
        return app, job_id

    async def _show(self, job: Job, request: Request, thumbnails: dict[int, int]) -> dict[str, Any]:
        return show_job(
            job,
            links=self.door.services.links,
            language=language_of(request),
            position=await self.position.of(job) if job.status is JobStatus.WAITING else None,
            thumbnails=thumbnails.get(job.job_id, 0),
        )


def _unknown() -> NotFoundError:
    return NotFoundError("没有这个任务", "no such job")
