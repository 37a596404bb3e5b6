"""Upright gaps between a garment's sleeves and its body, or its legs, through which one sees its ground."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: A hole of this share of the garment, twice as high as wide, is a gap; a smaller one, if it is one of two that are
#: each other's mirror image.
SHARE, SHARE_OF_TWO = 0.002, 0.0005
#: How far from the middle gaps beside sleeves are, and how exactly two mirror each other, widths of the garment.
ASIDE, MIRRORED = 0.2, 0.03
#: Pieces of one gap are so near to each other, px.
APART_PX = 9
#: Gaps open to what is outside below them, no farther aside than this share of the way down.
CONE = 0.4


def upright_gaps(holes: Mask, garment: Mask, sleeves: bool, aside: float = 0.0) -> list[Mask]:
    """Those of the holes that are gaps, each H x W.

    `sleeves`: whether there may be any beside sleeves; `aside`: how far from the middle gaps are at least, widths.
    """
    area, columns = np.count_nonzero(garment), np.flatnonzero(garment.any(axis=0))
    axis, width = columns.mean(), max(int(np.ptp(columns)), 1)
    count, pieces, stats, centres = cv2.connectedComponentsWithStats(holes.astype(np.uint8))
    upright = [
        index
        for index in range(1, count)
        if stats[index, cv2.CC_STAT_HEIGHT] > 2 * stats[index, cv2.CC_STAT_WIDTH]
        and stats[index, cv2.CC_STAT_AREA] > SHARE_OF_TWO * area
        and abs(centres[index][0] - axis) >= aside * width
    ]
    large = [index for index in upright if stats[index, cv2.CC_STAT_AREA] > SHARE * area]
    pair = [index for index in upright if abs(centres[index][0] - axis) >= ASIDE * width]
    if sleeves and len(pair) == 2 and _mirrored(stats[pair], centres[pair, 0] - axis, width):
        large = sorted({*large, *pair})
    return [np.asarray(pieces == index) for index in large]


def _mirrored(stats: NDArray[np.int32], off: NDArray[np.float64], width: int) -> bool:
    """Whether two pieces lie at the same height on both sides, `off` from the middle."""
    tops = stats[:, cv2.CC_STAT_TOP]
    lows = tops + stats[:, cv2.CC_STAT_HEIGHT]
    return bool(abs(off.sum()) < MIRRORED * width and off.prod() < 0 and tops.max() < lows.min())


def joined(holes: Mask) -> Mask:
    """Holes one below the other as one."""
    kernel = np.ones((APART_PX, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(holes.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0)


def opened_below(mask: Mask, gap: Mask) -> Mask:
    """The mask without a gap, and cut open from that to the nearest place outside below it."""
    result = np.where(gap, 0, mask).astype(np.uint8)
    rows, columns = np.nonzero(gap)
    x, y = int(columns[rows.argmax()]), int(rows.max())
    below, across = np.nonzero(~mask[y + 1 :])
    down, aside = below + 1, across - x
    # holes are not outside
    fits = (np.abs(aside) <= CONE * down) & ~gap[y + 1 :][below, across]
    if not fits.any():
        return np.asarray(result > 0)
    nearest = int(np.where(fits, down**2 + aside**2, np.inf).argmin())
    end = x + int(aside[nearest]), y + int(down[nearest])
    cv2.line(result, (x, y), end, 0, 3)
    return np.asarray(result > 0)
