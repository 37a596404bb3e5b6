"""Shoulders of the drawn person, and the seams on them."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import robust_line
from lingtu.imaging.tryon.fit.shoulder import shoulder_seam
from lingtu.imaging.tryon.fit.sleeve_cloth import under_seam
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.worn.padding import SLOPE, padding
from lingtu.imaging.tryon.worn.wearer import Wearer, measure_wearer
from tests.unit.imaging.tryon.drawn import SIZE, filled, person


def wearer(labels: np.ndarray | None = None) -> Wearer:
    _, who = person()
    return measure_wearer(who.parts.labels if labels is None else labels, Frame(who.body, None, SIZE), who.parts.outfit)


def test_a_line_goes_through_the_points_that_are_on_it() -> None:
    x = np.linspace(0.24, 0.5, 14)
    y = 0.25 - 0.5 * x
    y[:4] += 0.3
    assert np.allclose(robust_line(x, y, 0.015), (-0.5, 0.25))


def test_hair_far_above_a_shoulder_does_not_hide_its_outline() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    cv2.rectangle(labels, (170, 122), (225, 138), int(Part.HAIR), -1)
    assert np.allclose(wearer(labels).left.slope, wearer().left.slope, atol=0.03)


def test_a_shoulder_close_to_its_joint_is_no_higher_than_its_outline() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    joint = wearer().left.joint
    labels[: int(joint[1]) - 10, : int(joint[0]) + 20] = Part.BACKGROUND
    tip = wearer(labels).left.tip
    assert joint[1] - tip[1] < 11.5


def test_a_seam_lies_in_a_hollow_beside_the_neck_and_spans_a_little_of_it() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    labels[:172, 190:215] = Part.BACKGROUND
    body = wearer(labels)
    seam = shoulder_seam(body, body.left, 0.2, 0.5, sleeved=True)
    x, y = seam[3]
    assert 190 < x < 215
    chord = (seam[0] + seam[-1]) / 2
    assert chord[1] + 0.5 < y < 172


def test_a_joint_near_the_outline_is_moved_into_the_body() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    joint = wearer().left.joint
    labels[:, : int(joint[0]) - 6] = Part.BACKGROUND
    moved = wearer(labels).left.joint
    assert moved[0] > joint[0] + 3
    assert np.linalg.norm(moved - joint) < 0.13 * wearer().width
    assert np.allclose(wearer(labels).right.joint, wearer().right.joint)


def test_puffs_of_old_sleeves_are_no_shoulders_but_square_bare_ones_are() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    for x in (lambda x: x, lambda x: 512 - x):
        corners = [(x(226), 144), (x(170), 151), (x(170), 195), (x(226), 195)]
        cv2.fillPoly(labels, [np.array(corners, np.int32)], int(Part.TORSO))
    puffed = wearer(labels)
    assert -(puffed.left.slope[0] + puffed.right.slope[0]) / 2 > 0.9 * SLOPE
    assert puffed.left.tip[1] > 158
    assert (puffed.labels[:158, 172] == Part.BACKGROUND).all()
    frame = Frame(who.body, None, SIZE)
    flat = (0.0, 0.2), (0.0, 0.2)
    assert padding(labels, frame, flat, clothed=True).any()
    assert not padding(labels, frame, flat, clothed=False).any()
    assert not padding(labels, frame, ((-0.5, 0.3), (0.0, 0.2)), clothed=True).any()


def test_hair_before_a_shoulder_does_not_end_it() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    left = wearer().left
    cv2.circle(labels, (int(left.joint[0]), int(left.joint[1]) - 14), 9, int(Part.HAIR), -1)
    before = wearer(labels).left
    assert before.joint[1] - before.tip[1] > 0.12 * wearer().width


def test_a_sleeve_goes_on_below_its_seam_away_from_itself_whichever_way_it_hangs() -> None:
    # the seam goes straight down and a little out, as the arm does
    outer = np.linspace((0, 0), (-20, 100), 24)
    far = np.concatenate([np.linspace((0, 0), (-8, 60), 13)[:-1], np.linspace((-8, 60), (-2, 110), 12)])
    grid = outer[:, None] + (far - outer)[:, None] * np.linspace(0, 1, 7)[None, :, None]
    under, _ = under_seam(grid, grid, 12, 5.0, 1.0, None)
    assert (under[:13, 0] > grid[:13, -1, 0] + 4).all()


def test_a_sleeve_as_steep_as_the_shoulder_does_not_begin_at_the_neck() -> None:
    left = [(190, 40), (178, 48), (60, 140), (95, 190), (150, 150), (150, 520)]
    alpha = filled([(300, 90), *left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    top = read_top(alpha > 0.5, is_dress=False)
    assert top.sleeved
    assert top.left.shoulder[0] < 300 - 0.88 * 150


def test_a_strand_across_a_shoulder_notches_no_seam_that_ends_beside_skin() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    without = shoulder_seam(wearer(labels), wearer(labels).left, 0.2, 0.5, sleeved=False)
    x = round(float(without[3][0]))
    labels[100:200, x - 1 : x + 2] = Part.HAIR
    body = wearer(labels)
    seam = shoulder_seam(body, body.left, 0.2, 0.5, sleeved=False)
    assert abs(seam[3][1] - without[3][1]) < 1.5
    assert (shoulder_seam(body, body.left, 0.2, 0.5, sleeved=True)[0] - seam[0])[1] < -0.5


def test_a_strap_goes_up_over_the_shoulder() -> None:
    body = wearer()
    strap, wide = (shoulder_seam(body, body.left, 0.3, tip, sleeved=False)[0] for tip in (0.36, 0.5))
    assert (strap - wide)[1] < -0.4
