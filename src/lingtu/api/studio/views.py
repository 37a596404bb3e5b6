"""What the studio's page is shown of apps and jobs; addresses are relative to /studio/."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lingtu.api.views import DELETED, EXPIRED, rfc3339, rfc3339_or_none
from lingtu.apps.app import App
from lingtu.apps.books import Usage
from lingtu.errors import Language
from lingtu.jobs.job import Job, JobStatus
from lingtu.storage.links import Links


def show_app(app: App) -> dict[str, Any]:
    return {
        "appId": app.app_id,
        "enabled": app.enabled,
        "v2Only": app.v2_only,
        "remaining": app.remaining,
        "unfinished": app.unfinished,
        "limits": {
            "callsPerMinute": app.calls_per_minute,
            "unfinishedJobs": app.unfinished_limit,
            "uploadBytes": app.upload_bytes_limit,
        },
        "createdAt": rfc3339(app.created_at),
    }


def show_app_and_usage(app: App, usage: Usage) -> dict[str, Any]:
    today = {"jobs": usage.jobs, "units": usage.units}
    return {**show_app(app), "today": today, "uploadBytes": usage.upload_bytes}


def has_files(job: Job) -> bool:
    """Whether the pictures of a job are still there to be shown."""
    is_over = job.expires_at is not None and job.expires_at <= datetime.now(UTC)
    return not (job.purged or job.deleted or is_over)


def show_job(job: Job, *, links: Links, language: Language, position: int | None, thumbnails: int) -> dict[str, Any]:
    """A row of the history."""
    here = f"api/jobs/{job.job_id}"
    outputs = (job.outputs or []) if has_files(job) else []
    return {
        "jobId": str(job.job_id),
        "operation": job.operation,
        "status": job.status.value,
        "requestId": job.request_id,
        "progress": round(job.progress, 3),
        "queuePosition": position,
        "seed": job.seed,
        "units": job.units,
        "attempts": job.attempt,
        "createdAt": rfc3339(job.created_at),
        "startedAt": rfc3339_or_none(job.started_at),
        "finishedAt": rfc3339_or_none(job.finished_at),
        "expiresAt": rfc3339_or_none(job.expires_at) if job.status is JobStatus.SUCCEED else None,
        "waitSeconds": _between(job.created_at, job.started_at),
        "runSeconds": _between(job.started_at, job.finished_at),
        "error": _error(job, language),
        "note": _note(job, language),
        "failures": [
            {name: failure[name] for name in ("index", "code")} | {"message": failure[language]}
            for failure in job.failures
        ],
        "results": [
            {"url": f"{here}/results/{index}", "format": output["format"], "link": _link(job, output["key"], links)}
            for index, output in enumerate(outputs)
        ],
        "thumbnails": [f"{here}/thumbnails/{index}" for index in range(0 if job.deleted else thumbnails)],
    }


def show_details(job: Job) -> dict[str, Any]:
    """What a job's own page shows beside its row."""
    names = job.inputs if has_files(job) else ()
    return {"params": job.params, "inputs": {name: f"api/jobs/{job.job_id}/inputs/{name}" for name in names}}


def _link(job: Job, key: str, links: Links) -> str:
    """The signed API's, which parameters of other jobs may name."""
    assert job.finished_at is not None
    assert job.expires_at is not None
    return links.file_url(key, job.finished_at, job.expires_at)


def _error(job: Job, language: Language) -> dict[str, Any] | None:
    if job.status is not JobStatus.FAILED or job.message is None:
        return None
    return {"code": job.message["code"], "message": job.message[language]}


def _note(job: Job, language: Language) -> str | None:
    if job.deleted:
        return DELETED[language]
    if job.status is not JobStatus.SUCCEED:
        return None
    return (job.message or {}).get(language) if has_files(job) else EXPIRED[language]


def _between(since: datetime | None, until: datetime | None) -> float | None:
    return round((until - since).total_seconds(), 3) if since and until else None
