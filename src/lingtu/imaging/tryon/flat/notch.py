"""A notch: the V in which a placket opens below the neckline's middle, through which one sees the ground.

What is seen there is the ground in the garment's own shade, bare or through the lace of its back; worn, it is skin.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.hanger import largest
from lingtu.imaging.tryon.flat.neckline import Neckline

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Outline = NDArray[np.float64]

#: How much darker, and of how much another hue, the ground is that is seen, Lab; and how far away most of the cloth is.
SHADE, HUE, CLOTH_AWAY = 29.0, 7.0, 25.0
#: Where it is looked for: so far from the neck's middle and so far below the line, widths of the neck.
ASIDE, LOW = 0.42, 0.9
#: It goes so far down below the line at least, and is so wide at least, widths of the neck.
DEEP, WIDE = 0.1, 0.06
#: Share of its hull that it fills; how much wider it is above than below; how much of the cloth beside it may look so.
FILLED, TAPERED, BESIDE = 0.5, 1.4, 0.08
#: Threads of lace in it are no wider, and what is beside the line no more than shadow; its soft edge; px.
LACE_PX, SLIVER_PX, EDGE_PX = 9, 5, 2
#: A ground of fewer pixels tells nothing; colours are known from each so many-th one, either way.
LEAST_PX, SPARSE = 500, 4


def find_notch(rgb: Floats, alpha: Floats, neckline: Neckline) -> Outline | None:
    """Its outline, N x 2 px, in a picture H x W with this coverage; None without one."""
    few, ground = alpha[::SPARSE, ::SPARSE], alpha[::SPARSE, ::SPARSE] < 0.03
    if neckline.is_outline or np.count_nonzero(ground) < LEAST_PX / SPARSE**2:
        return None
    colours = cv2.cvtColor(np.ascontiguousarray(rgb[::SPARSE, ::SPARSE]), cv2.COLOR_RGB2Lab)
    behind = np.median(colours[ground], axis=0)
    if np.median(np.linalg.norm(colours[few > 0.9] - behind, axis=1)) < CLOTH_AWAY:
        return None
    width, middle = float(np.ptp(neckline.curve[:, 0])), float(neckline.curve[:, 0].mean())
    low = float(neckline.curve[:, 1].max())
    start = max(0, int(middle - width))
    view = slice(0, int(low + LOW * width)), slice(start, int(middle + width))
    off = cv2.cvtColor(cv2.GaussianBlur(rgb[view], (0, 0), 0.7), cv2.COLOR_RGB2Lab) - behind
    seen = (lengths(off[..., 1:]) < HUE) & (np.abs(off[..., 0]) < SHADE)
    inside = neckline.inside(alpha.shape)[view]
    below = ~inside & (alpha[view] > 0.9)
    place = below & (np.abs(np.arange(start, start + below.shape[1]) - middle) < ASIDE * width)
    closed = cv2.morphologyEx((seen & place).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((LACE_PX,) * 2, np.uint8))
    for sliver in (1, SLIVER_PX):
        whole = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((sliver,) * 2, np.uint8)) > 0
        found = reached(whole & place, dilated(inside, max(sliver, EDGE_PX)) & whole & place)
        found = found if sliver == 1 else largest(found)
        outline = _outline(found, low, width) if found.any() else None
        if outline is not None and np.mean(seen[below & ~found]) < BESIDE:
            return np.asarray(outline + np.array([start, 0]), np.float64)
    return None


def _outline(found: Mask, low: float, width: float) -> Outline | None:
    """The hull of what was found, with its soft edge, if it has the shape of a V."""
    rows = np.flatnonzero(found.any(axis=1))
    widths = np.count_nonzero(found[rows[0] : rows[-1] + 1], axis=1)
    third = max(1, len(widths) // 3)
    tapered = widths[:third].mean() > TAPERED * widths[-third:].mean()
    if rows[-1] - low < DEEP * width or widths.max() < WIDE * width or not tapered:
        return None
    hull = cv2.convexHull(np.argwhere(found)[:, ::-1].astype(np.int32))
    if np.count_nonzero(found) < FILLED * cv2.contourArea(hull):
        return None
    whole = cv2.fillConvexPoly(np.zeros(found.shape, np.uint8), hull, 1)
    grown = cv2.dilate(whole, np.ones((2 * EDGE_PX + 1,) * 2, np.uint8))
    outlines, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(outlines[0][:, 0], np.float64)
