"""Black garments that lie in uneven light, and those that are not black."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.even_black import evened_black
from lingtu.imaging.tryon.flat.garment import read_garment
from tests.unit.imaging.tryon.drawn import tee


def lying(body: float, sleeve: float) -> tuple[np.ndarray, np.ndarray]:
    """A picture whose left third is a sleeve's cloth, and its coverage."""
    rgb = np.full((300, 300, 3), body, np.float32)
    rgb[:, :100] = sleeve
    return rgb, np.ones((300, 300), np.float32)


def test_a_sleeve_that_shines_is_as_black_as_the_body() -> None:
    rgb, alpha = lying(0.03, 0.17)
    even = evened_black(rgb, alpha)
    assert even[:, :80].max() < 0.045
    assert np.abs(even[:, 120:] - 0.03).max() < 0.005


def test_prints_and_grey_sleeves_stay() -> None:
    rgb, alpha = lying(0.03, 0.4)
    assert evened_black(rgb, alpha) is rgb
    rgb, alpha = lying(0.2, 0.3)
    assert evened_black(rgb, alpha) is rgb
    rgb, alpha = lying(0.03, 0.03)
    rgb[150:170, 150:200] = (0.8, 0.1, 0.1)
    assert np.abs(evened_black(rgb, alpha) - rgb).max() < 0.01


def test_a_garment_that_is_read_is_even() -> None:
    rgb, alpha = tee()
    rgb = np.where(alpha[..., None] > 0.5, 0.03, rgb).astype(np.float32)
    left = np.arange(rgb.shape[1])[None, :, None] < np.flatnonzero(alpha.max(axis=0) > 0.5)[0] + 80
    lit = np.where(left & (alpha[..., None] > 0.5), 0.17, rgb).astype(np.float32)
    garment = read_garment(lit, alpha, "upperBody")
    assert np.percentile(garment.rgb[garment.alpha > 0.99], 98) < 0.06
