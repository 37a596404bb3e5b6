"""Hands in pockets, in front of clothes that had none there."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.made_ready import made_ready
from lingtu.imaging.tryon.draw.pocket import Opening, around_hands, cut_at_openings, find_openings
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, person, person_with_hand_in_pocket, trousers

#: A hand comes from above and ends on this row, between these columns.
RIM, LEFT, RIGHT = 400, 200, 260
OPENING = Opening(np.array([230.0, RIM]), np.array([1.0, 0]), np.array([0, 1.0]), 30.0, np.zeros(3))
WIDTH_PX = 150.0


def hand() -> Layers:
    """Its end is round, in trousers."""
    labels = np.full(SIZE, Part.LOWER, np.uint8)
    y, x = np.indices(SIZE)
    labels[(y < RIM - 20) & (x > LEFT) & (x < RIGHT)] = Part.HANDS
    labels[np.hypot((x - 230) / 30, (y - RIM + 20) / 22) < 1] = Part.HANDS
    shares = np.stack([labels == part for part in Part]).astype(np.float32)
    return Layers(np.full((*SIZE, 3), 0.6, np.float32), labels, shares)


def test_a_hand_ends_at_the_opening() -> None:
    found = cut_at_openings(hand(), (OPENING,), WIDTH_PX)
    assert not (found.labels[RIM + 1 :] == Part.HANDS).any()
    assert (found.labels[: RIM - 5] == hand().labels[: RIM - 5]).all()
    assert np.allclose(found.shares.sum(axis=0), 1)


def test_cloth_must_be_behind_the_opening_and_not_far_before_it() -> None:
    near = around_hands((OPENING,), SIZE, WIDTH_PX)
    assert near[RIM + 30, 230] > 0.99
    assert near[RIM - 60, 230] < 0.01
    assert not around_hands((), SIZE, WIDTH_PX).any()


def test_a_hand_that_ends_in_the_trousers_is_in_their_pocket_and_a_whole_one_is_not() -> None:
    rgb, known = person()
    layers, wearer = read_person(rgb, known, ("dresses",))
    assert find_openings(layers, wearer) == ()
    found = find_openings(*read_person(*person_with_hand_in_pocket(), ("dresses",)))
    assert len(found) == 1
    assert found[0].middle == pytest.approx([318, 422], abs=8)
    assert found[0].inward[1] > 0.7


def test_new_trousers_have_a_pocket_where_the_hand_is_in_the_old_ones() -> None:
    layers, wearer = read_person(*person_with_hand_in_pocket(), ("lowerBody",))
    ready = made_ready(layers, wearer, read_garment(*trousers(), "lowerBody"), Look.of_variation(0, 0))
    assert len(ready.openings) == 1
    opening = ready.openings[0]
    rim = opening.middle + np.polyval(opening.bend, 0) * opening.inward
    for far, part in ((-0.04, Part.HANDS), (0.01, Part.LOWER)):
        x, y = np.rint(rim + far * wearer.width * opening.inward).astype(int)
        assert ready.layers.labels[y, x] == part
