from __future__ import annotations

import numpy as np

from lingtu.imaging.fill import fill
from lingtu.imaging.inpaint.shading import plainness, shading_of

SIDE = 120


def backdrop() -> np.ndarray:
    """Light that falls off towards one corner, as on paper in a studio."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    light = 0.85 - 0.25 * x - 0.2 * y * y
    return np.stack([0.8 * light, 0.9 * light, light], axis=2).astype(np.float32)


def hole() -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), bool)
    mask[30:95, 25:90] = True
    return mask


def test_light_on_a_plain_backdrop_is_carried_across_without_a_step() -> None:
    broken = np.where(hole()[..., None], np.float32(0), backdrop())
    filled = fill(broken, hole().astype(np.float32), 1).rgb
    assert np.abs(filled - backdrop())[hole()].max() < 0.03
    assert max(np.abs(np.diff(filled, axis=axis)).max() for axis in (0, 1)) < 0.02


def test_a_backdrop_is_plain_and_one_with_a_thing_at_the_rim_is_not() -> None:
    lab = 100 * backdrop()
    assert plainness(lab, hole()) == 1
    lab[60:80, :40] = 10
    assert plainness(lab, hole()) < 0.2


def test_slow_steps_are_shading_and_quick_ones_are_not() -> None:
    everywhere = np.ones((SIDE, SIDE), bool)
    slow = np.full((SIDE * SIDE, 6), 0.1, np.float32)
    assert np.allclose(shading_of(slow, everywhere), slow, rtol=0.1)
    quick = 5 * np.where(np.indices((SIDE, SIDE)).sum(axis=0) % 2, 1, -1).reshape(-1, 1) * np.ones((1, 6))
    assert np.abs(shading_of(quick.astype(np.float32), everywhere)).max() < 0.5
