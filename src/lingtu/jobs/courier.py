"""Calls callers back: webhooks from the outbox to their receivers, in every worker."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable

import structlog

from lingtu.apps.store import AppStore
from lingtu.errors import LingtuError
from lingtu.fetching.poster import Poster
from lingtu.jobs.job import Job
from lingtu.jobs.store import JobStore
from lingtu.jobs.webhooks import Webhook, WebhookStore
from lingtu.metrics import WEBHOOKS
from lingtu.signing import webhook_headers

LOOK_EVERY_S = 1.0
AT_ONCE = 64  # calls under way in one process
AT_ONCE_OF_RECEIVER = 4
log = structlog.get_logger(__name__)

#: What a webhook says of a job.
Render = Callable[[Job], bytes]


class Courier:
    """Delivers at least once: an attempt whose process dies is made again when its lease is over."""

    def __init__(self, webhooks: WebhookStore, jobs: JobStore, apps: AppStore, poster: Poster, render: Render) -> None:
        self._webhooks = webhooks
        self._jobs = jobs
        self._apps = apps
        self._poster = poster
        self._render = render
        self._under_way: set[asyncio.Task[None]] = set()
        self._receivers: Counter[str] = Counter()

    async def look(self) -> None:
        """Begin the calls that are due and have room; none waits for another here."""
        while (room := AT_ONCE - len(self._under_way)) > 0:
            busy = [receiver for receiver, calls in self._receivers.items() if calls >= AT_ONCE_OF_RECEIVER]
            claimed = await self._webhooks.claim(room, AT_ONCE_OF_RECEIVER, busy)
            for webhook in claimed:
                self._receivers[webhook.receiver] += 1
                task = asyncio.create_task(self._deliver(webhook))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
            if not claimed:
                return

    async def idle(self) -> None:
        """Wait for the calls under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _deliver(self, webhook: Webhook) -> None:
        told = {"webhook": str(webhook.webhook_id), "job": webhook.job_id, "app": webhook.app_id}
        try:
            began = time.perf_counter()
            delivered, answer = await self._call(webhook)
            told |= {"attempt": webhook.attempts, "answer": answer, "seconds": round(time.perf_counter() - began, 3)}
            WEBHOOKS.labels("delivered" if delivered else "failed").inc()
            if delivered:
                await self._webhooks.delivered(webhook, answer)
                log.info("webhook.delivered", **told)
            else:
                again = await self._webhooks.failed(webhook, answer)
                log.warning("webhook.failed", again=again, **told)
        except LingtuError as error:  # the database is away: due again when the lease is over
            log.warning("webhook.unsettled", error=str(error), **told)
        except Exception:
            log.exception("webhook.broken", **told)
        finally:
            self._receivers[webhook.receiver] -= 1
            self._receivers += Counter()  # forgets those at zero

    async def _call(self, webhook: Webhook) -> tuple[bool, str]:
        """Whether the receiver took it, and its answer."""
        job = await self._jobs.get(webhook.job_id, webhook.app_id)
        app = await self._apps.find(webhook.app_id)
        if job is None or app is None:
            return True, "the job is gone"
        body = self._render(job)
        headers = webhook_headers(app.secret, str(webhook.webhook_id), int(time.time()), body)
        answer = await self._poster.post(webhook.url, headers, body)
        return answer.isdigit() and 200 <= int(answer) < 300, answer
