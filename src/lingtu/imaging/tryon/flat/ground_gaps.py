"""Gaps beside sleeves and between legs that a matte closed, where a plain ground's own colour tells of them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: So far within the outline is cloth, of the root of its area; and so little of that has the ground's colour.
WITHIN, OF_CLOTH = 0.06, 0.004
#: A gap is so much of the cloth at least, and so many times as high as it is wide.
SHARE, UPRIGHT = 0.0004, 1.0


def without_ground_gaps(alpha: Floats, distance: Floats, limit: float) -> Floats:
    """Coverage without upright pieces of ground that go on to what is outside of it.

    `distance`: of each pixel from its plain ground, Lab; up to `limit` it is ground.
    """
    cloth = alpha > 0.5
    area = int(np.count_nonzero(cloth))
    rim = max(3, int(WITHIN * np.sqrt(area)))
    inner = ~dilated(~cloth, rim)
    like = cv2.morphologyEx((distance < limit).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    gaps = _upright(reached(like, ~cloth & like) & cloth, SHARE * area)
    inner &= ~gaps
    if not gaps.any() or not inner.any() or float(like[inner].mean()) > OF_CLOTH:
        return alpha
    soft = cv2.GaussianBlur(dilated(gaps, 1).astype(np.float32), (0, 0), 0.8)
    return np.asarray(np.minimum(alpha, 1 - soft), np.float32)


def _upright(mask: Mask, least_px: float) -> Mask:
    """The pieces of a mask that are large and high."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    kept = (stats[:, cv2.CC_STAT_AREA] > least_px) & (
        stats[:, cv2.CC_STAT_HEIGHT] > UPRIGHT * stats[:, cv2.CC_STAT_WIDTH]
    )
    kept[0] = False
    return np.asarray(kept[pieces])
