"""A keyhole: the upright opening below the middle of some necklines, through which one sees the ground, worn skin."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Outline = NDArray[np.float64]

#: Lab distance of what is seen through it from the ground, and of the cloth from that.
GROUND_LIKE, CLOTH_AWAY = 7.0, 25.0
#: How far from the middle, widths of the garment, and from its top, heights, it is at most.
CENTRED, LOW = 0.03, 0.35
#: It is so many times as high as wide, has this share of the garment, and is so many times as large as what else of the
#: garment is like the ground: a print's parts are many.
UPRIGHT, SHARE, ALONE = 3.0, 0.001, 4.0
#: Its soft edge in the garment's picture, px.
EDGE_PX = 1


def find_keyhole(rgb: Floats, alpha: Floats) -> Outline | None:
    """Its outline, N x 2 px, in the picture of a top or a dress with this coverage H x W; None without one."""
    ground, garment = alpha < 0.03, alpha > 0.5
    if np.count_nonzero(ground) < 500:
        return None
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    away = lengths(lab - np.median(lab[ground], axis=0))
    if np.median(away[alpha > 0.9]) < CLOTH_AWAY:
        return None
    rows, columns = (np.flatnonzero(garment.any(axis=axis)) for axis in (1, 0))
    inside = cv2.erode(garment.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    _, pieces, stats, centres = cv2.connectedComponentsWithStats((inside & (away < GROUND_LIKE)).astype(np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    index = int(areas.argmax())
    if areas[index] < SHARE * np.count_nonzero(garment) or ALONE * np.sort(areas)[:-1].max(initial=0) > areas[index]:
        return None
    _, top, wide, high, _ = stats[index]
    centred = abs(centres[index, 0] - columns.mean()) < CENTRED * np.ptp(columns)
    if not centred or high < UPRIGHT * wide or top + high - rows[0] > LOW * np.ptp(rows):
        return None
    hole = cv2.dilate((pieces == index).astype(np.uint8), np.ones((2 * EDGE_PX + 1,) * 2, np.uint8))
    found, _ = cv2.findContours(hole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(found, key=cv2.contourArea)[:, 0], np.float64)
