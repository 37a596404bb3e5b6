"""Masks H x W a little larger, or without crumbs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def dilated(mask: Mask, by_px: int) -> Mask:
    """So much larger to each side, in a square."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * by_px + 1,) * 2, np.uint8)) > 0)


def without_crumbs(mask: Mask) -> Mask:
    """Without what is narrower than 3 px."""
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)
