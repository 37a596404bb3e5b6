"""Other clothes beside bared forearms: they go on behind these, without a slit where an old cuff was between."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, dilated
from lingtu.imaging.tryon.arrays.vectors import is_any

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Labels = NDArray[np.uint8]

#: Slits between clothes and an arm that are narrower are none, shoulder widths.
SLIT = 0.05
#: Cloth goes on below an arm's soft edge, px.
UNDER_PX = 2


def up_to_forearms(cloth: Floats, labels: Labels, fore: Floats, width_px: float) -> Floats:
    """Clothes below an old top's hem (a share H x W), up to forearms (a share H x W) that they nearly touch."""
    box = box_around(fore, int(2 * SLIT * width_px) + UNDER_PX)
    arm, part = fore[box] > 0.5, labels[box]
    if not arm.any():
        return cloth
    # above a new hem one sees none of them
    lower = part == Part.LOWER
    slit = slits(lower, arm, width_px) & (part == Part.TORSO)
    meet = dilated(slit, UNDER_PX) | (dilated(lower | slit, UNDER_PX) & dilated(arm, UNDER_PX))
    result = cloth.copy()
    result[box] = np.maximum(cloth[box], meet & is_any(part, (Part.TORSO, Part.LOWER)))
    return result


def slits(one: Mask, other: Mask, width_px: float) -> Mask:
    """What is between both and narrower than a slit, H x W."""
    if not one.any() or not other.any():
        return np.zeros(one.shape, np.bool_)
    both, half = one | other, SLIT / 2 * width_px
    closed = cv2.morphologyEx(both.astype(np.uint8), cv2.MORPH_CLOSE, disc(half)) > 0
    near = [cv2.distanceTransform((~each).astype(np.uint8), cv2.DIST_L2, 3) < 2 * half + 1 for each in (one, other)]
    return np.asarray(closed & ~both & near[0] & near[1])
