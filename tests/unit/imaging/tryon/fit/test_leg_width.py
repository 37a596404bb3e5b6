"""Legs touch where no gap between them is seen; where one is, its middle is that of the legs."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.leg_width import between_legs


def _flank(x: float) -> Any:
    return SimpleNamespace(leg=SimpleNamespace(point=lambda at, _side: np.stack([np.full(len(at), x), at], axis=1)))


def test_a_gap_beside_the_middle_is_one() -> None:
    labels = np.full((100, 100), Part.LOWER, np.uint8)
    labels[50:, 58:66] = Part.BACKGROUND
    wearer: Any = SimpleNamespace(labels=labels, flanks=(_flank(20.0), _flank(80.0)))
    wearer.left, wearer.right = wearer.flanks
    middle, touch = between_legs(np.array([10.0, 20.0, 30.0, 70.0, 80.0, 90.0]), wearer)
    np.testing.assert_array_equal(touch, [True, True, True, False, False, False])
    assert abs(middle[0, 0] - 50) < 1
    assert abs(middle[-1, 0] - 61.5) < 1.5
