"""Trims of cuffs that were taken for the ground, on the drawn person."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.trims import with_trims
from tests.unit.imaging.tryon.drawn import SIZE, person

#: Where the sleeve and its trim end, of the way from shoulder to elbow.
SLEEVE, TRIM = 0.6, 0.7


def arm() -> tuple[Frame, np.ndarray, np.ndarray]:
    """The frame, how far along an upper arm each pixel is, H x W, and the arm."""
    _, who = person()
    frame = Frame(who.body, None, SIZE)
    shoulder, elbow = frame.arm(SIDES[0])[:2]
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    way = elbow - shoulder
    along = ((columns - shoulder[0]) * way[0] + (rows - shoulder[1]) * way[1]) / float(way @ way)
    return frame, along, frame.tube([shoulder, elbow], (0.12, 0.1)) & (along > 0.1)


def test_a_band_between_sleeve_and_arm_is_the_sleeve() -> None:
    frame, along, limb = arm()
    parts = np.where(limb, np.where(along < TRIM, Part.TORSO, Part.ARMS), Part.BACKGROUND).astype(np.uint8)
    fine = np.where(limb & (along > SLEEVE) & (along < TRIM), np.uint8(Part.BACKGROUND), parts)
    assert (with_trims(parts, fine, limb.astype(np.float32), frame) == parts)[limb].mean() > 0.98


def test_a_gap_along_an_arm_stays_ground() -> None:
    frame, along, limb = arm()
    shoulder, elbow = frame.arm(SIDES[0])[:2]
    half = limb & frame.tube([shoulder, elbow], (0.02, 0.02))
    parts = np.where(limb, Part.ARMS, Part.TORSO).astype(np.uint8)
    parts[half] = Part.TORSO
    fine = np.where(half & (along > 0.2), np.uint8(Part.BACKGROUND), parts)
    result = with_trims(parts, fine, np.ones(SIZE, np.float32), frame)
    assert (result == fine)[half & (along > 0.4)].mean() > 0.9
