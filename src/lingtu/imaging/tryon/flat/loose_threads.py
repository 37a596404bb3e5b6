"""Threads, tassels and laces that hang from the hems of trousers: no part of the outline that is worn."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.flat.hanger import kept

Floats = NDArray[np.float32]

#: Where hems are, of the garment's height from its top.
LOW = 0.7
#: What is narrower is no leg, of the garment's width.
NARROW = 0.16
#: A thread is so much longer than wide, and so long at least, of the garment's height.
SLENDER, LONG = 0.6, 0.015


def without_loose_threads(alpha: Floats) -> Floats:
    """The coverage H x W of a lower garment without narrow pieces that hang from its hems."""
    solid = (alpha > 0.5).astype(np.uint8)
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if len(rows) < 2:
        return alpha
    height, width = int(np.ptp(rows)), int(np.ptp(columns))
    opened = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((1, max(3, int(NARROW * width)) | 1), np.uint8))
    rest = solid & (1 - opened)
    rest[: int(rows[0] + LOW * height)] = 0
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(rest)
    threads = np.zeros(alpha.shape, np.bool_)
    for index in range(1, count):
        left, top, wide, high = stats[index, :4]
        # beside a leg's edge a crease is no thread: those hang
        above = opened[max(0, top - 2) : top, left : left + wide]
        if high > max(SLENDER * wide, LONG * height) and above.any() and _is_free(opened, left, top, wide, high):
            threads |= pieces == index
    return kept(alpha, (solid > 0) & ~threads) if threads.any() else alpha


def _is_free(legs: NDArray[np.uint8], left: int, top: int, wide: int, high: int) -> bool:
    """Whether there is no leg beside or below most of a piece, in its own box."""
    box = legs[top + high // 3 : top + high, left : left + wide]
    return not box.any()
