"""What of shades lies in lines, as folds do: lace, embroidery and prints that are read as folds are curls and spots."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Around a place shades are looked at so far, and smoothed by that before, shoulder widths.
AROUND, SMOOTH = 0.055, 0.012
#: How much more shades change across than along a line, of both, where they are none, and where they are.
CURLS, LINES = 0.25, 0.6
#: On a picture of so many times fewer pixels along a side.
SMALLER = 3


def in_lines(values: Floats, width_px: float) -> Floats:
    """Share H x W, from 0 to 1, of shades H x W that lie in lines."""
    size = max(1, values.shape[1] // SMALLER), max(1, values.shape[0] // SMALLER)
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.7, SMOOTH * width_px / SMALLER))
    down, across = np.gradient(small)
    sigma = max(1.0, AROUND * width_px / SMALLER)
    xx, yy, xy = (cv2.GaussianBlur(each, (0, 0), sigma) for each in (across**2, down**2, across * down))
    # of the structure tensor's values l1 > l2 this is (l1 - l2) / (l1 + l2)
    share = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / np.maximum(xx + yy, 1e-12)
    lines = ((share - CURLS) / (LINES - CURLS)).clip(0, 1).astype(np.float32)
    return np.asarray(cv2.resize(lines, values.shape[::-1]), np.float32)
