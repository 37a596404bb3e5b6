"""Thumbs that stay outside of a pocket: before the clothes, slender, and whole."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, dilated

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: What is no wider than twice this is a finger, shoulder widths; smaller pieces are corners of the hand, of its square.
FINGER, LEAST = 0.04, 0.25
#: Share of what is around it that is clothes; the rest is the hand, and not the ground beside it.
BEFORE_CLOTHES = 0.5
#: The rest of a thumb's edge, px.
EDGE_PX = 2


def thumbs(hand: Floats, clothes: Floats, width_px: float) -> Mask:
    """Where a slender part of a hand lies before clothes with its end, H x W; both shares, `width_px` of shoulders."""
    found, radius = np.zeros(hand.shape, np.bool_), max(2.0, FINGER * width_px)
    box = box_around(hand, int(2 * radius) + EDGE_PX)
    sure, cloth = hand[box] > 0.5, clothes[box] > 0.5
    if not sure.any():
        return found
    palm = cv2.morphologyEx(sure.astype(np.uint8), cv2.MORPH_OPEN, disc(radius)) > 0
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((sure & ~dilated(palm, 1)).astype(np.uint8))
    for index in range(1, len(stats)):
        piece = pieces == index
        ring = dilated(piece, EDGE_PX) & ~piece
        if stats[index, cv2.CC_STAT_AREA] > LEAST * (2 * radius) ** 2 and cloth[ring].mean() > BEFORE_CLOTHES:
            found[box] |= dilated(piece, EDGE_PX)
    return found
