"""A sleeve's end on the hand that comes out of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.onto_hand import onto_hand
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person

#: Middle of a sleeve's end, its half width, and its length, px.
X, Y, HALF, LONG = 250, 300, 15, 200


def wearer_with_hand(first: int, end: int) -> Wearer:
    """One who has a hand alone, between these columns below the end."""
    rgb, known = person()
    wearer = read_person(rgb, known, ("upperBody",))[1]
    labels = np.full(wearer.labels.shape, Part.BACKGROUND, np.uint8)
    labels[Y : Y + 60, first:end] = Part.HANDS
    return replace(wearer, labels=labels)


def grid() -> np.ndarray:
    """One that goes straight down."""
    x, y = np.meshgrid(np.linspace(X - HALF, X + HALF, 7), np.linspace(Y - LONG, Y, 24))
    return np.stack([x, y], axis=2)


def test_a_cuff_is_around_the_hand_beside_it_and_the_shoulder_stays() -> None:
    found = onto_hand(grid(), wearer_with_hand(X + 4, X + 38))
    assert found[-1, [0, -1], 0] == pytest.approx([X + 3, X + 39], abs=2)
    assert found[:8] == pytest.approx(grid()[:8])
    assert (np.diff(found[..., 1], axis=0) > 0).all()


def test_a_cuff_that_is_wider_than_the_hand_stays_so_wide() -> None:
    found = onto_hand(grid(), wearer_with_hand(X - 2, X + 20))
    assert np.ptp(found[-1, :, 0]) == pytest.approx(2 * HALF)
    assert found[-1, :, 0].mean() == pytest.approx(X + 9, abs=1.5)


@pytest.mark.parametrize("span", [(X - 4, X + 4), (X - 90, X + 90), (X, X)])
def test_without_a_whole_hand_it_stays(span: tuple[int, int]) -> None:
    sleeve = grid()
    assert onto_hand(sleeve, wearer_with_hand(*span)) is sleeve
