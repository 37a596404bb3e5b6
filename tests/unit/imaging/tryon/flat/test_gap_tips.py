"""The tip of the gap between a sleeve and the body in a garment's picture, where the matte closed it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from tests.unit.imaging.tryon.drawn import tee

_GROUND = np.float32([0.95, 0.95, 0.95])


def _closed_tip() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A tee with a speck of its ground above each armpit that is said to be cloth; and where."""
    rgb, alpha = tee()
    rgb[alpha < 0.5] = _GROUND
    top = read_garment(rgb, alpha, "upperBody").top
    assert top is not None
    rows, columns = np.nonzero(alpha > 0.5)
    speck = np.zeros(alpha.shape, bool)
    for side in top.sides:
        assert side.sleeve is not None
        x, y = side.sleeve.inner[0] + (columns.min() - 8, rows.min() - 8)
        speck[int(y) - 8 : int(y), int(x) - 2 : int(x) + 3] = True
    speck &= alpha > 0.5
    rgb[speck] = _GROUND
    return rgb, alpha, speck


def test_ground_at_the_armpits_of_plain_cloth_is_cloth_again() -> None:
    rgb, alpha, speck = _closed_tip()
    assert speck.any()
    read = read_garment(rgb, alpha, "upperBody")
    assert (read.rgb[read.alpha > 0.5].min(axis=1) < 0.6).all()


def test_a_gap_that_sleeve_and_body_close_off_is_cloth_again_in_prints_too() -> None:
    rgb, alpha = tee()
    rgb[alpha < 0.5] = _GROUND
    printed = rgb.copy()
    printed[:, ::8][alpha[:, ::8] > 0.5] = (0.1, 0.5, 0.1)
    top = read_garment(rgb, alpha, "upperBody").top
    assert top is not None
    rows, columns = np.nonzero(alpha > 0.5)
    hole = np.zeros(alpha.shape, bool)
    for side in top.sides:
        assert side.sleeve is not None
        x, y = (side.sleeve.inner[0] + (columns.min() - 8, rows.min() - 8)).astype(int)
        hole[y - 26 : y - 8, x - 2 : x + 3] = True
    assert alpha[hole].min() > 0.9
    printed[hole] = _GROUND
    read = read_garment(printed, alpha, "upperBody")
    assert (read.rgb[read.alpha > 0.5].min(axis=1) < 0.6).all()


def test_ground_in_shadow_is_told_in_plain_cloth() -> None:
    rgb, alpha = tee()
    rgb[alpha < 0.5] = _GROUND
    top = read_garment(rgb, alpha, "upperBody").top
    assert top is not None
    assert top.sides[0].sleeve is not None
    rows, columns = np.nonzero(alpha > 0.5)
    x, y = (top.sides[0].sleeve.inner[0] + (columns.min() - 8, rows.min() - 8)).astype(int)
    cloth = rgb[y - 30, x].copy()
    rgb[y - 40 : y - 26, x - 2 : x + 3] = cloth + 0.5 * (_GROUND - cloth)
    read = read_garment(rgb, alpha, "upperBody")
    assert np.abs(read.rgb[read.alpha > 0.5] - cloth).max(axis=1).max() < 0.2


def test_prints_of_the_grounds_colour_stay() -> None:
    rgb, alpha = tee()
    rgb[alpha < 0.5] = _GROUND
    rgb[:, ::12][alpha[:, ::12] > 0.5] = _GROUND
    read = read_garment(rgb, alpha, "upperBody")
    plain = read_garment(*tee(), "upperBody")
    assert (read.rgb[read.alpha > 0.9].min(axis=1) > 0.8).sum() > 0.5 * np.count_nonzero(plain.alpha > 0.9) / 12
