"""The recipe with the real engine where no net is needed, and a stand-in for the cut-out where one would be."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lingtu.engines.base import Cutout
from lingtu.engines.classic import ClassicEngine
from lingtu.errors import LingtuError, PictureError
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.operations.change_background import run
from lingtu.operations.fields import read_params
from lingtu.operations.operation import Outcome
from lingtu.operations.params import ChangeBackgroundParams

RNG = np.random.default_rng(3)
GOODS = {"url": "data:", "x": 150, "y": 100, "width": 100, "height": 200}
BODY = {"requestId": "r", "width": 400, "height": 480, "goods": GOODS, "background": {"url": "data:"}}


def png(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


def product(alpha: bool = True) -> np.ndarray:
    """A 100 x 200 noise rectangle with a soft rim."""
    rgb = RNG.integers(0, 256, (200, 100, 3)).astype(np.uint8)
    if not alpha:
        return rgb
    coverage = np.full((200, 100), 255, np.uint8)
    coverage[:10] = 0
    coverage[10:20] = 128
    return np.dstack([rgb, coverage])


def scene(height: int = 480, width: int = 400) -> np.ndarray:
    ramp = np.linspace(90, 200, height)[:, None, None] * np.ones((1, width, 3))
    return ramp.astype(np.uint8)


class Engine(ClassicEngine):
    """The classic engine whose cut-out keeps the left half."""

    def matte(self, rgb: Any) -> Cutout:
        alpha = np.zeros(rgb.shape[:2], np.float32)
        alpha[:, : rgb.shape[1] // 2] = 1
        return Cutout(rgb, alpha)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(tmp_path, 1)


def carry_out(engine: Engine, body: dict[str, Any], seed: int = 1, **pictures: np.ndarray) -> Outcome:
    files = {"goods": png(pictures.get("goods", product())), "background": png(pictures.get("background", scene()))}
    files |= {"mask": png(pictures["mask"])} if "mask" in pictures else {}
    params = read_params(ChangeBackgroundParams, {**BODY, **body})
    return run(engine, OURS, params, files, seed, lambda _: None)


def pixels(outcome: Outcome, index: int = 0) -> np.ndarray:
    variation = outcome.variations[index]
    assert not isinstance(variation, LingtuError)
    return np.asarray(Image.open(io.BytesIO(variation[0].data)).convert("RGB"))


def test_opaque_pixels_are_the_products_own_without_smart_colour(engine: Engine) -> None:
    goods = product()
    result = pixels(carry_out(engine, {"productSmartColor": False}, goods=goods))
    assert result.shape == (480, 400, 3)
    assert np.array_equal(result[120:300, 150:250], goods[20:, :, :3])


@pytest.mark.parametrize(("x", "y"), [(-50, -70), (350, 100), (-99, 300), (0, 0)])
def test_a_box_partly_outside_is_cut_to_the_pixel(engine: Engine, x: int, y: int) -> None:
    goods = product()
    body = {"productSmartColor": False, "goods": {**GOODS, "x": x, "y": y}}
    result = pixels(carry_out(engine, body, goods=goods))
    top, left = max(y + 20, 0), max(x, 0)
    bottom, right = min(y + 200, 480), min(x + 100, 400)
    assert np.array_equal(result[top:bottom, left:right], goods[top - y : bottom - y, left - x : right - x, :3])


def test_a_scene_far_from_the_product_stays_the_references(engine: Engine) -> None:
    result = pixels(carry_out(engine, {}))
    assert np.array_equal(result[:90], scene()[:90])
    assert np.array_equal(result[-40:], scene()[-40:])


def test_the_same_seed_gives_the_same_pixels_another_a_little_other(engine: Engine) -> None:
    first, same, other = (pixels(carry_out(engine, {}, seed, goods=_fixed())) for seed in (1, 1, 2))
    assert np.array_equal(first, same)
    difference = np.abs(first.astype(int) - other)
    assert 0 < difference.max() < 60
    assert np.array_equal(first[:90], other[:90])


def test_variations_are_seeds_in_a_row(engine: Engine) -> None:
    outcome = carry_out(engine, {"num": 4}, 10, goods=_fixed())
    assert len(outcome.variations) == 4
    assert np.array_equal(pixels(outcome, 2), pixels(carry_out(engine, {}, 12, goods=_fixed())))


def test_a_weak_reference_gives_clearly_other_scenes(engine: Engine) -> None:
    outcome = carry_out(engine, {"num": 2, "referenceStrong": False})
    first, second = pixels(outcome, 0).astype(int), pixels(outcome, 1)
    assert np.abs(first - second)[:90].mean() > 3


def test_a_mask_is_filled_where_it_is_light_and_followed_where_dark(engine: Engine) -> None:
    background, mask = scene(), np.zeros((480, 400, 3), np.uint8)
    background[380:440, 20:100] = (255, 0, 255)
    mask[370:450, 10:110] = 128
    result = pixels(
        carry_out(engine, {"background": {"url": "data:", "mask": "data:"}}, background=background, mask=mask)
    )
    assert np.abs(result[380:440, 20:100].astype(int) - scene()[380:440, 20:100]).mean() < 25
    assert np.array_equal(result[:90], background[:90])
    assert np.abs(result[:360, :100].astype(int) - background[:360, :100]).mean() < 4, "but for a shadow"


def test_what_a_mask_keeps_stays_where_the_rest_of_a_weak_reference_changes(engine: Engine) -> None:
    background, mask = scene(), np.zeros((480, 400, 3), np.uint8)
    mask[200:, 200:] = 255
    body = {"num": 2, "referenceStrong": False, "background": {"url": "data:", "mask": "data:"}}
    outcome = carry_out(engine, body, background=background, mask=mask)
    for index in range(2):
        assert np.array_equal(pixels(outcome, index)[:90], background[:90])


def test_a_wholly_white_mask_is_a_new_scene(engine: Engine) -> None:
    mask = np.full((48, 40, 3), 255, np.uint8)
    body = {"background": {"url": "data:", "mask": "data:"}}
    assert pixels(carry_out(engine, body, mask=mask)).shape == (480, 400, 3)


@pytest.mark.parametrize(("matting", "cut"), [(None, True), (False, False), (True, True)])
def test_a_picture_without_alpha_is_cut_out_unless_told_otherwise(
    engine: Engine, matting: bool | None, cut: bool
) -> None:
    goods = product(alpha=False)
    body = {"productSmartColor": False, "goods": {**GOODS, "matting": matting}}
    result = pixels(carry_out(engine, body, goods=goods))
    assert np.array_equal(result[100:300, 150:200], goods[:, :50])
    assert np.array_equal(result[100:200, 200:250], goods[:100, 50:]) == (not cut)


def test_a_picture_with_alpha_is_cut_out_when_told(engine: Engine) -> None:
    result = pixels(carry_out(engine, {"goods": {**GOODS, "matting": True}, "productSmartColor": False}))
    assert np.array_equal(result[100:180, 230:250], scene()[100:180, 230:250])


def test_a_gallery_background_is_cropped_to_the_canvas(engine: Engine) -> None:
    entry = OURS.backgrounds[0]
    files = {"goods": png(product()), "background": picture_file(entry)}
    params = read_params(ChangeBackgroundParams, {**BODY, "background": {"bgId": entry.id}})
    assert pixels(run(engine, OURS, params, files, 1, lambda _: None)).shape == (480, 400, 3)


def test_a_fully_transparent_product_is_told(engine: Engine) -> None:
    goods = product()
    goods[..., 3] = 0
    with pytest.raises(PictureError, match="transparent"):
        carry_out(engine, {}, goods=goods)


@pytest.mark.parametrize(("format", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_formats(engine: Engine, format: str, kind: str) -> None:
    variation = carry_out(engine, {"format": format}).variations[0]
    assert not isinstance(variation, LingtuError)
    assert variation[0].format == format
    assert Image.open(io.BytesIO(variation[0].data)).format == kind


def test_one_variation_may_fail_all_may_not(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = engine.ground

    def failing(bad: tuple[int, ...]) -> Any:
        def ground(placement: Any, where: Any, seed: int) -> Any:
            if seed in bad:
                raise PictureError("坏", "bad")
            return whole(placement, where, seed)

        return ground

    monkeypatch.setattr(engine, "ground", failing((2,)))
    outcome = carry_out(engine, {"num": 2}, 1)
    assert [isinstance(variation, PictureError) for variation in outcome.variations] == [False, True]
    monkeypatch.setattr(engine, "ground", failing((1, 2)))
    with pytest.raises(PictureError):
        carry_out(engine, {"num": 2}, 1)


def _fixed() -> np.ndarray:
    return np.dstack([np.full((200, 100, 3), 120, np.uint8), np.full((200, 100), 255, np.uint8)])


def test_auto_place_tells_where_the_product_went(engine: Engine) -> None:
    goods = {"url": "data:", "autoPlace": True}
    outcome = carry_out(engine, {"goods": goods, "productSmartColor": False}, goods=_fixed())
    assert outcome.note is not None
    x, y, width, height = (int(word.strip(",")) for word in outcome.note[1].split()[6::2])
    given = {"url": "data:", "x": x, "y": y, "width": width, "height": height}
    again = carry_out(engine, {"goods": given, "productSmartColor": False}, goods=_fixed())
    assert again.note is None
    assert np.array_equal(pixels(outcome), pixels(again))
    assert 0 <= x < x + width <= 400
    assert 0 <= y + height <= 480


def test_a_told_stance_changes_the_traces_alone(engine: Engine) -> None:
    results = {
        stance: pixels(
            carry_out(engine, {"goods": {**GOODS, "stance": stance}, "productSmartColor": False}, goods=_fixed())
        )
        for stance in ("auto", "standing", "lying", "hanging", "floating")
    }
    assert np.array_equal(results["auto"], results["standing"])
    outside = np.ones((480, 400), bool)
    outside[100:300, 150:250] = False
    assert np.array_equal(results["floating"][outside], scene()[outside])
    for stance in ("lying", "hanging"):
        assert not np.array_equal(results[stance], results["standing"])


def test_a_large_region_to_fill_is_remarked_on(engine: Engine) -> None:
    mask = np.zeros((480, 400, 3), np.uint8)
    mask[:, 200:] = 255
    outcome = carry_out(engine, {"background": {"url": "data:", "mask": "data:"}}, mask=mask)
    assert outcome.note is not None
    assert all("50%" in words for words in outcome.note)


def test_remarks_are_joined_and_told_once() -> None:
    place, size = ("放在此", "put here"), ("太大", "too large")
    assert Outcome(variations=(), notes=(place, size, place)).note == ("放在此；太大", "put here; too large")
    assert Outcome(variations=()).note is None
