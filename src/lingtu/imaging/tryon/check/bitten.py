"""Outlines that are bitten: old clothes with the ground's colours in their pattern are told from it here and there."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import enclosed
from lingtu.imaging.tryon.worn.layers import Labels
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Widest bite, shoulder widths: a wider dent is the body's shape.
WIDEST = 0.1


def bitten_area(labels: Labels, wearer: Wearer, cloth: NDArray[np.float32]) -> float:
    """Ground in narrow notches of the outside of new cloth's coverage H x W, shoulder widths squared."""
    side = max(3, int(WIDEST * wearer.width)) | 1
    on = cloth > 0.5
    # what goes on below the picture has no edge there
    wide = cv2.copyMakeBorder(on.astype(np.uint8), *(side,) * 4, cv2.BORDER_REPLICATE)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, disc)[side:-side, side:-side]
    # between the legs, and below a belt's loops, are gaps that are no bites
    bites = (closed > 0) & ~enclosed(on) & (labels == Part.BACKGROUND)
    return float(np.count_nonzero(bites)) / wearer.width**2
