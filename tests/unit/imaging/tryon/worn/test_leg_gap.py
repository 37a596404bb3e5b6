"""The gap between the legs of trousers, to a pixel."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.layers import UNKNOWN, split
from lingtu.imaging.tryon.worn.leg_gap import with_leg_gap

WIDTH_PX = 200
#: Half widths of the gap, px, down the rows from its tip at row 30 to row 200.
HALF = np.interp(np.arange(260), [30, 90, 150, 200, 260], [0, 4, 1.6, 7, 14])


def legs(cloth: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A picture of trousers on grey whose gap narrows in its middle, what is ground there, and parts as parsers see."""
    y, x = np.indices((260, 240))
    true = (np.abs(x - 120) < HALF[y]) & (y > 30) | (x < 30) | (x > 210)
    rgb = cv2.GaussianBlur(np.where(true, 0.5, cloth).astype(np.float32), (0, 0), 0.6)
    rgb = rgb + np.random.default_rng(1).normal(0, 0.01, rgb.shape).astype(np.float32)
    small = cv2.resize(true.astype(np.float32), (60, 65), interpolation=cv2.INTER_AREA) > 0.5
    small[8:, 30] = True
    return np.repeat(rgb[..., None], 3, axis=2), true, np.where(small, 0, Part.LOWER).astype(np.uint8)


def test_the_gap_is_as_wide_as_on_the_photo() -> None:
    rgb, true, parts = legs(0.06)
    nothing = np.full(true.shape, UNKNOWN, np.uint8)
    fine = with_leg_gap(rgb, parts, nothing, WIDTH_PX)
    coverage = cv2.resize((parts != 0).astype(np.float32), true.shape[::-1])
    middle = (slice(50, 190), slice(90, 150))
    off = [
        np.abs((split(rgb, parts, coverage, each).share(Part.BACKGROUND) - true)[middle]).sum(axis=1).max()
        for each in (nothing, fine)
    ]
    assert off[1] < 2.5
    assert off[1] < off[0] / 2


def test_where_trousers_are_as_the_ground_nothing_is_known() -> None:
    rgb, true, parts = legs(0.47)
    nothing = np.full(true.shape, UNKNOWN, np.uint8)
    assert (with_leg_gap(rgb, parts, nothing, WIDTH_PX) == UNKNOWN).all()
