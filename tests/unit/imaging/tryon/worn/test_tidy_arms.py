"""What lies on the bones of arms in sleeves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.tidy_arms import in_sleeves
from tests.unit.imaging.tryon.drawn import person


def test_pale_stripes_of_a_long_sleeve_are_no_ground_and_beside_bare_arms_nothing_is_a_sleeve() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    frame, outfit = wearer.frame, replace(wearer.outfit, sleeves=(1.0, 1.0))
    _, elbow, wrist, _ = frame.arm(SIDES[0])
    sleeve = frame.tube([elbow, wrist], (0.15, 0.15))
    labels = np.where(sleeve, Part.TORSO, layers.labels).astype(np.uint8)
    x, y = np.rint((elbow + wrist) / 2).astype(int)
    labels[y - 2 : y + 2, x - 2 : x + 2] = Part.BACKGROUND
    found = in_sleeves(layers.rgb, labels, frame, outfit)
    assert found[y - 2 : y + 2, x - 2 : x + 2].all()
    assert (labels[found] != Part.TORSO).all()
    assert not in_sleeves(layers.rgb, labels, frame, replace(outfit, sleeves=(0.3, 0.3))).any()
