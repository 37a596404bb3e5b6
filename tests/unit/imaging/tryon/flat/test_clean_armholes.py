"""What is left of a hanger at the armholes of a garment without sleeves."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.clean_armholes import without_bumps
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import filled, tee


def vest(strap: int = 60) -> np.ndarray:
    """Coverage of a vest whose shoulders are so wide, px."""
    left = [(200 - strap, 48), (212 - strap, 110), (212 - strap, 140), (105, 190), (112, 400)]
    right = [(440 - x, y) for x, y in left[::-1]]
    return filled([(200, 40), *left, *right, (240, 40), (235, 90), (205, 90)], (440, 440))


def test_a_bump_is_cut() -> None:
    alpha = vest()
    bumpy = alpha.copy()
    cv2.circle(bumpy, (296, 96), 8, 1.0, -1)
    found = without_bumps(bumpy, read_top(bumpy > 0.5, False))
    assert bumpy[96, 300] == 1
    assert found[96, 300] < 0.5
    assert np.count_nonzero((found > 0.5) != (alpha > 0.5)) < 60


def test_even_armholes_stay() -> None:
    alpha = vest()
    assert without_bumps(alpha, read_top(alpha > 0.5, False)) is alpha


def test_sleeves_stay() -> None:
    _, alpha = tee()
    assert without_bumps(alpha, read_top(alpha > 0.5, False)) is alpha
