"""Shoulders that end at armholes, on drawn shapes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.sewn import with_round_tips

WIDTH_PX = 200.0


def with_horn(left: int) -> tuple[Cloth, np.ndarray, np.ndarray]:
    """Cloth right of a column with a horn of 4 x 6 px at its upper left corner, and its shoulder's two ends."""
    alpha = np.zeros((200, 200), np.float32)
    alpha[60:, left:150] = 1
    alpha[54:60, left : left + 4] = 1
    rgb = np.full((200, 200, 3), 0.4, np.float32)
    return Cloth(rgb, alpha), np.array([149.0, 60.0]), np.array([float(left), 60.0])


def test_a_shoulder_ends_without_a_horn() -> None:
    cloth, neck, tip = with_horn(60)
    whole = with_round_tips(cloth, (neck,), (tip,), WIDTH_PX)
    assert whole.alpha[54:58, 58:70].max() < 0.2
    assert (whole.alpha[100:] == cloth.alpha[100:]).all()
    assert (whole.alpha[:, 100:] == cloth.alpha[:, 100:]).all()


def test_a_strap_stays() -> None:
    cloth, neck, tip = with_horn(138)
    assert with_round_tips(cloth, (neck,), (tip,), WIDTH_PX) is cloth
