"""What several tests do in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.studio import JOB_MS


def bring_product(page: Page, file: Path, said: str) -> None:
    """Bring a product picture and wait until the page says what it is."""
    page.set_input_files(".compose-left input[type=file] >> nth=0", file)
    expect(page.locator(".product-facts .fact-good")).to_have_text(said, timeout=JOB_MS)


def pick_scene(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".canvas-scene")).to_be_visible()


def generate(page: Page) -> None:
    page.get_by_role("button", name="Generate", exact=True).click()
    expect(page.locator(".result-tools .button-primary, .result-foot .notice-bad").first).to_be_visible(timeout=JOB_MS)
    expect(page.locator(".result-foot .notice-bad")).to_have_count(0)


def box_of(page: Page) -> dict[str, int]:
    """The product's box as the fields have it."""
    group = page.locator("details.group", has=page.get_by_role("heading", name="Product box"))
    return {name: int(group.get_by_label(name, exact=True).input_value()) for name in ("x", "y", "width", "height")}


def newest_job(page: Page) -> dict[str, Any]:
    """The app's last job with all that is known of it, as the page's own server tells it."""
    job: dict[str, Any] = page.evaluate(
        """async () => {
            const { jobs } = await (await fetch("api/jobs?limit=1")).json();
            return await (await fetch(`api/jobs/${jobs[0].jobId}`)).json();
        }"""
    )
    return job


def count_jobs(page: Page) -> int:
    count: int = page.evaluate("async () => (await (await fetch('api/jobs?limit=100')).json()).jobs.length")
    return count
