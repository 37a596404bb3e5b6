"""Where armpits come to lie on the drawn person."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.outline import at_shares
from lingtu.imaging.tryon.fit.armhole import along_straps, armhole, armpit
from lingtu.imaging.tryon.flat.top import TopSide
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


def test_a_strap_keeps_its_width_wherever_its_edges_come_to_lie() -> None:
    curve = np.array([[100.0, 0.0], [120.0, 100.0], [200.0, 160.0], [280.0, 100.0], [300.0, 0.0]])
    edge = np.array([[92.0, 0.0], [112.0, 100.0], [80.0, 200.0]])
    nothing = curve[:0]
    side = TopSide(-1, curve[0], edge[0], edge[-1], np.stack([curve[0], edge[0]]), nothing, nothing, None, edge)
    line = curve * (1.0, 0.7) + (40.0, 30.0)
    own = armhole(side, line[0] - (8.0, 0.0), np.array([90.0, 260.0]))
    # on the wearer at even shares of its length
    way = np.linspace(0, 1, 13)
    kept = along_straps(side, own, curve, at_shares(line, way), 220.0, 1.0)
    strap = kept.source[:, 1] < 70
    assert strap.sum() > 3
    off = kept.target[strap, 0] - np.interp(kept.target[strap, 1], line[:2, 1], line[:2, 0])
    assert np.abs(off + 8).max() < 2
    below = own.source[:, 1] > 150
    assert np.array_equal(kept.target[-below.sum() :], own.target[below])
