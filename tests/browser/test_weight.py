"""How much the page weighs, and how soon it is there."""

from __future__ import annotations

from tests.browser.studio import Studio
from tests.browser.test_accessibility import PAGES

WHOLE_PAGE = 400_000  # bytes on the wire, pictures apart
FIRST_PAINT_MS = 1000

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
