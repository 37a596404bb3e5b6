"""How sharp a picture is."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats

_CLEAR = 0.12  # of the range, in Sobel's measure: weaker edges tell nothing
_FEW = 50  # px


def edge_px(grey: Floats, where: np.ndarray | None = None) -> float | None:
    """Width of the sharpest edges of H x W in [0, 1], as a Gaussian's; None where there are none.

    It is told by how much they lose when they are blurred once more.
    """
    sharp, soft = _slope(grey), _slope(cv2.GaussianBlur(grey, (0, 0), 1.0))
    edges = sharp > max(_CLEAR, float(np.percentile(sharp[::2, ::2], 99)))
    if where is not None:
        edges &= cv2.erode(where.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if edges.sum() < _FEW:
        return None
    loss = float(np.percentile(sharp[edges] / (soft[edges] + 1e-4), 80))
    return float(np.clip(1 / np.sqrt(max(loss**2 - 1, 0.02)), 0.3, 4))


def _slope(grey: Floats) -> Floats:
    found: Floats = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    return found
