"""Whether there is room for another job: asked before its pictures are fetched."""

from __future__ import annotations

import time

from lingtu.apps.app import App
from lingtu.apps.store import AppStore
from lingtu.errors import OverloadedError
from lingtu.jobs.submissions import too_many_unfinished

LOOK_EVERY_S = 1.0


class Room:
    """Answers any number of submissions from one look a second; the app's own limit is kept exactly at the storing."""

    def __init__(self, apps: AppStore, queue_limit: int) -> None:
        self._apps = apps
        self._limit = queue_limit
        self._looked_at = float("-inf")
        self._unfinished = 0

    async def check(self, app: App) -> None:
        """Raises `OverloadedError` if all apps together have too many jobs, `RateLimitedError` if this one has."""
        now = time.monotonic()
        if now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now  # before the look, so that only one submission looks
            self._unfinished = await self._apps.unfinished()
        if self._unfinished >= self._limit:
            raise OverloadedError("任务队列已满", "the queue is full", retry_after_s=30)
        if _is_full(app) and _is_full(await self._apps.get(app.app_id)):  # the first may come from a cache
            raise too_many_unfinished()


def _is_full(app: App) -> bool:
    return app.unfinished_limit is not None and app.unfinished >= app.unfinished_limit
