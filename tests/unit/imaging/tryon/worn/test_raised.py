"""Forearms that are raised lie before the sleeves of their upper arms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.raised import raised_forearms
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person


def hanging() -> Wearer:
    rgb, who = person(sleeves=0.3)
    return read_person(rgb, who, ("upperBody",))[1]


def raised() -> tuple[Wearer, tuple[int, int]]:
    """One whose left wrist is beside its shoulder, and a place beside that forearm, row and column."""
    wearer = hanging()
    limbs, body = wearer.left.limbs, wearer.frame.body
    points = np.array(body.points, np.float32)
    elbow, joint = points[limbs.elbow], wearer.left.joint
    wrist = joint - 0.3 * wearer.width * wearer.right_hand
    points[limbs.wrist] = wrist
    x, y = np.rint(0.5 * elbow + 0.5 * wrist - 0.15 * wearer.width * wearer.right_hand).astype(int)
    return replace(wearer, frame=replace(wearer.frame, body=replace(body, points=points))), (int(y), int(x))


def test_arms_that_hang_are_none() -> None:
    assert not raised_forearms(hanging()).any()


def test_a_raised_forearm_is_before_its_upper_arm_and_the_shoulder_is_not() -> None:
    wearer, place = raised()
    before = raised_forearms(wearer)
    joint = tuple(np.rint(wearer.left.joint).astype(int)[::-1])
    assert wearer.labels[place] != Part.TORSO
    assert before[place] > 0.9 > 0.1 > before[joint]
    assert not before[:, int(wearer.shoulders[0]) :].any()


def test_an_old_sleeve_that_is_seen_is_covered() -> None:
    wearer, place = raised()
    labels = np.where(raised_forearms(wearer) > 0, Part.TORSO, wearer.labels).astype(np.uint8)
    assert raised_forearms(replace(wearer, labels=labels))[place] < 0.1
