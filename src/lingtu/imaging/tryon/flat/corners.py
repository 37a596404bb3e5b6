"""Ground in a garment's sharp inner corners, armpits and crotch: mattes fill them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.flat.bites import PRINTED, of_print

Floats = NDArray[np.float32]

#: Contrast (Lab) of a garment whose ground can be told by colour; up to which share of it all is ground, and from which
#: all is cloth.
CONTRAST, GROUND, CLOTH = 8.0, 0.3, 0.85
#: Areas: least px; of the garment's longer side their own at most (stripes are longer), and how deep within its convex
#: hull.
LEAST_PX, LONGEST, DEEP = 8, 0.06, 0.05
#: Of an area's border so much is cloth: of a print at the outline it is about half; so much at least is open.
ENCLOSED, OPEN = 0.62, 0.03


def without_corners(alpha: Floats, distance: Floats, light: Floats) -> Floats:
    """Coverage H x W without such ground; `distance` of each pixel from the ground's colour, Lab.

    `light`: how much lighter than that it is.
    """
    inside = alpha > 0.5
    core = cv2.erode(inside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if not core.any() or (contrast := float(np.median(distance[core]))) < CONTRAST:
        return alpha
    like = (inside & (distance < GROUND * contrast)).astype(np.uint8)
    count, areas, stats, _ = cv2.connectedComponentsWithStats(like)
    depth = _depth(inside)
    printed = of_print(areas, count, light) & (float(like[core].mean()) > PRINTED)
    rows, columns = np.nonzero(inside)
    side = float(max(np.ptp(rows), np.ptp(columns)))
    removed = np.zeros(alpha.shape, np.uint8)
    for index in range(1, count):
        left, top, wide, high, area_px = stats[index]
        if area_px < LEAST_PX or max(wide, high) > LONGEST * side:
            continue
        view = slice(max(0, top - 1), top + high + 1), slice(max(0, left - 1), left + wide + 1)
        area = areas[view] == index
        border = (cv2.dilate(area.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~area
        enclosed, outside = (inside[view] & border).sum() / border.sum(), (~inside[view] & border).sum() / border.sum()
        open_ = enclosed > ENCLOSED and outside > OPEN and not printed[index]
        if open_ and float(depth[view][area].min()) > DEEP * side:
            removed[view] |= area.astype(np.uint8)
    if not removed.any():
        return alpha
    # at the rim the contrast tells how much of a pixel is cloth
    share = ((distance / contrast - GROUND) / (CLOTH - GROUND)).clip(0, 1)
    rim = cv2.dilate(removed, np.ones((3, 3), np.uint8)) > 0
    return np.where(rim, np.minimum(alpha, share), alpha).astype(np.float32)


def _depth(mask: NDArray[np.bool_]) -> Floats:
    """How far each pixel is within the mask's convex hull, px."""
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = np.zeros(mask.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.concatenate(found)), 1)
    return np.asarray(cv2.distanceTransform(hull, cv2.DIST_L2, 5), np.float32)
