"""What callers are shown of jobs and apps. Every documented field is always there; OpenAPI is told by these types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from lingtu.apps.app import App
from lingtu.apps.books import Usage
from lingtu.errors import Language
from lingtu.jobs.job import Job, JobStatus
from lingtu.operations.operation import PictureFormat
from lingtu.storage.links import Links

#: A view has these fields and no others.
exactly = with_config(ConfigDict(extra="forbid"))

JobDigits = Annotated[str, Field(pattern="^[0-9]{15,16}$")]
Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]

EXPIRED = {
    "zh": "结果已过期，文件已删除",
    "en": "The result has expired and its files are deleted",
}
DELETED = {
    "zh": "文件已按请求删除",
    "en": "The files were deleted on request",
}


@exactly
class FailureView(TypedDict):
    """A variation that failed while others succeeded."""

    index: Annotated[int, Field(ge=0, description="Which of the num variations, from 0.")]
    code: int
    message: str


@exactly
class JobView(TypedDict):
    """A job as it is now."""

    status: str
    message: Annotated[str | None, Field(description="Why it failed, or a note.")]
    url: Annotated[str | None, Field(description="The links of urls, joined by commas; they work until expiresAt.")]
    text: None
    format: Annotated[str | None, Field(description="One word if all files are of it, else parallel to url.")]
    jobId: JobDigits
    requestId: str
    operation: str
    seed: Annotated[int, Field(ge=0)]
    urls: list[Url]
    formats: list[PictureFormat]
    failures: list[FailureView]
    progress: Annotated[float, Field(ge=0, le=1)]
    queuePosition: Annotated[int | None, Field(ge=0, description="How many jobs are before it; an estimate.")]
    createdAt: Time
    startedAt: Time | None
    finishedAt: Time | None
    expiresAt: Time | None
    code: Annotated[int | None, Field(description="Of a failed job.")]


@exactly
class PageView(TypedDict):
    """Jobs, newest first."""

    jobs: list[JobView]
    nextCursor: Annotated[str | None, Field(description="For the next page; null on the last one.")]


@exactly
class SuccessView(TypedDict):
    """Whether it was done, and if not, why."""

    success: bool
    message: str | None


@exactly
class LimitsView(TypedDict):
    uploadBytes: int
    callsPerMinute: Annotated[int | None, Field(description="null: as many as it likes.")]
    unfinishedJobs: Annotated[int | None, Field(description="null: as many as it likes.")]


@exactly
class TodayView(TypedDict):
    """Since midnight, UTC."""

    jobs: int
    units: int


@exactly
class AccountView(TypedDict):
    """What an app has left and has used."""

    appId: str
    remaining: Annotated[int, Field(ge=0, description="Generations left.")]
    unfinishedJobs: Annotated[int, Field(ge=0)]
    limits: LimitsView
    today: TodayView
    uploadBytes: Annotated[int, Field(ge=0, description="Kept now.")]


@exactly
class UploadView(TypedDict):
    url: Annotated[str, Field(pattern="^upload://")]


@exactly
class ErrorView(TypedDict):
    """Every refusal."""

    code: int
    message: str
    requestRef: Annotated[str, Field(description="Finds the call in the server's log.")]


@exactly
class HealthView(TypedDict):
    status: Literal["ok"]


@exactly
class VersionView(TypedDict):
    status: Literal["ok"]
    version: str


def spell(status: JobStatus, canceled_spelling: str) -> str:
    """A status as it is on the wire."""
    return canceled_spelling if status is JobStatus.CANCELED else status.value


def show_job(
    job: Job, *, links: Links, language: Language, canceled_spelling: str, queue_position: int | None, now: datetime
) -> JobView:
    """The answer of job/result."""
    expired = job.status is JobStatus.SUCCEED and (job.purged or (job.expires_at is not None and job.expires_at <= now))
    gone = DELETED if job.deleted else EXPIRED if expired else None
    outputs = [] if gone else job.outputs or []
    urls = [links.file_url(output["key"], *_life_of(job)) for output in outputs]
    formats: list[PictureFormat] = [output["format"] for output in outputs]  # type: ignore[misc]
    own_words = (job.message or {}).get(language)
    return {
        "status": spell(job.status, canceled_spelling),
        "message": gone[language] if gone and job.status is not JobStatus.FAILED else own_words,
        "url": ",".join(urls) or None,
        "text": None,
        "format": _joined(formats),
        "jobId": str(job.job_id),
        "requestId": job.request_id,
        "operation": job.operation,
        "seed": job.seed,
        "urls": urls,
        "formats": formats,
        "failures": [
            {"index": failure["index"], "code": failure["code"], "message": failure[language]}
            for failure in job.failures
        ],
        "progress": round(job.progress, 3),
        "queuePosition": queue_position,
        "createdAt": rfc3339(job.created_at),
        "startedAt": rfc3339_or_none(job.started_at),
        "finishedAt": rfc3339_or_none(job.finished_at),
        "expiresAt": rfc3339_or_none(job.expires_at) if job.status is JobStatus.SUCCEED else None,
        "code": (job.message or {}).get("code") if job.status is JobStatus.FAILED else None,
    }


def _life_of(job: Job) -> tuple[datetime, datetime]:
    """Of the results: a job that has some has ended."""
    assert job.finished_at is not None
    assert job.expires_at is not None
    return job.finished_at, job.expires_at


def show_account(app: App, usage: Usage) -> AccountView:
    """The answer of account."""
    return {
        "appId": app.app_id,
        "remaining": app.remaining,
        "unfinishedJobs": app.unfinished,
        "limits": {
            "uploadBytes": app.upload_bytes_limit,
            "callsPerMinute": app.calls_per_minute,
            "unfinishedJobs": app.unfinished_limit,
        },
        "today": {"jobs": usage.jobs, "units": usage.units},
        "uploadBytes": usage.upload_bytes,
    }


def _joined(formats: list[PictureFormat]) -> str | None:
    """One word when all are the same, else in parallel to the links."""
    if not formats:
        return None
    return formats[0] if len(set(formats)) == 1 else ",".join(formats)


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rfc3339_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)
