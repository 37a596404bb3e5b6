"""Operators' calls about the fleet: queue, workers, failures, throughput and latency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from starlette.requests import Request
from starlette.routing import Route

from lingtu.api.requests import language_of
from lingtu.api.studio.answering import route
from lingtu.api.studio.door import Door
from lingtu.api.views import rfc3339
from lingtu.errors import BadRequestError
from lingtu.jobs.figures import Bucket, Figures
from lingtu.operations.fields import Body, read_params
from lingtu.operations.numbers import whole

LONGEST_H = 24 * 31


class _Span(Body):
    hours: Annotated[int, whole(1, LONGEST_H), BadRequestError] = 24


@dataclass(frozen=True)
class FleetDesk:
    """The calls about the fleet."""

    door: Door
    figures: Figures

    def routes(self) -> list[Route]:
        return [
            route("GET", "/api/admin/queue", self.queue),
            route("GET", "/api/admin/failures", self.failures),
            route("GET", "/api/admin/series", self.series),
        ]

    async def queue(self, request: Request) -> dict[str, Any]:
        await self.door.enter(request)
        queue = await self.figures.queue()
        return {
            "operations": [
                {
                    "operation": row["operation"],
                    "waiting": row["waiting"],
                    "executing": row["executing"],
                    "oldestSeconds": round(row["oldest_s"], 1),
                }
                for row in queue.operations
            ],
            "jobs": [
                {
                    "jobId": str(row["job_id"]),
                    "app": row["app_id"],
                    "operation": row["operation"],
                    "status": row["status"],
                    "attempts": row["attempt"],
                    "progress": round(row["progress"], 3),
                    "ageSeconds": round(row["age_s"], 1),
                    "worker": str(row["worker_id"]) if row["worker_id"] is not None else None,
                }
                for row in queue.jobs
            ],
            "workers": [
                {
                    "worker": str(row["worker_id"]),
                    "heartbeatSeconds": round(row["heartbeat_s"], 1),
                    "jobs": row["jobs"],
                }
                for row in queue.workers
            ],
        }

    async def failures(self, request: Request) -> dict[str, Any]:
        hours, language = await self._hours(request), language_of(request)
        ended, failed = await self.figures.ends(hours)
        return {
            "ended": ended,
            "failed": failed,
            "causes": [
                {
                    "operation": cause.operation,
                    "code": cause.code,
                    "message": cause.zh if language == "zh" else cause.en,
                    "count": cause.count,
                    "lastAt": rfc3339(cause.last_at),
                    "lastJob": str(cause.last_job),
                    "lastApp": cause.last_app,
                }
                for cause in await self.figures.causes(hours)
            ],
        }

    async def series(self, request: Request) -> dict[str, Any]:
        bucket_s, buckets = await self.figures.series(await self._hours(request))
        return {"bucketSeconds": bucket_s, "buckets": [_show(bucket) for bucket in buckets]}

    async def _hours(self, request: Request) -> int:
        await self.door.enter(request)
        return read_params(_Span, dict(request.query_params)).hours


def _show(bucket: Bucket) -> dict[str, Any]:
    wait, run = bucket.wait_s or [None, None], bucket.run_s or [None, None]
    return {
        "at": rfc3339(bucket.at),
        "submitted": bucket.submitted,
        "succeeded": bucket.succeeded,
        "failed": bucket.failed,
        "canceled": bucket.canceled,
        **dict(zip(("waitP50", "waitP95"), map(_rounded, wait), strict=True)),
        **dict(zip(("runP50", "runP95"), map(_rounded, run), strict=True)),
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
