"""AI模特 and AI试衣."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Route, expect

from tests.browser import flows
from tests.browser.studio import JOB_MS, Studio


def test_a_face_is_filtered_for_and_put_into_a_photo(studio: Studio, photos: dict[str, Path]) -> None:
    with studio.open("model") as page:
        faces = page.locator("section", has=page.get_by_role("heading", name="Faces")).locator(".tile")
        everyone = faces.count()
        assert everyone > 10
        page.get_by_label("Gender", exact=True).select_option("female")
        page.get_by_label("Skin", exact=True).select_option("black")
        page.get_by_label("Age", exact=True).select_option("adult")
        assert 0 < faces.count() < everyone
        for face in faces.all():
            assert "Female, Black, Adult" in (face.get_attribute("aria-label") or "")
        faces.first.click()
        chosen = (faces.first.get_attribute("aria-label") or "").split(",")[0]
        expect(page.locator("#generate-why")).to_have_text("Bring a photo")
        page.set_input_files(".compose-left input[type=file]", photos["person"])
        page.get_by_role("radio", name="Gallery", exact=True).check()
        page.get_by_role("button", name="simplicity-02", exact=True).click()
        flows.generate(page)
        expect(page.get_by_role("slider", name="Compare: left Photo, right Result")).to_be_attached()
        params = flows.newest_job(page)["params"]
        assert params["faceId"] == chosen
        assert params["background"].startswith("upload://")
        assert params["skinTone"] == "auto"


def test_try_on_lets_only_allowed_garments_together(studio: Studio, photos: dict[str, Path]) -> None:
    with studio.open("tryon") as page:
        slots = page.locator(".garment")
        for outfit, count in (("Dress", 1), ("Top", 1), ("Bottom", 1), ("Both", 2)):
            page.get_by_role("radio", name=outfit, exact=True).check()
            expect(slots).to_have_count(count)
        page.set_input_files(".compose-left input[type=file] >> nth=0", photos["person"])
        expect(page.locator(".product-facts strong")).to_have_text("person.jpg")
        expect(page.locator("#generate-why")).to_have_text("Bring the garment")
        expect(page.get_by_role("button", name="Generate", exact=True)).to_be_disabled()
        for slot, name in enumerate(("indoor-01-mug", "bottle")):
            slots.nth(slot).locator("input[type=file]").set_input_files(photos[name])
        page.get_by_role("button", name="Generate", exact=True).click()
        # a portrait has nobody to be dressed, and a mug is no garment: the page tells what the engine says
        refusal = page.locator(".result-foot .notice-bad")
        expect(refusal).to_be_visible(timeout=JOB_MS)
        expect(refusal).not_to_contain_text("Internal error")
        params = flows.newest_job(page)["params"]
        assert [dress["type"] for dress in params["dresses"]] == ["upperBody", "lowerBody"]


def test_what_a_server_does_not_offer_is_told_in_words(studio: Studio) -> None:
    def without_dress(route: Route) -> None:
        answer = route.fetch()
        session = answer.json()
        session["operations"].remove("dress")
        route.fulfill(response=answer, json=session)

    with studio.open("history") as page:
        page.route("**/api/session", without_dress)
        page.goto(page.url.split("#")[0] + "#/tryon")
        page.reload()
        expect(page.get_by_text("This server doesn't offer try-on yet: the call is answered by 501")).to_be_visible()
        expect(page.get_by_role("button", name="Generate", exact=True)).to_be_disabled()
