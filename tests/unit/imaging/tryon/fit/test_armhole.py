"""Where armpits come to lie on the drawn person."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.armhole import armpit
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import TONES, person


@pytest.mark.parametrize("sleeved", [False, True])
def test_beside_a_bare_arm_before_the_body_an_armpit_is_in_the_fold(sleeved: bool) -> None:
    rgb, who = person(sleeves=0.02)
    who.parts.labels[210:340, 165:195] = Part.ARMS
    rgb[210:340, 165:195] = TONES[Part.ARMS]
    _, wearer = read_person(rgb, who, ("upperBody",))
    flank = wearer.left
    pit = armpit(wearer, flank, 0.27, sleeved)
    inner = flank.arm.sides()[1]
    beside = float(np.interp(pit[1], inner[:, 1], inner[:, 0]))
    assert beside > flank.joint[0] + 2
    assert abs(beside - pit[0]) < 1.5
