"""Sleeves beside a hand in a pocket."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.sewn import without_scraps


def test_of_a_sleeve_that_is_cut_no_scrap_is_left() -> None:
    alpha = np.zeros((100, 200), np.float32)
    alpha[10:90, 10:60], alpha[10:80, 140:190] = 1.0, 1.0
    alpha[50:56, 100:105] = 0.7
    result = without_scraps(alpha)
    assert not result[40:60, 90:110].any()
    assert (result[:, :70] == alpha[:, :70]).all()
    assert (result[:, 130:] == alpha[:, 130:]).all()
    assert not without_scraps(np.zeros_like(alpha)).any()
