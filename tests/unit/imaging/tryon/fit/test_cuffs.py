"""Where sleeves end: alike on both arms."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.cuffs import LONGER, STILL, end_px, ends_px
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.top import HALF, Top
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px
from tests.unit.imaging.tryon.drawn import person, tee


def short_sleeves(sleeves: float) -> tuple[Top, Wearer]:
    rgb, who = person(sleeves=sleeves)
    _, wearer = read_person(rgb, who, ("upperBody",))
    top = read_garment(*tee(), "upperBody").top
    assert top is not None
    assert top.reach < HALF
    return top, wearer


def bared(wearer: Wearer) -> Wearer:
    """Without the old sleeve on the picture's left."""
    labels = wearer.labels.copy()
    left = np.indices(labels.shape)[1] < wearer.left.joint[0] + 4
    labels[left & (labels == Part.TORSO)] = Part.ARMS
    return Wearer(labels, wearer.frame, wearer.outfit, wearer.left, wearer.right)


def lengthened(wearer: Wearer, longer: float) -> Wearer:
    """With an old sleeve on the picture's left that goes so far along the arm, px."""
    labels, arm = wearer.labels.copy(), wearer.left.arm
    for at in np.linspace(0, longer, 400):
        edges = (arm.point(np.array([at]), side)[0] for side in (1, -1))
        (x, y), (end, _) = (np.rint(edge).astype(int) for edge in edges)
        labels[y, min(x, end) : max(x, end)] = Part.TORSO
    return Wearer(labels, wearer.frame, wearer.outfit, wearer.left, wearer.right)


def test_sleeves_end_alike_where_an_old_one_is_covered_on_one_side_alone() -> None:
    top, wearer = short_sleeves(0.25)
    wearer = bared(wearer)
    by_themselves = [end_px(top, flank, 0.4, wearer) for flank in wearer.flanks]
    assert by_themselves[1] > 1.3 * by_themselves[0]
    left, right = ends_px(top, 0.4, wearer)
    assert left == right == by_themselves[1]


def test_no_sleeve_is_lengthened_past_the_elbow() -> None:
    top, wearer = short_sleeves(0.4)
    wearer = bared(wearer)
    left, right = ends_px(top, 0.5, wearer)
    assert right > left == wearer.left.arm.joint


def test_an_old_sleeve_that_is_a_little_too_long_is_covered_as_the_other_one() -> None:
    top, wearer = short_sleeves(0.25)
    longer = end_px(top, wearer.left, 0.4, bared(wearer)) + (LONGER + STILL) / 2 * wearer.width
    wearer = lengthened(wearer, longer)
    assert end_px(top, wearer.left, 0.4, wearer) < sleeve_end_px(wearer, wearer.left)
    assert end_px(top, wearer.right, 0.4, wearer) > sleeve_end_px(wearer, wearer.right)
    assert ends_px(top, 0.4, wearer)[0] > sleeve_end_px(wearer, wearer.left)


def test_where_the_body_before_an_arm_seems_its_sleeve_the_other_one_tells_where_both_end() -> None:
    top, wearer = short_sleeves(0.25)
    labels = wearer.labels.copy()
    right = np.indices(labels.shape)[1] > wearer.right.joint[0] - 4
    labels[right & (labels == Part.ARMS)] = Part.TORSO
    wearer = Wearer(labels, wearer.frame, wearer.outfit, wearer.left, wearer.right)
    assert sleeve_end_px(wearer, wearer.right) > 0.9 * wearer.right.arm.length
    left, right_px = ends_px(top, 0.4, wearer)
    assert abs(left / wearer.left.arm.length - right_px / wearer.right.arm.length) < 0.1
    assert right_px < wearer.right.arm.joint


def test_an_old_sleeve_that_seems_to_be_far_longer_than_the_other_one_is_misread() -> None:
    top, wearer = short_sleeves(0.25)
    longer = sleeve_end_px(wearer, wearer.right) + 0.5 * wearer.width
    wearer = lengthened(wearer, longer)
    by_itself = end_px(top, wearer.left, 0.4, wearer)
    assert sleeve_end_px(wearer, wearer.left) - by_itself > LONGER * wearer.width
    assert ends_px(top, 0.4, wearer)[0] < sleeve_end_px(wearer, wearer.left)
