"""A picture split into areas of one material, and the borders between them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

#: Weights of CIELAB, so that light and shadow part less than colours do.
WEIGHTS = np.array([0.6, 1.4, 1.4], np.float32)
#: The segmentation's blur (px), scale, and least area (px).
BLUR_PX, SCALE, LEAST_PX = 0.6, 45.0, 60


def split(rgb: Floats, wanted: NDArray[np.bool_]) -> Indices:
    """The index of each pixel's area, H x W (Felzenszwalb and Huttenlocher 2004).

    Outside of the box around what is `wanted` (H x W) all is one area.
    """
    left, top, width, height = cv2.boundingRect(wanted.astype(np.uint8))
    box = (slice(top, top + height), slice(left, left + width))
    graph = cv2.ximgproc.segmentation.createGraphSegmentation(BLUR_PX, SCALE, LEAST_PX)
    index = np.zeros(wanted.shape, np.int32)
    if width and height:
        index[box] = graph.processImage(_smooth_lab(np.ascontiguousarray(rgb[box])) * WEIGHTS) + 1
    return index


def borders(rgb: Floats, index: Indices) -> tuple[Indices, Indices, Floats, Floats]:
    """Pairs of areas that touch, the lengths of their borders (px), and the mean step of CIELAB across each."""
    lab, count = _smooth_lab(rgb), int(index.max()) + 1
    keys, steps = [], []
    for axis in (0, 1):
        first, second = np.delete(index, -1, axis), np.delete(index, 0, axis)
        differ = first != second
        before, after = np.roll(lab, 1, axis), np.roll(lab, -2, axis)
        steps.append(np.linalg.norm(np.delete(after - before, -1, axis)[differ], axis=-1))
        keys.append(np.minimum(first, second)[differ].astype(np.int64) * count + np.maximum(first, second)[differ])
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    length = np.bincount(place).astype(np.float32)
    step = np.bincount(place, np.concatenate(steps)) / length
    return (found // count).astype(np.int32), (found % count).astype(np.int32), length, step.astype(np.float32)


def _smooth_lab(rgb: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 0.06, 3), cv2.COLOR_RGB2Lab), np.float32)
