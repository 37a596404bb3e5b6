"""The main colours of cloth, and how far others are from them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]

#: Colours that tell a cloth, and the share of one that counts.
COLOURS, SHARE = 8, 0.04


def main_colours(cloth: Floats) -> Floats:
    """K x 3 Lab, of pixels N x 3; N is 10 times COLOURS at least."""
    cv2.setRNGSeed(1)
    some = np.ascontiguousarray(cloth[:: max(1, len(cloth) // 4000)], np.float32)
    stop = (cv2.TERM_CRITERIA_MAX_ITER + cv2.TERM_CRITERIA_EPS, 12, 0.5)
    _, labels, centres = cv2.kmeans(some, COLOURS, None, stop, 1, cv2.KMEANS_PP_CENTERS)
    share = np.bincount(labels[:, 0], minlength=COLOURS) / len(some)
    return np.asarray(centres[share > SHARE], np.float32)


def from_colours(lab: Floats, colours: Floats) -> Floats:
    """Distance H x W of a picture's pixels, Lab, from the nearest one of some colours."""
    return np.asarray(np.min([lengths(lab - colour) for colour in colours], axis=0), np.float32)
