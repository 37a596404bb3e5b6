"""Cloth that goes on beyond its edge as if it were mirrored there: its pattern keeps its scale, its weave its grain."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: The edge at which it is mirrored is smoothed by so much, and lies so far within what is known, px.
EVEN_PX, WITHIN_PX = 5.0, 2.0
#: Times that the mirror image of narrow cloth is mirrored again.
TIMES = 2
#: What is so far from the places that are wanted may be mirrored there, px.
REACH_PX = 48
#: Steepness of the smoothed depth below which two edges are as near as each other: one of them is the nearest.
LEVEL = 0.8


def goes_on(rgb: Floats, known: Mask, wanted: Mask | None = None) -> Floats:
    """The picture H x W x 3 with what is not known mirrored at the edge of what is; there alone where it is `wanted`."""
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


def without_rags(known: Mask) -> Mask:
    """A mask without what of it is beyond its smoothed edge; straps and bands that are all edge stay."""
    inside, outside = (cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5) for mask in (known, ~known))
    solid = known & (cv2.GaussianBlur(inside - outside, (0, 0), EVEN_PX) > WITHIN_PX)
    near = cv2.dilate(solid.astype(np.uint8), np.ones((2 * int(2 * EVEN_PX) + 1,) * 2, np.uint8)) > 0
    return solid | (known & ~near)


def _mirrored(rgb: Floats, known: Mask) -> Floats:
    inside = cv2.distanceTransform(known.astype(np.uint8), cv2.DIST_L2, 5)
    outside, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.zeros((int(labels.max()) + 1, 2), np.float32)
    places[labels[known]] = np.argwhere(known)[:, ::-1]
    nearest = places[labels]
    depth = cv2.GaussianBlur(inside - outside, (0, 0), EVEN_PX)
    way = np.stack([cv2.Sobel(depth, cv2.CV_32F, *axis, scale=1 / 8) for axis in ((1, 0), (0, 1))], axis=2)
    steep = np.linalg.norm(way, axis=2, keepdims=True)
    here = np.stack(np.meshgrid(*(np.arange(side, dtype=np.float32) for side in known.shape[::-1])), axis=2)
    by_depth = here + 2 * (WITHIN_PX - depth).clip(0)[..., None] * way / np.maximum(steep, LEVEL)
    there = np.where(steep < LEVEL, 2 * nearest - here, by_depth)
    column, row = (nearest[..., axis].astype(np.int32) for axis in (0, 1))
    result = rgb[row, column]
    for _ in range(TIMES):
        seen = cv2.remap(result, there, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        result = np.where(known[..., None], rgb, seen)
    return np.asarray(result, np.float32)
