"""Gaps between sleeves and body, through which one sees a garment's ground."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.check.judge_garment import of_garment
from lingtu.imaging.tryon.flat.gaps import joined, opened_below, upright_gaps
from lingtu.imaging.tryon.flat.garment import read_garment
from tests.unit.imaging.tryon.drawn import filled

#: The left side of a dress whose sleeves lie against its bodice and its skirt; the gap at its waist, left, top, right
#: and low end.
DRESS = [(130, 40), (90, 60), (50, 280), (50, 320), (104, 320)]
GAP = (100, 190, 106, 240)


def holes(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    mask = np.zeros((300, 300), np.uint8)
    for left, top, right, low in boxes:
        mask[top:low, left:right] = 1
    return mask > 0


GARMENT = holes((20, 10, 280, 290))
LEFT, RIGHT = (60, 100, 64, 130), (236, 105, 240, 135)


def test_two_small_gaps_that_mirror_each_other_are_beside_sleeves() -> None:
    assert len(upright_gaps(holes(LEFT, RIGHT), GARMENT, sleeves=True)) == 2


def test_small_holes_that_do_not_are_print() -> None:
    letters = holes(LEFT, RIGHT, (80, 100, 84, 130))
    assert not upright_gaps(letters, GARMENT, sleeves=True)
    assert not upright_gaps(holes(LEFT), GARMENT, sleeves=True)
    assert not upright_gaps(holes(LEFT, (236, 200, 240, 230)), GARMENT, sleeves=True)
    assert not upright_gaps(holes(LEFT, RIGHT), GARMENT, sleeves=False)


def test_a_large_gap_is_one_by_itself() -> None:
    assert len(upright_gaps(holes((60, 100, 70, 160)), GARMENT, sleeves=False)) == 1


def test_pieces_one_below_the_other_are_one_gap() -> None:
    two = holes((60, 100, 64, 112), (60, 117, 64, 130))
    assert cv2.connectedComponents(joined(two).astype(np.uint8))[0] == 2


def test_a_gap_opens_to_the_nearest_place_below_and_not_through_the_skirt() -> None:
    garment = holes((100, 10, 200, 290), (60, 10, 100, 150))
    gap = holes((104, 80, 108, 120))
    found = opened_below(garment, gap)
    assert cv2.connectedComponents((~found).astype(np.uint8))[0] == 2
    assert found[200:].sum() == garment[200:].sum()


def dress(low: int = 660) -> tuple[np.ndarray, np.ndarray]:
    """A dark dress on white whose matte filled the gaps at its waist."""
    left_side = [*DRESS, (60, low)]
    alpha = filled([*left_side, *((360 - x, y) for x, y in left_side[::-1])], (low + 40, 360))
    rgb = np.where(alpha[..., None] > 0.5, np.float32(0.2), np.float32(1.0)) * np.ones(3, np.float32)
    left, top, right, end = GAP
    rgb[top:end, left:right] = rgb[top:end, 360 - right : 360 - left] = 1.0
    return rgb.astype(np.float32), alpha


def test_sleeves_end_at_the_gaps_at_a_dress_waist_and_begin_above_them() -> None:
    rgb, alpha = dress()
    garment = read_garment(rgb, alpha, "dresses")
    assert garment.top is not None
    offset = np.flatnonzero(alpha.max(axis=0) > 0.5)[0] - np.flatnonzero(garment.alpha.max(axis=0) > 0.5)[0]
    lower = np.flatnonzero(alpha.max(axis=1) > 0.5)[0] - np.flatnonzero(garment.alpha.max(axis=1) > 0.5)[0]
    for side in garment.top.sides:
        assert side.sleeve is not None
        x, y = side.armpit + np.array([offset, lower])
        assert abs(abs(x - 180) - (180 - 103)) < 6
        assert y < GAP[1] - 25
    left = garment.alpha[GAP[1] + 10 - lower : GAP[3] - 10 - lower, 103 - offset]
    assert (left < 0.5).all()


def test_a_long_slender_dress_is_recognised() -> None:
    rgb, alpha = dress(low=835)
    garment = read_garment(rgb, alpha, "dresses")
    assert garment.top is not None
    assert garment.top.length > 4.85 * garment.top.chest
    assert all(doubt.value < doubt.limit for doubt in of_garment(garment))
