"""Cloth that goes on beyond its edge as if it were mirrored there: its pattern keeps its scale, its weave its grain."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.neckline import spread

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: The edge at which it is mirrored is smoothed by so much, and lies so far within what is known, px.
EVEN_PX, WITHIN_PX = 4.0, 2.0
#: Times that the mirror image of narrow cloth is mirrored again.
TIMES = 2
#: What is so far from the places that are wanted may be mirrored there, px.
REACH_PX = 48
#: Steepness of a depth below which there is no way to the edge: two are as near as each other.
LEVEL = 0.5


def goes_on(rgb: Floats, known: Mask, wanted: Mask | None = None) -> Floats:
    """The picture H x W x 3 with what is unknown mirrored at the edge of the known; only where it is `wanted`."""
    wanted = ~known if wanted is None else wanted & ~known
    if not wanted.any() or not known.any():
        return rgb
    rows, columns = np.nonzero(wanted.any(axis=1))[0], np.nonzero(wanted.any(axis=0))[0]
    box = (
        slice(max(0, rows[0] - REACH_PX), rows[-1] + REACH_PX + 1),
        slice(max(0, columns[0] - REACH_PX), columns[-1] + REACH_PX + 1),
    )
    if not known[box].any():
        return rgb
    result = rgb.copy()
    result[box] = np.where(wanted[box][..., None], _mirrored(rgb[box], known[box]), rgb[box])
    return result


def _mirrored(rgb: Floats, known: Mask) -> Floats:
    inside, outside = (cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5) for mask in (known, ~known))
    depth = cv2.GaussianBlur(inside - outside, (0, 0), EVEN_PX)
    slope = np.stack([cv2.Sobel(depth, cv2.CV_32F, *axis, scale=1 / 8) for axis in ((1, 0), (0, 1))])
    across = 2 * (WITHIN_PX - depth).clip(0) * slope / np.maximum(np.linalg.norm(slope, axis=0), LEVEL)
    y, x = np.indices(known.shape, np.float32)
    result = spread(rgb, known)
    for _ in range(TIMES):
        seen = cv2.remap(result, x + across[0], y + across[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        result = np.where(known[..., None], rgb, seen)
    return np.asarray(result, np.float32)
