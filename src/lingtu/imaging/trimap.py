"""Sure subject, sure background, and the band between them that is to be worked out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Alpha = NDArray[np.float32]

#: Half the width of the band, as a share of the longest side.
BAND = 0.008
SURE = 0.95


def trimap(alpha: Alpha) -> Alpha:
    """1 where surely subject, 0 where surely not, 0.5 between: where the rough alpha is soft and near there."""
    radius_px = max(1, round(BAND * max(alpha.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius_px + 1, 2 * radius_px + 1))
    subject = cv2.erode((alpha > SURE).astype(np.uint8), disc)
    background = cv2.erode((alpha < 1 - SURE).astype(np.uint8), disc)
    return (0.5 + 0.5 * subject - 0.5 * background).astype(np.float32)
