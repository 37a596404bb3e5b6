"""Small pictures of results: the studio's history shows them, also when the results themselves are gone.

Workers make them once the job has ended, so that nobody waits for them; a worker that dies just then leaves the job
without. A row announces them before the first one is stored, so that no object is ever unknown.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from lingtu.database.pool import Pool, connection_of
from lingtu.jobs.job import Job, folder_of
from lingtu.storage.objects import Missing, Storage

if TYPE_CHECKING:
    from PIL import Image

SIDE = 320  # px at most
QUALITY = 70
#: Of a row that has had its time: a worker that announced it has stored everything since.
PATIENCE_S = 300.0
_AT_ONCE = 2  # jobs whose pictures are shrunk at the same time by one worker
_READERS = ("PNG", "JPEG", "WEBP", "PSD")
_ANNOUNCE = """
INSERT INTO thumbnails (job_id, app_id, count, expires_at)
SELECT job_id, app_id, %(count)s, clock_timestamp() + make_interval(days => %(days)s)
  FROM jobs WHERE job_id = %(job)s AND NOT deleted FOR SHARE
ON CONFLICT (job_id) DO NOTHING"""
log = structlog.get_logger(__name__)


class Thumbnails:
    """Makes, keeps and finds them."""

    def __init__(self, pool: Pool, storage: Storage, days: int) -> None:
        self._pool = pool
        self._storage = storage
        self._days = days
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._making: set[asyncio.Task[None]] = set()

    async def begin(self, job: Job, pictures: Sequence[bytes]) -> None:
        """Make those of an ended job beside the next one; waits only while too many are being made."""
        if self._days and pictures:
            await self._room.acquire()
            task = asyncio.create_task(self._make_and_tell(job, pictures))
            self._making.add(task)
            task.add_done_callback(self._making.discard)

    async def idle(self) -> None:
        """Until those that were begun are made."""
        await asyncio.gather(*self._making)

    async def _make_and_tell(self, job: Job, pictures: Sequence[bytes]) -> None:
        try:
            await self.make(job, pictures)
        except Exception as error:  # noqa: BLE001  the job is done and well without them
            log.warning("thumbnails.failed", job=job.job_id, error=str(error))
        finally:
            self._room.release()

    async def make(self, job: Job, pictures: Sequence[bytes]) -> None:
        """Store a small picture of each file, unless the caller has deleted the job's files meanwhile."""
        small = await asyncio.to_thread(lambda: [shrink(picture) for picture in pictures])
        values = {"job": job.job_id, "count": len(small), "days": self._days}
        async with connection_of(self._pool) as connection:
            announced = await connection.execute(_ANNOUNCE, values)
        if announced.rowcount:
            for index, data in enumerate(small):
                await self._storage.put(_key(job.app_id, job.job_id, index), data)

    async def counts(self, job_ids: Sequence[int]) -> dict[int, int]:
        """Job -> how many it has; jobs without are absent."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                "SELECT job_id, count FROM thumbnails WHERE job_id = ANY(%s) AND expires_at > clock_timestamp()",
                (list(job_ids),),
            )
            return {row["job_id"]: row["count"] for row in await cursor.fetchall()}

    async def get(self, app_id: str, job_id: int, index: int) -> bytes | None:
        """A webp of the app's own job; None if there is none, or not any more."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT FROM thumbnails
                    WHERE job_id = %s AND app_id = %s AND count > %s AND expires_at > clock_timestamp()""",
                (job_id, app_id, index),
            )
            if await cursor.fetchone() is None:
                return None
        try:
            return await self._storage.get(_key(app_id, job_id, index))
        except Missing:
            return None

    async def drop_expired(self, limit: int) -> int:
        """Delete those that have had their time, of so many jobs at most. Returns of how many."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT app_id, job_id FROM thumbnails
                    WHERE expires_at < clock_timestamp() - make_interval(secs => %s) ORDER BY expires_at LIMIT %s""",
                (PATIENCE_S, limit),
            )
            rows = await cursor.fetchall()
        for row in rows:
            await self._storage.delete_folder(f"{folder_of(row['app_id'], row['job_id'])}/thumbs")
            async with connection_of(self._pool) as connection:
                await connection.execute("DELETE FROM thumbnails WHERE job_id = %s", (row["job_id"],))
        return len(rows)


def shrink(picture: bytes) -> bytes:
    """One of our own result files as a webp whose longer side is SIDE px at most; transparency stays."""
    from PIL import Image  # here, because the API process shares this module and decodes nothing

    image: Image.Image = Image.open(io.BytesIO(picture), formats=_READERS)
    image.draft("RGB", (SIDE, SIDE))
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    written = io.BytesIO()
    image.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()


def _key(app_id: str, job_id: int, index: int) -> str:
    return f"{folder_of(app_id, job_id)}/thumbs/{index}.webp"
