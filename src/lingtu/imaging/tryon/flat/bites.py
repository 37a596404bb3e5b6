"""Bites at the outline of a mask, where cloth has its ground's own colour."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def closed(mask: Mask, px: int) -> Mask:
    """Without bites and gaps that are narrower than an odd number of pixels."""
    rim = cv2.copyMakeBorder(mask.astype(np.uint8), *(px,) * 4, cv2.BORDER_CONSTANT, value=0)
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (px, px))
    return np.asarray(cv2.morphologyEx(rim, cv2.MORPH_CLOSE, ellipse)[px:-px, px:-px] > 0)


def without_bites(mask: Mask, px: int) -> Mask:
    """Without bites that are no longer than an odd number of pixels: what is longer is a gap, beside a sleeve."""
    bites = closed(mask, px) & ~mask
    _, areas, stats, _ = cv2.connectedComponentsWithStats(bites.astype(np.uint8))
    small = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) <= px
    return np.asarray(mask | (bites & small[areas]))
