"""Notches that a belt, a loop or a pocket of old trousers leaves in the outline of new ones that take their place."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import box_around, enclosed

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Softness of the edge of what fills a notch, px.
SOFT_PX = 1.0
#: What is looked at around the outline, px.
RIM_PX = 4


def without_notches(taken: Floats, free: Floats, person: Mask, radius_px: float) -> Floats:
    """A share H x W with the notches of its outline filled into which no disc of this radius fits.

    `free`: share of the background there; what has the person on both sides in its row, as between legs or an arm and
    a top whose hem wasn't recognised, is none.
    """
    solid = taken > 0.5
    if not solid.any():
        return taken
    box, either = box_around(solid, RIM_PX), solid | person
    between = enclosed(either) & ~either
    notch = _closed(solid[box], radius_px) & ~solid[box] & ~between[box]
    share = cv2.GaussianBlur((notch | solid[box]).astype(np.float32), (0, 0), SOFT_PX)
    near = cv2.dilate(notch.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    filled = np.maximum(taken[box], np.minimum(share, taken[box] + free[box]))
    result = taken.copy()
    result[box] = np.where(near, filled, taken[box])
    return result


def _closed(mask: Mask, radius_px: float) -> Mask:
    """Morphological closing with a disc, by distances: large discs are slow. What the picture cuts goes on."""
    pad = int(radius_px) + 2
    wide = cv2.copyMakeBorder(mask.astype(np.uint8), pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    grown = cv2.distanceTransform(1 - wide, cv2.DIST_L2, 5) <= radius_px
    closed = cv2.distanceTransform(grown.astype(np.uint8), cv2.DIST_L2, 5) > radius_px + 0.5
    return np.asarray(closed[pad:-pad, pad:-pad])
