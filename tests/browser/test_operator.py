"""What an operator does: apps, queue, failures, charts, gallery."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lingtu import Client
from lingtu.errors import PictureError
from tests.browser.studio import Studio

APP_ID = f"shop-{secrets.token_hex(4)}"


def test_an_app_is_made_filled_limited_rotated_and_stopped(studio: Studio) -> None:
    with studio.open("apps") as page:
        page.get_by_role("button", name="New app").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("appId").fill(APP_ID)
        dialog.get_by_label("Generations left").fill("7")
        dialog.get_by_role("button", name="New app").click()
        secret = page.get_by_label("Secret", exact=True).inner_text().strip()
        page.get_by_role("button", name="I have kept it").click()
        with Client(studio.deployment.url, app_id=APP_ID, secret=secret) as client:
            assert client.account()["remaining"] == 7
        assert secret not in page.content()

        card = page.locator("li.app", has=page.get_by_role("heading", name=APP_ID))
        card.get_by_role("button", name="Generations").click()
        dialog.get_by_label("Add", exact=True).fill("13")
        dialog.get_by_role("button", name="Add generations").click()
        expect(dialog.locator(".form-row .number")).to_contain_text("20")
        expect(dialog.get_by_role("cell", name="+13")).to_be_visible()
        page.keyboard.press("Escape")

        card.get_by_role("button", name="Limits").click()
        dialog.get_by_label("Calls a minute").fill("600")
        dialog.get_by_role("button", name="Save").click()
        expect(card).to_contain_text("600")

        card.get_by_role("button", name="New secret").click()
        dialog.get_by_role("button", name="New secret").click()
        second = page.get_by_label("Secret", exact=True).inner_text().strip()
        page.get_by_role("button", name="I have kept it").click()
        assert second != secret
        with Client(studio.deployment.url, app_id=APP_ID, secret=second) as client:
            assert client.account()["remaining"] == 20

        card.get_by_role("button", name="Sign-in link").click()
        expect(dialog.locator("pre")).to_contain_text("#link=")
        link = dialog.locator("pre").inner_text()
        page.keyboard.press("Escape")
        with studio.window() as designer:
            designer.goto(link)
            expect(designer.locator(".side .app-card")).to_contain_text(APP_ID)

        card.get_by_role("switch", name="Enabled").uncheck()
        page.reload()
        expect(card.get_by_role("switch", name="Enabled")).not_to_be_checked()


def test_queue_failures_and_charts_tell_what_happened(studio: Studio, photos: dict[str, Path]) -> None:
    with Client(studio.deployment.url, app_id="demo", secret="secret") as client, pytest.raises(PictureError):
        client.submit("matting", image=photos["nothing"]).wait()
    with studio.open("queue") as page:
        expect(page.get_by_role("heading", name="Workers")).to_be_visible()
        expect(page.get_by_role("region", name="Workers").locator("tbody tr")).to_have_count(1)
        page.goto(page.url.split("#")[0] + "#/failures")
        expect(page.get_by_role("region", name="Failures")).to_contain_text("800002")
        page.goto(page.url.split("#")[0] + "#/charts")
        expect(page.locator(".chart")).to_have_count(3)
        expect(page.locator(".chart .bar").first).to_be_attached()
        failed = page.locator(".card.number", has_text="Failed").locator("dd")
        expect(failed).to_have_text(re.compile("^[1-9]"))
        page.get_by_role("radio", name="1 hour").check()
        expect(failed).to_have_text(re.compile("^[1-9]"))


def test_a_background_is_added_and_removed(studio: Studio, photos: dict[str, Path]) -> None:
    with studio.open("gallery") as page:
        page.get_by_role("button", name="Add a background").click()
        dialog = page.get_by_role("dialog")
        dialog.locator("input[type=file]").set_input_files(photos["wide-scene"])
        expect(dialog.get_by_label("id", exact=True)).to_have_value("wide-scene")
        dialog.get_by_label("id", exact=True).fill("our-terrace")
        dialog.get_by_label("Category").select_option("outdoor")
        dialog.get_by_role("button", name="Add", exact=True).click()
        entry = page.locator("li.entry", has_text="our-terrace")
        expect(entry).to_contain_text("Own")
        page.goto(page.url.split("#")[0] + "#/compose")
        expect(page.get_by_role("button", name="our-terrace")).to_be_visible()
        page.goto(page.url.split("#")[0] + "#/gallery")
        entry.get_by_role("button", name="Remove our-terrace").click()
        page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
        expect(entry).to_have_count(0)
