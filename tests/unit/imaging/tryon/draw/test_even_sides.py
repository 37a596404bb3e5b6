"""Sides are smooth lines between their corners, which stay."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.even_sides import skirt_sides, with_even_sides
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person

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


def test_a_skirt_s_sides_begin_below_the_waist_and_a_top_has_none() -> None:
    _, wearer = read_person(*person(), ("dresses",))
    nothing, pair = np.zeros((2, 2)), (np.zeros(2),) * 2
    side = np.stack([wearer.at(level, 60.0) for level in np.linspace(0.3, 1.6, 13)])
    dress, top = (
        TopFit((), 1, hem, nothing, nothing, (side, side), pair, pair, pair, (0, 0), None) for hem in (1.6, 1.0)
    )
    for found in skirt_sides(dress, wearer):
        assert 0.8 < wearer.level_of(found[0]) < 1.0
        assert np.array_equal(found[-1], side[-1])
    assert len(skirt_sides(dress, wearer)) == 2
    assert skirt_sides(top, wearer) == ()
