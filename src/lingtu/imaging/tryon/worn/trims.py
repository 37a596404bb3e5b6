"""Trims of cuffs that have the ground's colours: an arm comes out of its sleeve, no ground is seen between both."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import without_crumbs

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Half widths of an arm's middle at its joints, shoulder widths.
MIDDLE = (0.07, 0.06, 0.045)
#: How far the sleeve is from a trim's pixel towards the shoulder at most, and the arm towards the hand; where that is
#: looked for; shoulder widths.
LONGEST, STEP = 0.1, 0.01
#: So far beside the arm's middle its trim goes on, shoulder widths, where the matte is so unsure at most.
ASIDE, UNSURE = 0.12, 0.3


def with_trims(parts: Labels, fine: Labels, coverage: Floats, frame: Frame) -> Labels:
    """The `fine` parts H x W near arms with such trims as the garment; coverage of the same size.

    They were taken for the ground there; by `parts`, the parser's at any size, they are the upper garment's.
    """
    seen = np.asarray(cv2.resize(parts, fine.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    ground = fine == Part.BACKGROUND
    band = ground & (seen == Part.TORSO)
    now = np.where(fine < len(Part), fine, seen).astype(np.uint8)
    found = np.zeros(fine.shape, np.bool_)
    for limbs in SIDES:
        joints = frame.arm(limbs)[:3]
        for start, end, radii in zip(joints[:-1], joints[1:], (MIDDLE[:2], MIDDLE[1:]), strict=True):
            along = (end - start) * frame.width / max(float(np.linalg.norm(end - start)), 1.0)
            seeds = band & frame.tube([start, end], radii)
            seeds &= _meets(now, Part.TORSO, seeds, -along) & _meets(now, Part.ARMS, seeds, along)
            if seeds.any():
                about = _near(seeds, ASIDE * frame.width) & (band | without_crumbs(ground & (coverage > UNSURE)))
                about &= _meets(now, Part.TORSO, about, -along)
                found |= reached(about | seeds, seeds)
    return np.where(found, np.uint8(Part.TORSO), fine).astype(np.uint8)


def _meets(labels: Labels, part: Part, places: Mask, towards: Floats) -> Mask:
    """From which places H x W a part is met in this direction; that is a shoulder width long."""
    met = np.zeros(places.shape, np.bool_)
    rows, columns = np.nonzero(places)
    for share in np.arange(STEP, LONGEST + STEP, STEP):
        met[rows, columns] |= _at(labels, rows + share * towards[1], columns + share * towards[0]) == part
    return met


def _near(mask: Mask, reach_px: float) -> Mask:
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3) < reach_px, np.bool_)


def _at(labels: Labels, rows: Floats, columns: Floats) -> Labels:
    height, width = labels.shape
    at = rows.round().astype(int).clip(0, height - 1), columns.round().astype(int).clip(0, width - 1)
    return np.asarray(labels[at], np.uint8)
