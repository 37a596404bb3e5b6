"""Ground that the photo shows in the gaps of a hand: cloth whose side is somewhere behind the hand may end before it.

So no cloth need be made up between fingers, and their edges stay the photo's.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import filled_up
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, dilated, sharp
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: A gap is open up to so much, and so small at least and so large at most, shoulder widths (squared).
MOUTH, LEAST, LARGEST = 0.05, 0.0004, 0.025
#: Half the width of a line that is none, shoulder widths.
THIN = 0.007
#: Share of its outline that is the hand's, and of the rows in which cloth is seen beyond the hand.
OF_HAND, HARDLY = 0.6, 0.2
#: A hand's soft edge, px.
SOFT_PX = 2
#: Smoothing of where cloth ends between fingers, px.
EVEN_PX = 1.5


def ground_in_hands(layers: Layers, cloth: Floats, front: Floats, width_px: float) -> Floats:
    """Where cloth may be left out between fingers, H x W, a share, as far as it (one, too) is seen.

    `front` is before it.
    """
    found, nothing = np.zeros(cloth.shape, np.bool_), np.zeros(cloth.shape, np.float32)
    box = box_around(layers.share(Part.HANDS), int(MOUTH * width_px) + SOFT_PX + 1)
    ground, hidden = layers.share(Part.BACKGROUND)[box], cloth[box] > 0.5
    # a finger that is too thin to be drawn bounds a gap, too
    before = (front[box] > 0.5) | (layers.labels[box] == Part.HANDS)
    if not before.any():
        return nothing
    radius = max(1.0, MOUTH / 2 * width_px)
    closed = cv2.morphologyEx(before.astype(np.uint8), cv2.MORPH_CLOSE, disc(radius)) > 0
    gaps = (filled_up(closed) & ~before & (ground > 0.5)).astype(np.uint8)
    # corners beside fingers are none
    gaps = cv2.morphologyEx(gaps, cv2.MORPH_OPEN, disc(max(1.0, THIN * width_px)))
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(gaps, connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA] / width_px**2
    for index in np.flatnonzero((area > LEAST) & (area < LARGEST)):
        piece = pieces == index
        ring = dilated(piece, 1) & ~piece
        if not index or not (hidden & piece).any() or before[ring].mean() < OF_HAND:
            continue
        rows = slice(int(stats[index, cv2.CC_STAT_TOP]), int(stats[index, [1, 3]].sum()))
        ends = int(stats[index, 0]), int(stats[index, [0, 2]].sum()) - 1
        beyond = [_seen_beyond(hidden[rows], before[rows], at, step) for at, step in zip(ends, (-1, 1), strict=True)]
        if min(beyond) < HARDLY:
            found[box] |= piece
    if not found.any():
        return nothing
    wide = dilated(found, SOFT_PX) & (layers.share(Part.BACKGROUND, Part.HANDS, Part.ARMS) > 0.5)
    return sharp(wide.astype(np.float32), EVEN_PX)


def _seen_beyond(cloth: Mask, before: Mask, start: int, step: int) -> float:
    """In how many of the rows R x W what is first seen beyond what is before it, from a column on, is cloth."""
    ways = np.arange(start, cloth.shape[1] if step > 0 else -1, step)
    passed = np.logical_or.accumulate(before[:, ways], axis=1) & ~before[:, ways]
    first = passed.argmax(axis=1)
    at = (first + SOFT_PX).clip(0, len(ways) - 1)[:, None]
    return float((np.take_along_axis(cloth[:, ways], at, axis=1)[:, 0] & passed.any(axis=1)).mean())
