"""Notches in the outline of trousers, on drawn shapes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.notches import without_notches

RADIUS_PX = 20.0


def old_trousers() -> np.ndarray:
    """Hips 80 px wide with a belt that sticks out by 8 px on the right, and two legs from row 100 on."""
    share = np.zeros((160, 200), np.float32)
    share[20:, 60:140] = 1
    share[34:50, 60:148] = 1
    share[100:, 90:110] = 0
    return share


def test_beside_a_belt_the_outline_has_no_steps() -> None:
    taken = old_trousers()
    even = without_notches(taken, 1 - taken, taken > 0.5, RADIUS_PX)
    right = (even > 0.5).sum(axis=1)[20:90] - 80
    assert np.abs(np.diff((taken > 0.5).sum(axis=1)[20:90])).max() == 8
    assert np.abs(np.diff(right[14:])).max() <= 3
    assert (right[50:] == 0).all()


def test_the_gap_between_legs_and_that_beside_an_arm_stay() -> None:
    taken = old_trousers()
    person = taken > 0.5
    person[:60, 160:170] = True  # an arm
    even = without_notches(taken, 1 - taken, person, RADIUS_PX)
    assert np.abs(even - taken)[:56, 100:].max() == 0
    assert even[102:, 92:108].max() == 0


def test_a_belt_loop_s_hole_is_filled_and_a_wider_gap_is_not() -> None:
    taken = old_trousers()
    taken[40:48, 125:130] = taken[60:90, 70:90] = 0
    even = without_notches(taken, 1 - taken, taken > 0.5, RADIUS_PX)
    assert even[42:46, 126:129].min() > 0.9
    assert even[62:88, 72:88].max() == 0
