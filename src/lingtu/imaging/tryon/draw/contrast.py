"""How deep folds are seen in cloth of some lightness: in white light falls into shades again, on black it shines."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Lightness (display value) of cloth, and how deep folds of it are seen (logarithms), by those of middle grey; as
#: measured on photos of plain tops.
LIGHTNESS = (0.08, 0.14, 0.34, 0.65, 0.92)
DEPTH = (6.0, 4.5, 2.2, 1.0, 0.85)


def contrast(lightness: Floats) -> Floats:
    """A factor for logarithms of folds, of the same shape."""
    return np.asarray(np.interp(lightness, LIGHTNESS, DEPTH), np.float32)


def seen_lightness(rgb: Floats) -> Floats:
    """How light cloth H x W x 3 looks as to its folds, H x W: a deep blue shows them less than a black as dark."""
    return np.asarray((cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY) + rgb.max(axis=2)) / 2, np.float32)
