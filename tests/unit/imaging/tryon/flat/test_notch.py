"""The V below a neckline in which a placket is open."""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.neckline import Neckline
from lingtu.imaging.tryon.flat.notch import find_notch

ALPHA = np.zeros((300, 240), np.float32)
ALPHA[20:290, 30:210] = 1
_X = np.linspace(80, 160, 61)
LINE = Neckline(np.stack([_X, 40 + 25 * (1 - ((_X - 120) / 40) ** 2)], axis=1), 25.0, False)
V = np.array([(105, 60), (135, 60), (120, 105)])


def _blouse(colour: tuple[float, float, float], dotted: bool = False) -> np.ndarray:
    """Blue on white, with a V of this colour below its neckline."""
    rgb = np.full((300, 240, 3), 0.97, np.float32)
    rgb[ALPHA > 0] = (0.1, 0.2, 0.5)
    if dotted:
        for y, x in product(range(44, 280, 14), range(40, 200, 14)):
            rgb[y : y + 8, x : x + 8] = 0.9
    cv2.fillConvexPoly(rgb, V, colour)
    return rgb


def test_the_ground_in_shade_below_the_neckline_is_a_notch_with_lace_too() -> None:
    rgb = _blouse((0.8, 0.8, 0.8))
    lace = rgb.copy()
    for y in range(64, 100, 8):
        lace[y : y + 2, 104:136] = np.where((lace[y : y + 2, 104:136, :1] > 0.6), 0.05, lace[y : y + 2, 104:136])
    for each in (rgb, lace):
        found = find_notch(each, ALPHA, LINE)
        assert found is not None
        assert abs(found[:, 1].max() - 105) < 8
        assert 95 < found[:, 0].min() < found[:, 0].max() < 145


def test_other_colours_and_prints_in_the_grounds_are_none() -> None:
    assert find_notch(_blouse((0.9, 0.2, 0.2)), ALPHA, LINE) is None
    assert find_notch(_blouse((0.1, 0.2, 0.5)), ALPHA, LINE) is None
    assert find_notch(_blouse((0.8, 0.8, 0.8), dotted=True), ALPHA, LINE) is None
