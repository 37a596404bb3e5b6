"""What shows below a top's hem and was taken for the top: belt buckles, drawstrings of trousers, shade at the hands."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import pieces_of, reached

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Width of what is thin, shoulder widths; levels about the waist at which it is looked for, and how far from the axis.
THIN, NEAR, MIDDLE = 0.06, (-0.12, 0.3), 0.4
#: Share of a piece's outline that is the lower garment's, and its Lab distance from the top's colour, at least.
IN_LOWER, UNLIKE = 0.7, 15.0
#: Width of what is no more than a line, shoulder widths; shares of its outline that are the lower garment's and an
#: arm's or a hand's, at least.
LINE, AT_LOWER, AT_ARM = 0.08, 0.25, 0.25
#: Shares of a waistband's outline that are the top's, at most, and the lower garment's, at least; area of what counts,
#: px.
AT_TOP, IN_BAND, LEAST_PX = 0.2, 0.5, 30


def buckles(rgb: Floats, labels: Labels, frame: Frame, waist: float) -> Mask:
    """Thin pieces of the upper garment, H x W, that reach into the lower one and have another colour than the top."""
    found = np.zeros(labels.shape, np.bool_)
    upper, lower = labels == Part.TORSO, labels == Part.LOWER
    if min(np.count_nonzero(upper), np.count_nonzero(lower)) < 50:
        return found
    side = 2 * max(1, int(THIN * frame.width / 2)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    solid = cv2.morphologyEx(upper.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0
    below = frame.along - waist
    place = (below > NEAR[0]) & (below < NEAR[1]) & (frame.across < MIDDLE) & ~frame.arms
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    off = np.linalg.norm(lab - np.median(lab[upper], axis=0), axis=2)
    for piece in pieces_of(upper & ~solid & place):
        unlike = float(np.median(off[piece.box][piece.mask])) > UNLIKE
        if unlike and float(lower[piece.box][piece.ring].mean()) > IN_LOWER:
            found[piece.box] |= piece.mask
    if not found.any():
        return found
    # with where they begin, at the hem
    near = cv2.dilate(found.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    return reached(found | (near & upper & (off > UNLIKE)), found)


def shade_at_hands(labels: Labels, frame: Frame, waist: float) -> Mask:
    """Lines of the upper garment, H x W, that go down from its hem between a hand and the lower garment."""
    found = np.zeros(labels.shape, np.bool_)
    upper, lower, skin = labels == Part.TORSO, labels == Part.LOWER, np.isin(labels, (Part.HANDS, Part.ARMS))
    if not upper.any() or not lower.any() or not skin.any():
        return found
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * max(1, int(LINE * frame.width / 2)) + 1,) * 2)
    solid = cv2.morphologyEx(upper.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0
    for piece in pieces_of(upper & ~solid & (frame.along > waist)):
        box, ring = piece.box, piece.ring
        if float(lower[box][ring].mean()) > AT_LOWER and float(skin[box][ring].mean()) > AT_ARM:
            found[box] |= piece.mask
    return found


def waistband_as_top(labels: Labels, frame: Frame, waist: float) -> Mask:
    """Pieces of the upper garment, H x W, that lie at the waist in the lower one and hardly meet the rest of it.

    A shiny waistband below a bare belly, that is tied to the top by no more than a strap.
    """
    found = np.zeros(labels.shape, np.bool_)
    upper = labels == Part.TORSO
    low = upper & (frame.along > waist + NEAR[0]) & ~frame.arms
    for piece in pieces_of(low):
        if piece.area < LEAST_PX:
            continue
        ring = labels[piece.box][piece.ring]
        if float((ring == Part.TORSO).mean()) < AT_TOP and float((ring == Part.LOWER).mean()) > IN_BAND:
            found[piece.box] |= piece.mask
    return found
