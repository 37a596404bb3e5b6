"""Folds that meet a top's sides."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.tryon.fit.side_folds import side_folds

LEVELS = np.linspace(0.35, 1.1, 101)


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_side_goes_in_and_out_a_little_and_stays_at_armpit_and_hem(sign: int) -> None:
    off = side_folds(LEVELS, sign)
    assert off[[0, -1]] == pytest.approx([0, 0])
    assert off.min() < -0.003
    assert off.max() > 0.003
    assert np.abs(off).max() < 0.012
    assert abs(off.mean()) < 0.002


def test_the_two_sides_differ() -> None:
    assert np.abs(side_folds(LEVELS, -1) - side_folds(LEVELS, 1)).max() > 0.004
