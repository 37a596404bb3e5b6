"""Pictures of the studio: `python -m tests.browser.screenshots docs/studio` makes those of the documentation.

With `--all FOLDER` every page is taken in both languages and themes at two widths, to be looked at.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import flows
from tests.browser.pictures import write_photos
from tests.browser.studio import JOB_MS, Studio, opened_browser, opened_studio
from tests.browser.test_accessibility import PAGES

LARGEST = 150_000  # bytes of a picture of the documentation


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="for the documentation's six pictures")
    parser.add_argument("--all", type=Path, help="for all pages")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as photo_folder, opened_browser() as browser, opened_studio(browser) as studio:
        photos = write_photos(Path(photo_folder))
        if chosen.folder:
            take_six(studio, photos, chosen.folder)
        if chosen.all:
            take_all(studio, chosen.all)


def take_six(studio: Studio, photos: dict[str, Path], folder: Path) -> None:
    """Compose, result, cut-outs, AI model, history and the gallery, in the order in which their jobs are made."""
    folder.mkdir(parents=True, exist_ok=True)
    with studio.open("compose", language="zh") as page:
        flows.bring_product(page, photos["bottle"], "自带透明底")
        flows.pick_scene(page, "indoor-01")
        page.get_by_role("group", name="商品，x").focus()
        save(page, folder / "compose.webp")
    with studio.open("compose", theme="dark") as page:
        flows.bring_product(page, photos["bottle"], "Has transparency")
        for scene, number in (("simplicity-01", "1"), ("outdoor-01", "4")):
            page.get_by_role("button", name=scene, exact=True).click()
            page.get_by_role("radio", name=number, exact=True).check()
            page.get_by_role("button", name="Generate", exact=True).click()
        expect(page.locator(".variants .tile")).to_have_count(4, timeout=JOB_MS)
        save(page, folder / "result.webp")
    with studio.open("cutout", language="zh") as page:
        names = ("bottle-photo", "indoor-01-mug", "simplicity-01-bottle", "outdoor-05-bottle", "simplicity-06-mug")
        page.set_input_files("input[type=file]", [photos[name] for name in names])
        expect(page.locator(".cutout-files")).to_have_count(len(names), timeout=JOB_MS)
        page.get_by_role("button", name="放大查看 bottle-photo.jpg").click()
        save(page, folder / "cutout.webp")
    with studio.open("model") as page:
        page.set_input_files(".compose-left input[type=file]", photos["person"])
        page.get_by_label("Gender").select_option("Male")
        page.locator(".panel-grow .tile").nth(3).click()
        flows.generate(page)
        save(page, folder / "model.webp")
    with studio.open("history", language="zh", theme="dark") as page:
        page.locator("a.job", has_text="换背景").first.click()
        expect(page.locator(".detail-picture img").first).to_be_visible()
        save(page, folder / "history.webp")
    with studio.open("gallery") as page:
        page.get_by_role("button", name="Add a background").click()
        page.get_by_role("dialog").locator("input[type=file]").set_input_files(photos["wide-scene"])
        expect(page.locator(".standing i")).to_be_visible()
        save(page, folder / "gallery.webp")


def take_all(studio: Studio, folder: Path) -> None:
    """Every page in both languages and themes, on a phone and on a desk."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("zh", "en"):
        for theme in ("light", "dark"):
            for width, height in ((360, 740), (1440, 900)):
                with studio.open("compose", language=language, theme=theme, width=width, height=height) as page:
                    base = page.url.split("#")[0]
                    for name in PAGES:
                        page.goto(f"{base}#/{name}")
                        page.locator(f"main.page-{name} h1").wait_for(state="attached")
                        save(page, folder / f"{name}-{language}-{theme}-{width}.webp")


def save(page: Page, file: Path) -> None:
    """Write what the window shows, once its pictures are there, small enough to be kept."""
    page.wait_for_timeout(900)
    picture = Image.open(io.BytesIO(page.screenshot()))
    for quality in (90, 80, 70):
        picture.save(file, quality=quality, method=6)
        if file.stat().st_size <= LARGEST:
            return
    raise SystemExit(f"{file} stays larger than {LARGEST} bytes")


if __name__ == "__main__":
    main()
