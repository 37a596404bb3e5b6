"""Gaps that a matte closed are told by the ground's own colour."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.ground_gaps import without_ground_gaps
from tests.unit.imaging.tryon.drawn import filled

SHAPE = (400, 300)
#: A body and a sleeve that a gap parts below, which the matte closed down to near the hem.
WHOLE = filled([(60, 40), (240, 40), (240, 330), (60, 330)], SHAPE)
GAP = filled([(206, 250), (214, 250), (214, 360), (206, 360)], SHAPE) > 0.5


def test_a_gap_in_the_grounds_colour_is_opened() -> None:
    distance = np.where((WHOLE > 0.5) & ~GAP, 3.0, 0.2).astype(np.float32)
    found = without_ground_gaps(WHOLE, distance, 1.0)
    assert found[270:325, 209:212].max() < 0.1
    assert np.abs(found - WHOLE)[:, :200].max() == 0


def test_cloth_that_has_the_grounds_colour_is_left() -> None:
    distance = np.where((WHOLE > 0.5) & ~GAP, 3.0, 0.2).astype(np.float32)
    distance[100:160, 100:160] = 0.5
    assert without_ground_gaps(WHOLE, distance, 1.0) is WHOLE
