"""Where a garment goes all around the body, on the drawn person."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.clad import clad
from lingtu.imaging.tryon.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, person


def test_arms_in_sleeves_and_a_covered_torso_are_clad_and_bare_arms_are_not() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    cloth = np.zeros(SIZE, np.float32)
    cloth[165:330, 180:332] = 1  # the torso without its sides
    cloth[190:280, 332:350] = 1  # the middle of one arm
    found = clad(cloth, wearer, ())
    right, left = wearer.right.bare_arm, wearer.left.bare_arm
    edge = (right.centres + 0.8 * right.normals * right.outer[:, None])[10:18].astype(int)
    other = (left.centres + 0.8 * left.normals * left.outer[:, None])[20:30].astype(int)
    assert found[edge[:, 1], edge[:, 0]].min() > 0.9
    assert found[other[:, 1], other[:, 0]].max() < 0.1
    assert found[262:300, 200:312].min() > 0.9
    assert found[345:370, 240:272].max() < 0.1
