"""How surely an arm can be drawn without its sleeve: not where its hand isn't seen, or the old top hides that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.arm_in_sleeve import with_arms_in_sleeves
from lingtu.imaging.tryon.worn.arm_told import hidden_by_top
from lingtu.imaging.tryon.worn.out_of_sleeve import Edge, OutOfSleeve
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person


def told(wearer: Wearer, rgb: np.ndarray, hidden: np.ndarray, by: Part) -> float:
    labels = np.where(hidden & np.isin(wearer.labels, (Part.HANDS, Part.ARMS)), by, wearer.labels).astype(np.uint8)
    return with_arms_in_sleeves(replace(wearer, labels=labels), rgb).left.arm_told


def test_an_arm_whose_hand_is_hidden_is_not_told() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    y, x = np.indices(wearer.labels.shape)
    left = x < 256
    assert told(wearer, layers.rgb, left & (y < 0), Part.TORSO) > 0.5
    assert told(wearer, layers.rgb, left, Part.BACKGROUND) == 0
    hand = np.flatnonzero((np.isin(wearer.labels, (Part.HANDS, Part.ARMS)) & left).any(axis=1))
    assert told(wearer, layers.rgb, left & (y > hand[0] + 14), Part.TORSO) < 0.3


def test_a_hand_that_is_seen_as_a_whole_before_a_dress_is_not_hidden_by_it() -> None:
    _, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    middle, edge = np.array([200.0, 400.0]), Edge(0.0, 12.0, 0.0, seen=True)
    seen = OutOfSleeve(middle, np.array([0.0, 1.0]), np.array([-1.0, 0.0]), edge, edge)
    for length, hidden in ((0.15, 1.0), (0.35, 0.0)):
        labels = np.full(wearer.labels.shape, Part.TORSO, np.uint8)
        labels[400 : 400 + int(length * wearer.width), 180:220] = Part.HANDS
        assert hidden_by_top(replace(wearer, labels=labels), seen) == hidden
