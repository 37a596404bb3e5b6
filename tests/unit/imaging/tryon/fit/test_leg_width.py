"""How wide legs are in place of old trousers, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.leg_width import as_wide, as_wide_inside
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from tests.unit.imaging.tryon.drawn import person

#: Half width of what the drawn person's legs are in, and of wide trousers, px.
SLIM_PX, WIDE_PX = 28, 44
SHARES = np.linspace(0, 1, 26)


def in_wide_trousers() -> tuple[Wearer, Flank, np.ndarray, np.ndarray, np.ndarray]:
    """The wearer, the left side, and places down its leg: the middle, and the edges of a slim one."""
    _, wearer = read_person(*person(), ("lowerBody",))
    flank = wearer.left
    labels = wearer.labels.copy()
    rows = np.arange(450, 700)
    x = float(flank.leg.point(np.array([0.6 * flank.leg.length]), 0)[0, 0])
    cv2.rectangle(labels, (int(x - WIDE_PX), rows[0]), (int(x + WIDE_PX), rows[-1]), int(Part.LOWER), -1)
    middle = np.stack([np.full(26, x), np.linspace(455, 720, 26)], axis=1)
    aside = wearer.right_hand * flank.sign * SLIM_PX
    return replace(wearer, labels=labels), flank, middle, middle + aside, middle - aside


@pytest.mark.parametrize("in_place", [False, True])
def test_the_outer_edge_in_place_of_wide_trousers_is_theirs_down_to_the_hem(in_place: bool) -> None:
    wearer, flank, middle, outside, _ = in_wide_trousers()
    half = np.abs((as_wide(outside, middle, flank, wearer, SHARES, in_place) - middle)[:, 0])
    assert (np.abs(half[-1] - WIDE_PX) < 4) == in_place
    assert (np.abs(half[13] - WIDE_PX) < 4) == in_place


def test_the_inner_edge_reaches_no_farther_than_between_the_legs() -> None:
    wearer, flank, middle, _, inside = in_wide_trousers()
    aside = wearer.right_hand * flank.sign
    free = as_wide_inside(inside, middle, middle - 60 * aside, flank, wearer)
    narrow = as_wide_inside(inside, middle, middle - 34 * aside, flank, wearer)
    assert np.abs(np.abs((free - middle)[:, 0]) - WIDE_PX).max() < 4
    assert np.abs(np.abs((narrow - middle)[:, 0]) - 34).max() < 2


def test_over_a_bare_leg_cloth_is_as_wide_as_that_is_seen_and_beside_a_hand() -> None:
    wearer, flank, middle, outside, _ = in_wide_trousers()
    labels = wearer.labels.copy()
    labels[labels == Part.LOWER] = Part.LEGS
    hand = np.abs(np.arange(labels.shape[1]) - middle[0, 0]) > SLIM_PX / 2
    labels[520:560, hand] = Part.HANDS
    bare = replace(wearer, labels=labels, outfit=replace(wearer.outfit, legs=(0.2, 0.2)))
    half = np.abs((as_wide(outside, middle, flank, bare, SHARES) - middle)[:, 0])
    assert np.abs(half[8:] - 1.3 * SLIM_PX).max() < 1
    assert half[0] == SLIM_PX
