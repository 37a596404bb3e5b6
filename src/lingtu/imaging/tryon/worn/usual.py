"""How usual a colour is in a part of a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Bins of L, a and b.
BINS = (10, 18, 18)


def usual(rgb: Floats, *known: Mask) -> tuple[Floats, ...]:
    """For each part, the share of each pixel's colour, H x W, among its known ones."""
    lab = cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 0.1, 5), cv2.COLOR_RGB2Lab)
    scaled = ((lab + np.array([0, 90, 90])) / (100, 180, 180)).clip(0, 0.999) * BINS
    bins = tuple(np.moveaxis(scaled.astype(int), -1, 0))
    return tuple(_shares(bins, part) for part in known)


def _shares(bins: tuple[NDArray[np.int_], ...], known: Mask) -> Floats:
    counts = np.zeros(BINS, np.float32)
    np.add.at(counts, tuple(each[known] for each in bins), 1)
    for axis in range(3):
        counts = 0.25 * np.roll(counts, 1, axis) + 0.5 * counts + 0.25 * np.roll(counts, -1, axis)
    return np.asarray((counts / max(float(counts.sum()), 1.0))[bins], np.float32)
