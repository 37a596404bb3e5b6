"""The hems of trousers on shoes: parts are told apart coarsely there, and colours say what still is trousers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.connected import reached
from lingtu.imaging.tryon.usual import usual

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: How far from where they meet the hem may be, and up to where the colours of either are looked at, shoulder widths.
NEAR, KNOWN = 0.12, 0.6
#: Times that a colour must be more usual on the other side, and how usual it is there at least.
RATHER, USUAL = 4.0, 0.004
#: Pixels of either from which its colours are known.
LEAST_PX = 60


def with_hems(rgb: Floats, labels: Labels, width_px: float) -> Labels:
    """The parts H x W, what of the shoes has the colours of the trousers above being theirs."""
    lower, shoes = labels == Part.LOWER, labels == Part.SHOES
    if not lower.any() or not shoes.any():
        return labels
    from_lower, from_shoes = (
        cv2.distanceTransform((~part).astype(np.uint8), cv2.DIST_L2, 5) / width_px for part in (lower, shoes)
    )
    known = lower & (from_shoes > NEAR) & (from_shoes < KNOWN), shoes & (from_lower > NEAR) & (from_lower < KNOWN)
    if min(np.count_nonzero(each) for each in known) < LEAST_PX:
        return labels
    as_lower, as_shoes = usual(rgb, *known)
    hem = shoes & (from_lower < NEAR) & _rather(as_lower, as_shoes)
    return np.where(reached(hem | lower, lower) & hem, Part.LOWER, labels).astype(np.uint8)


def _rather(one: Floats, other: Floats) -> Mask:
    """Where a colour is one part's rather than the other's, without specks."""
    mask = ((one > USUAL) & (one > RATHER * other)).astype(np.uint8)
    return np.asarray(cv2.medianBlur(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), 3) > 0)
