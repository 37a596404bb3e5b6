"""Hands in pockets where a dress comes."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.check.no_pocket import no_pocket
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person, person_with_hand_in_pocket


def test_a_hand_before_the_dress_counts_and_in_a_sleeve_it_is_lost() -> None:
    layers, wearer = read_person(*person_with_hand_in_pocket(), ("dresses",))
    everywhere = np.ones(layers.labels.shape, np.float32)
    hands = layers.labels == Part.HANDS
    seen = no_pocket(layers, wearer, everywhere * ~hands)
    assert 0 < seen <= 1.01 * np.count_nonzero(hands) / wearer.width**2
    assert no_pocket(layers, wearer, everywhere) == 1


def test_hands_that_hang_need_no_pocket() -> None:
    layers, wearer = read_person(*person(), ("dresses",))
    assert no_pocket(layers, wearer, np.ones(layers.labels.shape, np.float32)) == 0
