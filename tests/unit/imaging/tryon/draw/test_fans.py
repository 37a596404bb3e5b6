"""Fans of folds."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.fans import Fan, Noise, add_fan


def test_a_fan_opens_to_one_side_and_its_folds_lie_along_its_rays() -> None:
    y, x = (each.astype(np.float32) / 50 for each in np.mgrid[-50:100, -75:75])
    across, along = 0.0, 0.0
    for seed in range(6):
        height = np.zeros((150, 150), np.float32)
        fan = Fan(np.zeros(2), 6.0, 0.2, 1.0, 1.0, np.array([0.0, 1.0]), 0.5)
        add_fan(height, fan, x, y, Noise(np.random.default_rng(seed)))
        assert (height[:50] == 0).all()
        assert height.max() > 0.02
        below = height[75:125, 50:100]  # about the middle ray, which goes down
        across += float(np.abs(np.diff(below, axis=1)).mean())
        along += float(np.abs(np.diff(below, axis=0)).mean())
    assert across > 1.3 * along
