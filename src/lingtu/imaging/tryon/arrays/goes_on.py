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
#: So near its edge cloth has that one's own colours, whatever the smoothed edge; over so much it changes to what is
#: mirrored at that; and smoothing of its steps, px.
CLOSE_PX, CHANGES_PX, STEPS_PX = 2.5, 10.0, 1.5
#: Places are sampled in rows of so many.
ROW = 256


def goes_on(rgb: Floats, known: Mask, wanted: Mask | None = None) -> Floats:
    """The picture H x W x 3 with what is not known mirrored at the edge of what is, or of that what is `wanted`."""
    wanted = ~known if wanted is None else wanted & ~known
    if not wanted.any() or not known.any():
        return rgb
    rows, columns = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(wanted.any(axis=0))
    box = tuple(slice(max(0, each[0] - REACH_PX), each[-1] + REACH_PX + 1) for each in (rows, columns))
    if not known[box].any():
        return rgb
    result = rgb.copy()
    _mirror(result[box], known[box], wanted[box])
    return result


def without_rags(known: Mask) -> Mask:
    """A mask without what of it is beyond its smoothed edge; straps and bands that are all edge stay."""
    inside, outside = (cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5) for mask in (known, ~known))
    solid = known & (cv2.GaussianBlur(inside - outside, (0, 0), EVEN_PX) > WITHIN_PX)
    near = cv2.dilate(solid.astype(np.uint8), np.ones((2 * int(2 * EVEN_PX) + 1,) * 2, np.uint8)) > 0
    return np.asarray(solid | (known & ~near))


def _mirror(rgb: Floats, known: Mask, wanted: Mask) -> None:
    """The wanted pixels of the picture, none of which is known, in place."""
    inside = cv2.distanceTransform(known.astype(np.uint8), cv2.DIST_L2, 5)
    outside, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rim = np.argwhere(known & (inside < 2))
    places = np.zeros((int(labels.max()) + 1, 2), np.int32)
    places[labels[rim[:, 0], rim[:, 1]]] = rim
    rows, columns = np.nonzero(wanted)
    nearest = places[labels[rows, columns]]
    there = _images(inside - outside, rows, columns, nearest)
    at = np.rint(there[:, ::-1]).astype(np.int32).clip(0, np.array(known.shape) - 1)
    seen = (known | wanted)[at[:, 0], at[:, 1]]
    rgb[rows, columns] = rgb[nearest[:, 0], nearest[:, 1]]
    padded = np.concatenate([there, np.zeros((-len(there) % ROW, 2), np.float32)]).reshape(-1, ROW, 2)
    for _ in range(TIMES):
        drawn = cv2.remap(rgb, padded, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT).reshape(-1, 3)
        rgb[rows[seen], columns[seen]] = drawn[: len(there)][seen]


def _images(depth: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64], nearest: NDArray[np.int32]) -> Floats:
    """Mirror images (x, y), N x 2, of pixels at the edge where the depth is 0; `nearest` known pixels (row, column)."""
    here = np.stack([columns, rows], axis=1)
    by_nearest = 2 * nearest[:, ::-1] - here
    smooth, way, steep = _slope(depth, rows, columns, EVEN_PX)
    before = (WITHIN_PX - smooth).clip(0)
    by_depth = here + before * way / np.maximum(steep, LEVEL)
    by_depth = np.where(steep < LEVEL, by_nearest, by_depth)
    # so near the edge that only its steps are smoothed; from there on without a break
    near, near_way, near_steep = _slope(depth, rows, columns, STEPS_PX)
    by_edge = here - near * near_way / np.maximum(near_steep, LEVEL)
    by_edge = np.where(near_steep < LEVEL, by_nearest, by_edge)
    far = ((-depth[rows, columns] - CLOSE_PX) / CHANGES_PX).clip(0, 1)[:, None]
    return np.asarray(by_edge * (1 - far) + by_depth * far, np.float32)


def _slope(
    depth: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64], even_px: float
) -> tuple[Floats, Floats, Floats]:
    """At N pixels the smoothed depth, N x 1, twice the way (x, y) in which it grows, N x 2, and how steeply, N x 1."""
    smooth = cv2.copyMakeBorder(cv2.GaussianBlur(depth, (0, 0), even_px), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    way = np.stack(
        [
            smooth[rows + 1, columns + 2] - smooth[rows + 1, columns],
            smooth[rows + 2, columns + 1] - smooth[rows, columns + 1],
        ],
        axis=1,
    )
    return smooth[rows + 1, columns + 1][:, None], way, np.linalg.norm(way, axis=1, keepdims=True) / 2
