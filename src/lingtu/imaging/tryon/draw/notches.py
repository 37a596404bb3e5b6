"""Notches that a belt, a loop or a pocket of old trousers leaves in the outline of new ones that take their place."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import box_around, closed, dilated, enclosed

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Softness of the edge of what fills a notch, px.
SOFT_PX = 1.0
#: A belt loop that stands off leaves a hole of up to this area, of the radius of notches squared.
LOOP = 0.36
#: Width of cracks at its ends, px.
CRACK_PX = 5
#: What is looked at around the outline, px.
RIM_PX = 4


def without_notches(taken: Floats, free: Floats, person: Mask, radius_px: float) -> Floats:
    """A share H x W with the notches of its outline filled into which no disc of this radius fits, and loops' holes.

    `free`: share of the background there; what has the person on both sides in its row, as between legs or an arm and
    a top whose hem wasn't recognised, is none.
    """
    solid = taken > 0.5
    if not solid.any():
        return taken
    box, either = box_around(solid, RIM_PX), solid | person
    between = enclosed(either) & ~either
    notch = closed(solid[box], radius_px) & ~solid[box] & ~between[box] | _small_holes(solid[box], LOOP * radius_px**2)
    share = cv2.GaussianBlur((notch | solid[box]).astype(np.float32), (0, 0), SOFT_PX)
    near = cv2.dilate(notch.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    filled = np.maximum(taken[box], np.minimum(share, taken[box] + free[box]))
    result = taken.copy()
    result[box] = np.where(near, filled, taken[box])
    return result


def _small_holes(mask: Mask, area_px: float) -> Mask:
    """Cracks in the mask, and what it goes all around, but for a crack, and is smaller than this, H x W."""
    whole = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((CRACK_PX,) * 2, np.uint8)) > 0
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((~whole).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < area_px
    small[0] = False
    small[np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])] = False
    return np.asarray((whole | dilated(small[pieces], CRACK_PX)) & ~mask, np.bool_)
