"""axe-core on every page, nothing wider than its window, and a skip link that works."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.studio import Studio

PAGES = ("compose", "cutout", "model", "tryon", "history", "apps", "queue", "failures", "charts", "gallery")
SERIOUS = ("serious", "critical")


def findings(page: Page) -> list[str]:
    """What axe finds, worst of it, in words."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(360, "zh"), (1440, "en")])
def test_axe_finds_nothing_serious(studio: Studio, theme: str, width: int, language: str) -> None:
    with studio.open("compose", theme=theme, width=width, language=language) as page:
        base = page.url.split("#")[0]
        for name in PAGES:
            page.goto(f"{base}#/{name}")
            page.locator(f"main.page-{name} h1").wait_for(state="attached")
            expect(page.locator("[aria-busy=true].loading")).to_have_count(0)
            assert not findings(page), name


def test_axe_finds_nothing_serious_in_dialogs_and_before_sign_in(studio: Studio) -> None:
    with studio.open("apps") as page:
        page.get_by_role("button", name="New app").click()
        assert not findings(page)
        page.keyboard.press("Escape")
        page.locator("li.app").first.get_by_role("button", name="Generations").click()
        expect(page.get_by_role("region", name="Ledger")).to_be_visible()
        assert not findings(page)
        base = page.url.split("#")[0]
    with studio.window() as page:
        page.goto(base)
        page.locator("main.sign-in").wait_for()
        assert not findings(page)


@pytest.mark.parametrize("width", [360, 720, 1081, 1920])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_the_window(studio: Studio, width: int, language: str) -> None:
    with studio.open("compose", width=width, language=language) as page:
        base = page.url.split("#")[0]
        for name in PAGES:
            page.goto(f"{base}#/{name}")
            page.locator(f"main.page-{name} h1").wait_for(state="attached")
            expect(page.locator("[aria-busy=true].loading")).to_have_count(0)
            assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name


def test_the_keyboard_skips_the_navigation(studio: Studio) -> None:
    with studio.open("history") as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Status")).to_be_focused()
