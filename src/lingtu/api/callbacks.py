"""What a webhook says: the answer of job/result."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from lingtu.api.views import show_job
from lingtu.jobs.job import Job
from lingtu.services import Services


def callback_body(services: Services) -> Callable[[Job], bytes]:
    """Of an ended job, in Chinese: nobody asks here, so nobody prefers another language."""

    def render(job: Job) -> bytes:
        view = show_job(
            job,
            links=services.links,
            language="zh",
            canceled_spelling=services.settings.canceled_spelling,
            queue_position=None,
            now=datetime.now(UTC),
        )
        return json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()

    return render
