"""How much the page weighs, and how soon it is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.studio import APP, Studio, opened_studio
from tests.browser.test_accessibility import PAGES

WHOLE_PAGE = 400_000  # bytes on the wire, pictures apart
FIRST_PAINT_MS = 1000

HISTORY = 200  # jobs
HISTORY_BYTES = 4_000_000  # for all of them, lists and thumbnails

_TRANSFERRED = """() => performance.getEntriesByType("resource")
    .filter((entry) => /\\.(m?js|css)$/.test(entry.name)).map((entry) => [entry.name, entry.encodedBodySize])"""
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def test_all_pages_together_are_light(studio: Studio) -> None:
    with studio.open("compose") as page:
        sizes = {}
        base = page.url.split("#")[0]
        for name in PAGES:
            page.goto(f"{base}#/{name}")
            page.locator(f"main.page-{name} h1").wait_for(state="attached")
            sizes |= dict(page.evaluate(_TRANSFERRED))
        assert len(sizes) > 40
        assert 20_000 < sum(sizes.values()) < WHOLE_PAGE


def test_the_first_paint_is_soon(studio: Studio) -> None:
    paints = []
    for _ in range(5):  # the machine may be busy: the best of them counts
        with studio.open("compose", role="designer") as page:
            paints.append(page.evaluate(_PAINT))
    assert min(paints) <= FIRST_PAINT_MS


@pytest.mark.slow
def test_a_history_of_200_jobs_moves_thumbnails_not_originals(browser: Browser, photos: dict[str, Path]) -> None:
    with opened_studio(browser, "tests.fault_engines:Plain") as studio:
        with studio.deployment.client(APP, "secret") as client:
            photo = client.upload(photos["bottle-photo"].read_bytes())
            jobs = [client.submit("matting", image=photo) for _ in range(HISTORY)]
            original = len(jobs[-1].wait().read()[0])
        moved: dict[str, int] = {}

        def count(response: Response) -> None:
            path = re.sub(r"^.*/studio/", "", response.url)
            if path.startswith("api/jobs"):
                moved[path] = len(response.body())

        with studio.open("history") as page:
            page.on("response", count)
            page.reload()
            rows = page.locator("a.job")
            expect(rows.first).to_be_visible()
            while page.get_by_role("button", name="More").count():
                before = rows.count()
                page.get_by_role("button", name="More").click()
                expect(rows).not_to_have_count(before)
            expect(rows).to_have_count(HISTORY)
            for number in range(0, HISTORY, 8):  # pictures come as they are seen
                rows.nth(number).scroll_into_view_if_needed()
                page.wait_for_timeout(60)
            page.wait_for_load_state("networkidle")
        thumbnails = [path for path in moved if "/thumbnails/" in path]
        assert len(thumbnails) > HISTORY * 0.9
        assert not [path for path in moved if "/results/" in path]
        total = sum(moved.values())
        print(f"{HISTORY} jobs: {total / 1000:.0f} kB moved, their originals have {original * HISTORY / 1000:.0f} kB")
        assert total < HISTORY_BYTES
        assert total < original * HISTORY / 10
