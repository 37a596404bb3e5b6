"""抠图 of many pictures at once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser.studio import JOB_MS, Studio


def test_a_batch_is_cut_out_and_taken_as_a_zip(studio: Studio, photos: dict[str, Path], tmp_path: Path) -> None:
    names = ("bottle-photo", "indoor-01-mug", "nothing", "broken")
    with studio.open("cutout") as page:
        page.get_by_label("psd as well").check()
        page.set_input_files("input[type=file]", [photos[name] for name in names])
        cards = page.locator("li.cutout")
        expect(cards).to_have_count(4)
        expect(cards.nth(3)).to_contain_text("This picture can't be read")
        expect(cards.nth(2)).to_contain_text("no subject", timeout=JOB_MS)
        for done in (0, 1):
            expect(cards.nth(done).get_by_role("link", name="psd")).to_be_visible(timeout=JOB_MS)
        expect(page.get_by_text("2 of 4 done")).to_be_visible()

        cards.nth(0).get_by_role("button", name="Look closer at bottle-photo.jpg").click()
        expect(page.get_by_role("slider", name="Compare: left Photo, right Cut-out")).to_be_attached()
        page.get_by_role("radio", name="Black").check()

        with page.expect_download(timeout=JOB_MS) as waiting:
            page.get_by_role("button", name="Download zip (2)").click()
        waiting.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        members = ["bottle-photo.png", "bottle-photo.psd", "indoor-01-mug.png", "indoor-01-mug.psd"]
        assert sorted(archive.namelist()) == members
        alpha = np.asarray(Image.open(io.BytesIO(archive.read("bottle-photo.png"))))[..., 3]
        assert archive.read("bottle-photo.psd")[:4] == b"8BPS"
    assert alpha.shape == Image.open(photos["bottle-photo"]).size[::-1]
    assert alpha.min() == 0
    assert alpha.max() == 255


def test_no_more_than_fifty_at_once(studio: Studio, photos: dict[str, Path], tmp_path: Path) -> None:
    many = [tmp_path / f"{number}.jpg" for number in range(51)]
    for file in many:
        file.write_bytes(photos["broken"].read_bytes())  # nothing that costs a job
    with studio.open("cutout") as page:
        page.set_input_files("input[type=file]", many)
        expect(page.get_by_text("At most 50 pictures at once")).to_be_visible()
        expect(page.locator("li.cutout")).to_have_count(50)
        page.get_by_role("button", name="Clear all").click()
        expect(page.get_by_role("heading", name="No pictures yet")).to_be_visible()
