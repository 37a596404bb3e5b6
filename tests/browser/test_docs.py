"""/docs in a browser: its calculator's headers open the server, in both languages, wide and narrow."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.studio import APP, Studio
from tests.browser.test_accessibility import findings


def opened(studio: Studio, page: Page, anchor: str = "") -> Page:
    page.goto(f"{studio.deployment.url}/docs{anchor}")
    page.locator("#codes").wait_for()
    return page


@pytest.mark.parametrize("version", ["1", "2"])
def test_the_calculators_headers_sign_a_call(studio: Studio, version: str) -> None:
    with studio.window() as window:
        page = opened(studio, window)
        form = page.locator("#calculator form")
        form.get_by_label("signVersion").select_option(version)
        form.get_by_label("Method").select_option("GET")
        form.get_by_label("Path").fill("/aigc/account")
        form.get_by_label("appId").fill(APP)
        form.get_by_label("Secret").fill("secret")
        lines = page.locator("#headers").inner_text().splitlines()
        headers = dict(line.split(": ") for line in lines)
        answer = httpx.get(f"{studio.deployment.url}/aigc/account", headers=headers, trust_env=False)
        assert answer.status_code == 200, answer.text
        assert answer.json()["appId"] == APP


def test_vectors_agree_and_every_call_is_there(studio: Studio) -> None:
    document = httpx.get(f"{studio.deployment.url}/openapi.json", trust_env=False).json()
    with studio.window() as window:
        page = opened(studio, window)
        expect(page.locator(".vector .good")).to_have_count(3)
        expect(page.locator(".vector .bad")).to_have_count(0)
        expect(page.locator("#calls details")).to_have_count(
            sum(len(methods) for methods in document["paths"].values())
        )
        expect(page.locator("#codes tbody tr")).to_have_count(len(document["x-codes"]))


def test_a_link_to_a_call_opens_it_and_the_language_is_kept(studio: Studio) -> None:
    with studio.window(language="zh") as window:
        page = opened(studio, window, "#call-matting")
        expect(page.locator("#call-matting")).to_have_attribute("open", "")
        expect(page.get_by_role("heading", name="签名计算器")).to_be_visible()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("heading", name="Signature calculator")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="Signature calculator")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(360, "zh"), (1920, "en")])
def test_it_fits_and_axe_finds_nothing_serious(studio: Studio, theme: str, width: int, language: str) -> None:
    with studio.window(width=width, theme=theme, language=language) as window:
        page = opened(studio, window)
        page.evaluate("for (const call of document.querySelectorAll('details')) call.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not findings(page)
