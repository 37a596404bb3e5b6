"""Erasing by a mask, with the classic engine's own fill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from lingtu.engines.base import Filled
from lingtu.errors import LingtuError, PictureError
from lingtu.gallery.catalogue import OURS
from lingtu.imaging import codec, fill
from lingtu.imaging.colour import Floats
from lingtu.operations.fields import read_params
from lingtu.operations.params import RemoveParams
from lingtu.operations.remove import run
from tests.fault_engines import Plain

SIDE = 160


class Filling(Plain):
    def fill(self, scene: Floats, hole: Floats, seed: int) -> Filled:
        made = fill.fill(scene, hole, seed)
        return Filled(made.rgb, made.notes)


def wall() -> Floats:
    """A light wall with a little grain."""
    grain = np.random.default_rng(3).normal(0.7, 0.01, (SIDE, SIDE, 1)).astype(np.float32)
    return np.repeat(grain, 3, axis=2)


def disc(radius: float) -> Floats:
    """Coverage of a disc in the middle, with a soft edge."""
    y, x = np.mgrid[:SIDE, :SIDE] - SIDE / 2 + 0.5
    return np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)


def erased(picture: Floats, mask: Floats, alpha: Floats | None = None, **fields: Any) -> codec.Picture:
    body = {"requestId": "r", "image": "upload://a", "mask": "upload://b", **fields}
    files = {
        "image": codec.encode(picture, alpha, "png"),
        "mask": codec.encode(np.repeat(mask[..., None], 3, axis=2), None, "png"),
    }
    outcome = run(Filling(Path(), 1), OURS, read_params(RemoveParams, body), files, 5, lambda _: None)
    ((output,),) = outcome.variations  # type: ignore[misc]
    return codec.decode(output.data)


def test_the_object_is_gone_and_the_rest_stays() -> None:
    before, spot = wall(), disc(20)[..., None]
    picture = before * (1 - spot) + spot * np.float32([0.8, 0.1, 0.1])
    after = erased(picture, disc(20)).rgb
    assert np.abs(after - before).max() < 0.1
    far = cv2.dilate(disc(20), np.ones((9, 9))) == 0
    assert np.array_equal(after[far], codec.decode(codec.encode(picture, None, "png")).rgb[far])


def test_a_mask_that_ends_on_the_edge_leaves_no_rim() -> None:
    """The mixed pixels around it go too."""
    before, spot = wall(), disc(20)[..., None]
    picture = before * (1 - spot) + spot * np.float32([0.8, 0.1, 0.1])
    after = erased(picture, (disc(19.5) > 0.9).astype(np.float32)).rgb
    assert np.abs(after - before).max() < 0.12


def test_transparency_stays() -> None:
    alpha = np.tile(np.linspace(0, 1, SIDE, dtype=np.float32), (SIDE, 1))
    after = erased(wall(), disc(20), alpha)
    assert after.alpha is not None
    assert np.abs(after.alpha - alpha).max() <= 1 / 255


@pytest.mark.parametrize(("level", "told"), [(0.0, "no white"), (1.0, "white all over")])
def test_a_mask_that_marks_nothing_or_all_fails(level: float, told: str) -> None:
    with pytest.raises(PictureError, match=told):
        erased(wall(), np.full((SIDE, SIDE), level, np.float32))


def test_a_mask_of_another_size_is_scaled() -> None:
    small = cv2.resize(disc(30), (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA)
    spot = disc(25)[..., None]
    after = erased(wall() * (1 - spot), small).rgb
    assert after[SIDE // 2, SIDE // 2].min() > 0.6


@pytest.mark.parametrize("field", ["image", "mask"])
def test_both_pictures_are_needed(field: str) -> None:
    with pytest.raises(LingtuError, match=f"{field} is missing"):
        read_params(RemoveParams, {"requestId": "r", "image": "upload://a", "mask": "upload://b", field: None})
