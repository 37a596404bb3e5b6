"""Masks H x W a little larger, without crumbs, or with a sharp edge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Pixels over which a step blurred by one pixel would fall if it went on as in its middle.
_SLOPE = float(np.sqrt(2 * np.pi))


def dilated(mask: Mask, by_px: int) -> Mask:
    """So much larger to each side, in a square."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * by_px + 1,) * 2, np.uint8)) > 0)


def without_crumbs(mask: Mask) -> Mask:
    """Without what is narrower than 3 px."""
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)


def sharp(alpha: Floats, sigma: float, inside_px: float = 0.0) -> Floats:
    """Coverage with an edge one pixel wide, smoothed along its length, so far inside of where it was.

    Blurred, a straight edge is the error function; its slope tells how far the edge is, to parts of a pixel.
    """
    blurred = cv2.GaussianBlur(alpha, (0, 0), sigma)
    return np.asarray(((blurred - 0.5) * (sigma * _SLOPE) + 0.5 - inside_px).clip(0, 1), np.float32)
