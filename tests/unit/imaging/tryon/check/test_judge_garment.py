"""The self-check of a garment."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.tryon.check.judge_garment import of_garment
from lingtu.imaging.tryon.flat.garment import read_garment
from tests.unit.imaging.tryon.drawn import filled


@pytest.mark.parametrize(("wave_px", "refused"), [(3, False), (16, True)])
def test_a_crumpled_garment_is_refused(wave_px: int, refused: bool) -> None:
    rows = np.arange(190, 600, 10)
    side = [(int(105 + wave_px * np.sin(y / 9)), int(y)) for y in rows]
    left = [(160, 40), (120, 55), (132, 110), *side]
    right = [(400 - x, y) for x, y in left[::-1]]
    alpha = filled([*left, *right, (230, 90), (170, 90)], (640, 400))
    rgb = np.where(alpha[..., None] > 0.5, np.float32([0.2, 0.3, 0.6]), np.float32(1))
    grave = {doubt.name for doubt in of_garment(read_garment(rgb, alpha, "dresses")) if doubt.is_grave}
    assert ("crumpled" in grave) == refused


def test_sleeves_beside_straps_that_stand_up_are_refused() -> None:
    left = [(170, 40), (150, 40), (140, 92), (40, 70), (60, 150), (110, 130), (105, 190), (110, 600)]
    right = [(400 - x, y) for x, y in left[::-1]]
    alpha = filled([*left, *right, (200, 130)], (640, 400))
    rgb = np.where(alpha[..., None] > 0.5, np.float32([0.2, 0.5, 0.3]), np.float32(1))
    garment = read_garment(rgb, alpha, "dresses")
    assert garment.top is not None
    assert garment.top.sleeved
    assert "straps" in {doubt.name for doubt in of_garment(garment) if doubt.is_grave}


@pytest.mark.parametrize(("rise_px", "refused"), [(50, False), (76, True)])
def test_a_top_whose_hem_goes_far_up_is_refused(rise_px: int, refused: bool) -> None:
    left = [(160, 40), (120, 55), (132, 110), (105, 190), (105, 510)]
    right = [(400 - x, y) for x, y in left[::-1]]
    hem = [(150, 510), (170, 510 - rise_px), (230, 510 - rise_px), (250, 510)]
    alpha = filled([*left, *hem, *right, (230, 90), (170, 90)], (560, 400))
    rgb = np.where(alpha[..., None] > 0.5, np.float32([0.2, 0.3, 0.6]), np.float32(1))
    grave = {doubt.name for doubt in of_garment(read_garment(rgb, alpha, "upperBody")) if doubt.is_grave}
    assert ("hem" in grave) == refused


@pytest.mark.parametrize(("flounce_px", "refused"), [(6, False), (40, True)])
def test_sleeves_of_flounces_one_above_the_other_are_refused(flounce_px: int, refused: bool) -> None:
    tiers = [(120 - y // 5 - out, y) for y in (180, 290, 400) for out, y in ((flounce_px, y), (0, y + 12))]
    left = [(220, 40), (140, 70), *tiers, (30, 500), (130, 500), (165, 200), (165, 540)]
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    rgb = np.where(alpha[..., None] > 0.5, np.float32([0.2, 0.3, 0.6]), np.float32(1))
    garment = read_garment(rgb, alpha, "upperBody")
    assert garment.top is not None
    assert garment.top.sleeved
    assert ("flounces" in {doubt.name for doubt in of_garment(garment) if doubt.is_grave}) == refused
