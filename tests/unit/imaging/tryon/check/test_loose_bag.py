"""Bags that hang from a hand, by a handle that is seen and by one that isn't, on the drawn person."""

from __future__ import annotations

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.check.loose_bag import loose_bag_px
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_a_bag_whose_handle_was_taken_for_clothes_hangs_from_nothing() -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    x, y = (int(each) for each in wearer.frame.knuckles(wearer.flanks[0].limbs))
    labels = layers.labels.copy()
    assert loose_bag_px(labels, wearer) < 0.12 * wearer.width
    below = y + int(0.4 * wearer.width)
    labels[below : below + 60, x - 30 : x + 30] = Part.BAGS
    assert loose_bag_px(labels, wearer) > 0.12 * wearer.width
    labels[y:below, x - 2 : x + 2] = Part.BAGS
    assert loose_bag_px(labels, wearer) < 0.12 * wearer.width


def test_a_bag_far_from_the_hands_does_not_hang_from_them() -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    labels = layers.labels.copy()
    labels[:60, :60] = Part.BAGS
    assert loose_bag_px(labels, wearer) < 0.12 * wearer.width
