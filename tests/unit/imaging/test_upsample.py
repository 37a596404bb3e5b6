from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.upsample import joint


def test_a_ramp_stays_a_ramp() -> None:
    values = np.tile(np.arange(8, dtype=np.float32) * 0.001, (6, 1))[..., None]
    flat = np.zeros((6, 8, 1), np.float32)
    found = joint(values, np.ones((6, 8), np.float32), flat, np.zeros((12, 16, 1), np.float32), (-0.25, -0.25), 0.5)
    assert found[5, 2:-2, 0] == pytest.approx((np.arange(2, 14) * 0.5 - 0.25) * 0.001, abs=1e-6)


def test_an_edge_of_the_guide_is_an_edge_of_the_values() -> None:
    """Coarse values change between columns 3 and 4; the fine guide says that the edge is further right."""
    values = np.zeros((8, 8, 1), np.float32)
    values[:, 4:] = 1
    guide = values * 4
    fine_guide = np.zeros((32, 32, 1), np.float32)
    fine_guide[:, 18:] = 4
    found = joint(values, np.ones((8, 8), np.float32), guide, fine_guide, (-0.375, -0.375), 0.25)
    assert found[:, :18].max() < 0.1
    assert found[:, 18:].min() > 0.9


def test_what_is_not_trusted_counts_little() -> None:
    values = np.full((5, 5, 1), 1, np.float32)
    values[2, 2] = 0
    trust = np.ones((5, 5), np.float32)
    trust[2, 2] = 0.01
    flat = np.zeros((5, 5, 1), np.float32)
    assert joint(values, trust, flat, flat, (0, 0), 1)[2, 2, 0] > 0.9
