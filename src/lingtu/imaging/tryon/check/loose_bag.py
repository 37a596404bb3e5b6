"""Bags whose handle was taken for the clothes behind it: with new ones there they would hang from nothing."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Labels
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Smallest bag, shoulder widths squared; farthest one below the knuckles that hangs from the hand, and how far beside
#: them, shoulder widths.
LEAST, BELOW, BESIDE = 0.03, 0.9, 0.35


def loose_bag_px(labels: Labels, wearer: Wearer) -> float:
    """Widest gap between a bag that hangs below a hand and what is seen of hands and arms, px; 0 without such a bag."""
    limbs = is_any(labels, (Part.HANDS, Part.ARMS, Part.TORSO))
    if not limbs.any() or not (labels == Part.BAGS).any():
        return 0.0
    away = cv2.distanceTransform((~limbs).astype(np.uint8), cv2.DIST_L2, 5)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats((labels == Part.BAGS).astype(np.uint8))
    gaps = [
        float(away[pieces == index].min())
        for index in range(1, count)
        if stats[index, cv2.CC_STAT_AREA] > LEAST * wearer.width**2 and _hangs(stats[index], wearer)
    ]
    return max(gaps, default=0.0)


def _hangs(box: np.ndarray, wearer: Wearer) -> bool:
    """Whether a piece with these statistics begins below one of the hands."""
    for limbs in SIDES:
        x, y = wearer.frame.knuckles(limbs)
        left, right = box[cv2.CC_STAT_LEFT], box[cv2.CC_STAT_LEFT] + box[cv2.CC_STAT_WIDTH]
        below, beside = box[cv2.CC_STAT_TOP] - y, max(left - x, x - right, 0)
        if 0 < below < BELOW * wearer.width and beside < BESIDE * wearer.width:
            return True
    return False
