"""Sure subject, sure background, and the band between them that is to be worked out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Alpha = NDArray[np.float32]

#: Half the width of the band, in pixels of the net that made the rough alpha.
BAND = 2.5
LEAST_BAND_PX = 3
SURE = 0.98


def trimap(alpha: Alpha, grain_px: float) -> Alpha:
    """1 where surely subject, 0 where surely not, 0.5 between: where the rough alpha is soft and near there."""
    radius_px = max(LEAST_BAND_PX, round(BAND * grain_px))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius_px + 1, 2 * radius_px + 1))
    subject = cv2.erode((alpha > SURE).astype(np.uint8), disc)
    background = cv2.erode((alpha < 1 - SURE).astype(np.uint8), disc)
    return np.asarray(0.5 + 0.5 * subject - 0.5 * background, np.float32)
