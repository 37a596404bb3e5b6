"""What a look at the history moves: small pictures, and rows that are compressed."""

from __future__ import annotations

import httpx
import pytest

from lingtu.gallery.catalogue import OURS
from lingtu.services import Services
from tests.integration.conftest import WithServices
from tests.integration.studio import visiting
from tests.integration.test_job_store import claim, submit

JOBS = 200
ROWS_LIMIT, WHOLE_LIMIT = 40_000, 2_000_000  # bytes


def moved(answer: httpx.Response) -> int:
    """Bytes of an answer as they were sent, its headers included."""
    assert answer.status_code == 200
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
    return head + int(answer.headers["content-length"])


@pytest.mark.slow
def test_two_hundred_jobs_with_a_picture_each(with_services: WithServices[None]) -> None:
    """Photographs of 1280 x 1280 are the results: the gallery's own backgrounds."""
    pictures = [OURS.picture_bytes("backgrounds", entry.file) or b"" for entry in OURS.backgrounds]

    async def body(services: Services) -> None:
        await services.apps.set_remaining("A", JOBS)
        originals = 0
        for index in range(JOBS):
            job = await claim(services, await submit(services, f"r{index}"))
            assert job is not None
            picture = pictures[index % len(pictures)]
            key = f"A/{job.job_id}/out/1-0.jpg"
            await services.storage.put(key, picture)
            assert await services.jobs.finish(job, [{"key": key, "format": "jpg"}], [], None, 12)
            await services.thumbnails.make(job, [picture])
            originals += len(picture)
        rows = whole = 0
        async with visiting(services) as http:
            cursor: str | None = ""
            while cursor is not None:
                page = await http.get("api/jobs", params={"limit": 100, "cursor": cursor})
                rows += moved(page)
                jobs, cursor = page.json()["jobs"], page.json()["nextCursor"]
                for job_view in jobs:
                    whole += moved(await http.get(job_view["thumbnails"][0]))
        whole += rows
        print(f"{JOBS} jobs: {rows} bytes of rows, {whole} with thumbnails, {originals} of originals")
        assert rows < ROWS_LIMIT
        assert whole < WHOLE_LIMIT < originals / 10

    with_services(body)
