"""Bites at the outline of a mask, where cloth has its ground's own colour."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Share of a garment within its outline from which its print has the ground's colours.
PRINTED = 0.004
#: An area is of a print and no ground where so much of it is lighter or darker than the ground by this, Lab, and so
#: much of it is rougher than a shadow: of a slope above this and, the darker it is, more, Lab/px.
OTHER, OTHER_SHARE, ROUGH_SHARE, SLOPE = 0.7, 0.6, 0.5, (0.5, 0.35)


def of_print(areas: NDArray[np.int32], count: int, light: Floats) -> Mask:
    """Which of so many areas, labelled H x W, are of a print; `light`: how much lighter than the ground, H x W, Lab."""
    smooth = cv2.GaussianBlur(light, (0, 0), 1.0)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, x, 1 - x, scale=1 / 8) for x in (1, 0))
    rough = np.hypot(across, down) > SLOPE[0] + SLOPE[1] * np.abs(smooth)
    size = np.maximum(np.bincount(areas.ravel(), minlength=count), 1)
    other, uneven = (np.bincount(areas.ravel(), told.ravel(), count) / size for told in (np.abs(light) > OTHER, rough))
    return np.asarray((other > OTHER_SHARE) & (uneven > ROUGH_SHARE))


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
