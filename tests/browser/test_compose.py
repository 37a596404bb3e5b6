"""商品图换背景, from a photo to results that become inputs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser import flows
from tests.browser.studio import SETTLED_MS, Studio

Photos = dict[str, Path]
_BLOB = re.compile("^blob:")
_BYTES = "async image => [...new Uint8Array(await (await fetch(image.src)).arrayBuffer())]"


def test_a_photo_is_cut_out_placed_by_keys_and_made(studio: Studio, photos: Photos, tmp_path: Path) -> None:
    with studio.open("compose") as page:
        flows.bring_product(page, photos["bottle-photo"], "Cut out")
        flows.pick_scene(page, "outdoor-01")
        before = flows.box_of(page)
        selection = page.get_by_role("group", name="Product, x")
        selection.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowUp")
        assert flows.box_of(page) == before | {"x": before["x"] + 1, "y": before["y"] - 10}
        page.keyboard.press("Shift+Alt+ArrowDown")
        grown = flows.box_of(page)
        assert grown["height"] == before["height"] + 10
        assert abs(grown["width"] / grown["height"] - before["width"] / before["height"]) < 0.01  # locked
        page.get_by_role("radio", name="2", exact=True).check()
        page.get_by_label("Smart colour").uncheck()
        flows.generate(page)

        params = flows.newest_job(page)["params"]
        assert {name: params["goods"][name] for name in grown} == grown
        assert params["background"] == {"bgId": "outdoor-01"}
        assert (params["num"], params["productSmartColor"], params["referenceStrong"]) == (2, False, True)
        expect(page.locator(".variants .tile")).to_have_count(2)

        slider = page.get_by_role("slider", name="Compare: left Plain paste, right Result")
        slider.focus()
        page.keyboard.press("Home")
        assert slider.input_value() == "0"
        before_picture = page.locator(".compare-before")
        assert before_picture.evaluate("element => element.naturalWidth") == 1024

        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download", exact=True).click()
        waiting.value.save_as(tmp_path / "result")
        result = Image.open(tmp_path / "result")
        assert result.size == (1024, 1024)
        assert waiting.value.suggested_filename.endswith(".png")

        # the browser pastes as the server does: away from the product and its shadow there is no difference
        paste = Image.open(io.BytesIO(bytes(before_picture.evaluate(_BYTES))))
        difference = np.abs(np.asarray(paste.convert("RGB"), float) - np.asarray(result.convert("RGB"), float))
        assert difference[:200].mean() < 4
        x, y = grown["x"] + grown["width"] // 2, grown["y"] + grown["height"] // 2
        assert difference[y - 20 : y + 20, x - 20 : x + 20].mean() < 12

        jobs = flows.count_jobs(page)
        page.get_by_role("button", name="Again, another seed").click()
        expect(page.locator(".filmstrip .tile")).to_have_count(2)
        expect(page.get_by_role("link", name="Download", exact=True)).to_be_visible(timeout=SETTLED_MS * 16)
        assert flows.count_jobs(page) == jobs + 1
        again = flows.newest_job(page)
        assert again["params"]["goods"] == params["goods"]

        page.get_by_role("button", name="Use as").click()
        page.get_by_role("button", name="Background", exact=True).click()
        expect(page.get_by_role("radio", name="Place")).to_be_checked()
        expect(page.locator(".canvas-scene")).to_have_attribute("src", _BLOB)


def test_a_cut_out_is_taken_as_it_is_and_dragged_with_snapping(studio: Studio, photos: Photos) -> None:
    with studio.open("compose") as page:
        jobs = flows.count_jobs(page)
        flows.bring_product(page, photos["bottle"], "Has transparency")
        assert flows.count_jobs(page) == jobs
        flows.pick_scene(page, "simplicity-01")
        group = page.locator("details.group", has=page.get_by_role("heading", name="Product box"))
        group.get_by_label("x", exact=True).fill("100")
        page.keyboard.press("Enter")
        box = flows.box_of(page)
        assert box["x"] == 100
        canvas = page.locator(".canvas").bounding_box()
        frame = page.locator(".selection").bounding_box()
        assert canvas is not None
        assert frame is not None
        scale = canvas["width"] / 1024
        x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
        target = canvas["x"] + canvas["width"] / 2 + 4  # a few px beside the middle: it snaps
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(target, y + 30, steps=6)
        expect(page.locator(".guide.is-vertical")).to_be_visible()
        page.mouse.up()
        moved = flows.box_of(page)
        assert abs(moved["x"] + moved["width"] / 2 - 512) <= 1
        # a corner, proportions kept
        handle = page.locator(".handle-se").bounding_box()
        assert handle is not None
        page.mouse.move(handle["x"] + 6, handle["y"] + 6)
        page.mouse.down()
        page.mouse.move(handle["x"] + 6 + 60 * scale, handle["y"] + 6 + 20 * scale, steps=4)
        page.mouse.up()
        larger = flows.box_of(page)
        assert (larger["x"], larger["y"]) == (moved["x"], moved["y"])
        assert larger["width"] > moved["width"]
        assert abs(larger["width"] / larger["height"] - moved["width"] / moved["height"]) < 0.01


def test_an_own_background_is_cropped_and_a_painted_mask_is_sent(studio: Studio, photos: Photos) -> None:
    with studio.open("compose") as page:
        flows.bring_product(page, photos["bottle"], "Has transparency")
        page.get_by_role("radio", name="Own", exact=True).check()
        page.set_input_files(".panel-grow input[type=file]", photos["wide-scene"])
        expect(page.locator(".canvas-scene")).to_have_attribute("src", _BLOB)
        page.get_by_label("Size").select_option("800x800")
        page.get_by_role("radio", name="Mask", exact=True).check()
        canvas = page.locator(".mask").bounding_box()
        assert canvas is not None
        page.mouse.move(canvas["x"] + 20, canvas["y"] + 20)
        page.mouse.down()
        page.mouse.move(canvas["x"] + 90, canvas["y"] + 30, steps=5)
        page.mouse.up()
        page.get_by_text("Rectangle by numbers").click()
        page.get_by_role("button", name="Add rectangle").click()
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("radio", name="webp").check()
        flows.generate(page)
        job = flows.newest_job(page)
        assert job["params"]["background"]["url"].startswith("upload://")
        assert (job["params"]["width"], job["params"]["height"], job["params"]["format"]) == (800, 800, "webp")
        mask = page.evaluate(
            "async name => [...new Uint8Array(await (await fetch(name)).arrayBuffer())]", job["inputs"]["mask"]
        )
        picture = np.asarray(Image.open(io.BytesIO(bytes(mask))).convert("L"))
        assert picture.shape == (800, 800)
        scale = 800 / canvas["width"]
        assert picture[round(25 * scale), round(50 * scale)] == 255
        assert picture[400:].max() == 0  # the rectangle was undone


def test_what_cannot_be_done_is_told_in_words(studio: Studio, photos: Photos) -> None:
    with studio.open("compose") as page:
        expect(page.get_by_role("button", name="Generate", exact=True)).to_be_disabled()
        expect(page.locator("#generate-why")).to_have_text("Bring a product picture")
        page.set_input_files(".compose-left input[type=file] >> nth=0", photos["broken"])
        expect(page.get_by_text("This picture can't be read")).to_be_visible()
        page.set_input_files(".compose-left input[type=file] >> nth=0", photos["nothing"])
        expect(page.locator(".product-facts")).to_contain_text("Used whole", timeout=SETTLED_MS * 16)
        expect(page.locator(".notice-warn")).to_contain_text("no subject")
