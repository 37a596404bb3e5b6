"""What callers are shown of jobs and apps. Every documented field is always there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lingtu.apps.app import App
from lingtu.apps.store import Usage
from lingtu.errors import Language
from lingtu.jobs.job import Job, JobStatus
from lingtu.storage.links import Links

_EXPIRED = {
    "zh": "结果已过期，文件已删除",
    "en": "The result has expired and its files are deleted",
}


def show_job(
    job: Job, *, links: Links, language: Language, canceled_spelling: str, queue_position: int | None, now: datetime
) -> dict[str, Any]:
    """The answer of job/result."""
    expired = job.status is JobStatus.SUCCEED and (job.purged or (job.expires_at is not None and job.expires_at <= now))
    outputs = [] if expired or job.outputs is None or job.expires_at is None else job.outputs
    urls = [links.file_url(output["key"], job.expires_at) for output in outputs if job.expires_at is not None]
    formats = [output["format"] for output in outputs]
    return {
        "status": canceled_spelling if job.status is JobStatus.CANCELED else job.status.value,
        "message": _EXPIRED[language] if expired else (job.message or {}).get(language),
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
        "createdAt": _rfc3339(job.created_at),
        "startedAt": _rfc3339(job.started_at),
        "finishedAt": _rfc3339(job.finished_at),
        "expiresAt": _rfc3339(job.expires_at) if job.status is JobStatus.SUCCEED else None,
        "code": (job.message or {}).get("code") if job.status is JobStatus.FAILED else None,
    }


def show_account(app: App, usage: Usage) -> dict[str, Any]:
    """The answer of account."""
    return {
        "appId": app.app_id,
        "remaining": app.remaining,
        "unfinishedJobs": app.unfinished,
        "limits": {"uploadBytes": app.upload_bytes_limit},
        "today": {"jobs": usage.jobs, "units": usage.units},
        "uploadBytes": usage.upload_bytes,
    }


def _joined(formats: list[str]) -> str | None:
    """One word when all are the same, else in parallel to the links."""
    if not formats:
        return None
    return formats[0] if len(set(formats)) == 1 else ",".join(formats)


def _rfc3339(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
