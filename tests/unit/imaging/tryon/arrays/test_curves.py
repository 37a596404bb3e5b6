"""Measurements along curves."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.tryon.arrays.curves import concave, evened_line, smooth_step


def test_an_evened_line_has_no_waves_and_keeps_its_ends() -> None:
    straight = np.stack([np.linspace(0, 10, 26), np.linspace(5, 105, 26)], axis=1)
    assert evened_line(straight, 2.0) == pytest.approx(straight)
    wavy = straight + np.array([4.0, 0]) * np.sin(np.arange(26) * 2.0)[:, None]
    even = evened_line(wavy, 2.0)
    assert even[[0, -1]] == pytest.approx(wavy[[0, -1]], abs=1e-6)
    assert np.abs(even - straight)[4:-4, 0].max() < 1


def test_a_concave_line_is_straight_across_dents_and_bends_to_one_side() -> None:
    values = np.array([0.0, 1, 1, 4, 2, 3, 0])
    above = concave(values)
    assert (above >= values - 1e-9).all()
    assert np.diff(above, n=2).max() < 1e-9
    assert np.allclose(above, (0, 4 / 3, 8 / 3, 4, 3.5, 3, 0))


def test_a_smooth_step_goes_from_0_to_1_without_corners_and_keeps_its_type() -> None:
    share = np.linspace(-1, 2, 3001, dtype=np.float32)
    step = smooth_step(share)
    assert step.dtype == np.float32
    assert np.all(step[share <= 0] == 0)
    assert np.all(step[share >= 1] == 1)
    assert smooth_step(np.array([0.25, 0.5, 0.75])) == pytest.approx([0.15625, 0.5, 0.84375])
    slope = np.diff(step.astype(np.float64)) / 0.001
    assert np.abs(np.diff(slope)).max() < 0.01  # a straight ramp's jumps by 1 at both ends
