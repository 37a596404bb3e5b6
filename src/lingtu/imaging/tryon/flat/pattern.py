"""Where a garment has a pattern: prints, buttons and seams are seen to be drawn out of shape, plain cloth is not.

So plain cloth gives way (Gal, Sorkine, Cohen-Or 2006, feature-aware texturing).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.outline import Mask, Points
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]

#: Contrast, Lab, that plain cloth may have, and from which it is all pattern.
PLAIN, PATTERN = 2.0, 8.0
#: Folds and shade are wider than this, px.
FINE_PX = 6.0
#: How many times stiffer cloth with a pattern is than plain cloth.
STIFF = 12.0
#: Share of cloth that is pattern from which it is printed all over.
PRINTED = 0.85
#: The cloth's own outline has contrast too, px.
RIM_PX = 9


def find_pattern(rgb: Floats, mask: Mask) -> Floats:
    """How much each place of the cloth, H x W, is a pattern rather than plain, in [0, 1]; 0 beyond the mask."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    off = lengths(lab - cv2.GaussianBlur(lab, (0, 0), FINE_PX))
    inside = cv2.erode(mask.astype(np.uint8), np.ones((2 * RIM_PX + 1,) * 2, np.uint8)).astype(np.float32)
    near = cv2.GaussianBlur(inside, (0, 0), 2 * FINE_PX)
    mean = cv2.GaussianBlur(off * inside, (0, 0), 2 * FINE_PX) / np.maximum(near, 0.05)
    return np.asarray(((mean - PLAIN) / (PATTERN - PLAIN)).clip(0, 1) * (near > 0.05), np.float32)


def is_printed(rgb: Floats, mask: Mask) -> bool:
    """Whether nearly all of the cloth is pattern."""
    return pattern_share(rgb, mask) > PRINTED


def pattern_share(rgb: Floats, mask: Mask) -> float:
    """How much of the cloth is pattern, in [0, 1]; told at half size."""
    small = cv2.resize(rgb, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(mask.astype(np.uint8), small.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    return float(find_pattern(small, inside)[inside].mean()) if inside.any() else 0.0


def stiffness(pattern: Floats, places: Points) -> Points:
    """Of cloth at places N x 2 px, 1 where it is plain."""
    x, y = places.T.astype(np.float32)
    found = cv2.remap(pattern, x[None], y[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)[0]
    return np.asarray(1 + (STIFF - 1) * found, np.float64)
