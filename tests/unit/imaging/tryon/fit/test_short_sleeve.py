"""Short sleeves: straight from the shoulder to a cuff that stands off and is higher outside, over what is there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.fit.short_sleeve import FLARED, SLANT, standing_off, taut
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px
from tests.unit.imaging.tryon.drawn import person


def wearer(sleeves: float) -> Wearer:
    rgb, who = person(sleeves=sleeves)
    return read_person(rgb, who, ("upperBody",))[1]


def test_a_cuff_stands_off_from_the_arm_by_its_own_width_within_limits() -> None:
    flank = wearer(0.0).left
    cuff = 0.5 * flank.arm.joint
    beside = float(flank.arm.width_at(np.array([cuff]), 1)[0])
    offs = [standing_off(wearer(0.0), flank, flank.arm, cuff, half * beside)[1] for half in (1.0, 1.42, 3.0)]
    assert offs[0] < offs[1] < offs[2]
    assert offs[0] == FLARED[0] * beside
    assert offs[2] == FLARED[1] * beside


def test_a_cuff_on_a_bare_arm_is_higher_outside() -> None:
    flank = wearer(0.0).left
    cuff = 0.5 * flank.arm.joint
    along, off = standing_off(wearer(0.0), flank, flank.arm, cuff, 0.0)
    assert along == cuff - SLANT * off


def test_a_cuff_is_not_higher_than_the_old_one_that_it_covers() -> None:
    who = wearer(0.3)
    old = sleeve_end_px(who, who.left)
    along, off = standing_off(who, who.left, who.left.arm, old + 3.0, 0.0)
    assert old + 3.0 - SLANT * off < along
    assert old - 3.0 <= along <= old + 3.0


def test_it_is_taut_around_shoulder_and_arm() -> None:
    flank = wearer(0.0).left
    arm = flank.arm
    cuff = 0.6 * arm.joint
    line = taut(flank, arm, flank.tip, (cuff, 1.6 * float(arm.width_at(np.array([cuff]), 1)[0])))
    assert np.allclose(line[0], flank.tip)
    steps = np.diff(line[4:], axis=0)
    turns = steps[:-1, 0] * steps[1:, 1] - steps[:-1, 1] * steps[1:, 0]
    # it never bends inwards, but by rounding
    assert (flank.sign * turns).min() > -1e-3 * np.abs(steps).max() ** 2
    edge = arm.point(np.linspace(0.2, 0.9, 9) * cuff, 1)
    across = (edge[:, None] - line[None]) @ np.array([flank.sign, 0.0])
    nearest = np.linalg.norm(edge[:, None] - line[None], axis=2).argmin(axis=1)
    assert (across[np.arange(len(edge)), nearest] <= 0.5).all()


def test_beside_an_old_sleeve_that_is_as_wide_a_wide_cuff_stays_wide() -> None:
    flank = wearer(0.0).left
    cuff = 0.5 * flank.arm.joint
    wide = replace(flank, arm=replace(flank.arm, outer=2.5 * flank.arm.outer))
    bare, clad = (standing_off(wearer(0.0), each, flank.arm, cuff, 1e3)[1] for each in (flank, wide))
    assert clad > 1.3 * bare
