"""Tops that would hang over a hand in a pocket."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.check.over_pocket import over_pocket
from lingtu.imaging.tryon.fit.hang import hand_in_pocket
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person, person_with_hand_in_pocket


def test_a_top_over_the_end_of_a_hand_is_told_and_one_above_it_or_over_all_of_it_is_not() -> None:
    layers, wearer = read_person(*person_with_hand_in_pocket(), ("upperBody",))
    hands = [hand_in_pocket(layers, wearer, flank) for flank in wearer.flanks]
    hand = max(hands, key=np.count_nonzero)
    everywhere = np.ones(hand.shape, np.float32)
    assert over_pocket(layers, wearer, everywhere * (layers.labels == Part.LOWER)) == 1
    assert over_pocket(layers, wearer, 0 * everywhere) == 0
    assert over_pocket(layers, wearer, everywhere) == 0


def test_hands_that_hang_are_in_no_pocket() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    assert over_pocket(layers, wearer, np.ones(layers.labels.shape, np.float32)) == 0
