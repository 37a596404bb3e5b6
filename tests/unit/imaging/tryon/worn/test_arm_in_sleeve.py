"""Arms below long sleeves: from the shoulder into the hand that is seen, within the sleeve, formed as arms are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.worn.arm_in_sleeve import with_arms_in_sleeves
from lingtu.imaging.tryon.worn.limb import STATIONS
from lingtu.imaging.tryon.worn.out_of_sleeve import out_of_sleeve
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_an_arm_ends_in_the_hand_that_is_seen_and_lies_within_its_sleeve() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    for flank in wearer.flanks:
        arm, seen = flank.bare_arm, out_of_sleeve(wearer, flank, layers.rgb)
        assert seen is not None
        assert flank.arm_told > 0.5
        at = int(np.linalg.norm(arm.centres - seen.middle, axis=1).argmin())
        assert arm.outer[at] + arm.inner[at] == pytest.approx(seen.outer.aside + seen.inner.aside, abs=4)
        assert np.abs((arm.centres[at] - seen.middle) @ seen.normal) < 3
        outer = arm.sides(0.9)[0][12:at]
        assert np.isin(sampled(wearer.labels, outer), (Part.TORSO, Part.HANDS, Part.ARMS)).all()
        assert np.abs(np.diff(arm.sides()[0], n=2, axis=0)).max() < 3


def test_a_hand_beside_the_guessed_wrist_draws_the_arm_to_itself() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    moved = wearer.frame.body.points.copy()
    moved[[16, 18, 20], 0] -= 14
    aside = replace(wearer, frame=replace(wearer.frame, body=replace(wearer.frame.body, points=moved)))
    told, guessed = (with_arms_in_sleeves(each, layers.rgb).left.bare_arm for each in (wearer, aside))
    assert guessed.centres[STATIONS - 1, 0] == pytest.approx(told.centres[STATIONS - 1, 0], abs=5)


def test_short_sleeves_leave_arms_as_they_are() -> None:
    layers, wearer = read_person(*person(sleeves=0.4), ("upperBody",))
    again = with_arms_in_sleeves(wearer, layers.rgb)
    assert [flank.arm_told for flank in again.flanks] == [1.0, 1.0]
    assert again.left.bare_arm is wearer.left.bare_arm
