"""Parts of a mask that hang together, as 4-neighbours do."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def reached(mask: Mask, seeds: Mask) -> Mask:
    """The parts of a mask H x W that seeds are in."""
    _, areas = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    met = np.unique(areas[seeds])
    return np.isin(areas, met[met > 0])


def border(shape: tuple[int, ...]) -> Mask:
    """The outermost pixels of a picture H x W."""
    found = np.ones(shape, np.bool_)
    found[1:-1, 1:-1] = False
    return found
