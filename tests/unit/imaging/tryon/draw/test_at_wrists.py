"""A hand goes over into the arm that is made up above it within a few pixels, and nothing else changes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.at_wrists import wrists
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person

REACH = 8.0


def test_only_the_hand_beside_the_old_cuff_is_drawn_over() -> None:
    layers, wearer = read_person(*person(sleeves=0.95), ("upperBody",))
    bared = layers.labels == Part.TORSO
    share = wrists(layers, wearer, bared, REACH)
    hands = np.isin(layers.labels, (Part.HANDS, Part.ARMS))
    assert share.max() > 0.9
    assert not (share > 0.1)[~hands & (layers.share(Part.HANDS, Part.ARMS) < 0.05)].any()
    rows, columns = np.nonzero(hands & (share > 0.05))
    first = {bool(side): rows[(columns > wearer.shoulders[0]) == side].min() for side in (True, False)}
    for row, column in zip(rows, columns, strict=True):
        assert row < first[bool(column > wearer.shoulders[0])] + 3 * REACH
    assert not wrists(layers, wearer, np.zeros_like(bared), REACH).any()
