"""Carries an alpha that was worked out on a reduced picture to the full one, along the full picture's edges."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import sharpen_alpha

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]


def reduce(rgb: Rgb, side_px: int) -> Rgb:
    """The picture with its longest side at most `side_px`."""
    height, width = rgb.shape[:2]
    scale = side_px / max(height, width)
    if scale >= 1:
        return rgb
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.float32)


def enlarge_alpha(alpha: Alpha, rgb: Rgb) -> Alpha:
    """The alpha at the size of `rgb`."""
    if alpha.shape == rgb.shape[:2]:
        return alpha
    start = np.asarray(cv2.resize(alpha, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)
    return sharpen_alpha(rgb, start)
