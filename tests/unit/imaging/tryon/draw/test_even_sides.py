"""Sides are smooth lines between their corners, which stay."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.even_sides import with_even_sides
from lingtu.imaging.tryon.draw.render import Cloth

TOP, BOTTOM, LEFT, RIGHT = 40, 240, 60, 180


def wavy() -> Cloth:
    """A rectangle whose left side has waves of 3 px."""
    y, x = np.indices((300, 260), np.float32)
    left = LEFT + 3 * np.sin(2 * np.pi * (y - TOP) / 20)
    inside = (x - left + 0.5).clip(0, 1) * (x < RIGHT) * (y >= TOP) * (y < BOTTOM)
    return Cloth(np.full((300, 260, 3), 0.5, np.float32), inside.astype(np.float32))


def sides(alpha: np.ndarray) -> np.ndarray:
    return RIGHT - alpha[TOP + 15 : BOTTOM - 15].sum(axis=1)


def test_waves_of_a_side_go_and_its_corners_stay() -> None:
    cloth = wavy()
    corners = np.array([[LEFT, TOP], [LEFT, BOTTOM - 1]], np.float64)
    even = with_even_sides(cloth, (corners,), 200.0)
    assert np.ptp(sides(cloth.alpha)) > 5.5
    assert np.ptp(sides(even.alpha)) < 1.0
    assert abs(float(np.median(sides(even.alpha))) - LEFT) < 0.6
    assert even.alpha[TOP + 2, LEFT + 4] > 0.9
    assert even.alpha[BOTTOM - 3, LEFT + 4] > 0.9


def test_what_is_not_between_the_corners_stays_as_it_is() -> None:
    cloth = wavy()
    corners = np.array([[LEFT, TOP], [LEFT, BOTTOM - 1]], np.float64)
    even = with_even_sides(cloth, (corners,), 200.0)
    assert np.array_equal(even.alpha[:, RIGHT - 40 :], cloth.alpha[:, RIGHT - 40 :])


def test_corners_that_are_none_of_the_outline_change_nothing() -> None:
    cloth = wavy()
    inside = np.array([[120, 120], [120, 160]], np.float64)
    assert with_even_sides(cloth, (inside,), 200.0) is cloth
