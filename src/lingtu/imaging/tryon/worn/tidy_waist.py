"""What shows below a top's hem and was taken for the top: belt buckles, and drawstrings of trousers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Width of what is thin, shoulder widths; levels about the waist at which it is looked for, and how far from the axis.
THIN, NEAR, MIDDLE = 0.06, (-0.12, 0.3), 0.4
#: Share of a piece's outline that is the lower garment's, and its Lab distance from the top's colour, at least.
IN_LOWER, UNLIKE = 0.7, 15.0


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
    count, pieces = cv2.connectedComponents((upper & ~solid & place).astype(np.uint8), connectivity=4)
    for index in range(1, count):
        piece = pieces == index
        ring = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
        if float(np.median(off[piece])) > UNLIKE and float(lower[ring].mean()) > IN_LOWER:
            found |= piece
    if not found.any():
        return found
    # with where they begin, at the hem
    near = cv2.dilate(found.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    return reached(found | (near & upper & (off > UNLIKE)), found)
