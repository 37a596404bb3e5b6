"""Black cloth in a garment's picture is grey where light happens to fall on it: a sleeve would look like another cloth.

Of so little light that black throws back the eye sees the differences, but no form: the wearer's light gives it that.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Lab lightness of black cloth (its median), and up to which a pixel is black cloth in some light.
BLACK, LIT = 10.0, 26.0
#: Chroma from which it is of a colour, Lab, and share of the garment that must be black.
COLOURED, SHARE = 9.0, 0.93
#: Scale of light on a lying garment, of its longer side; it is worked out on a picture so many times smaller.
BROAD, SMALLER = 0.02, 4
#: Cloth whose logarithm of lightness differs less is even; it is darkened by this at most.
EVEN, MOST = 0.1, 1.6


def evened_black(rgb: Floats, alpha: Floats) -> Floats:
    """Colours H x W x 3 of a garment with the coverage `alpha`; lit black is as dark as most of it."""
    small, share = (
        cv2.resize(each, None, fx=1 / SMALLER, fy=1 / SMALLER, interpolation=cv2.INTER_AREA) for each in (rgb, alpha)
    )
    cloth = share > 0.98
    if not cloth.any():
        return rgb
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab)
    black = cloth & (lab[..., 0] < LIT) & (np.hypot(lab[..., 1], lab[..., 2]) < COLOURED)
    if np.median(lab[..., 0][cloth]) > BLACK or np.count_nonzero(black) < SHARE * np.count_nonzero(cloth):
        return rgb
    known = black.astype(np.float32)
    sigma = BROAD * max(known.shape)
    log = np.log(np.maximum(small.mean(axis=2), 0.02))
    broad = cv2.GaussianBlur(log * known, (0, 0), sigma) / np.maximum(cv2.GaussianBlur(known, (0, 0), sigma), 1e-3)
    lighter = (broad - float(np.median(broad[black])) - EVEN).clip(0, MOST) * cv2.GaussianBlur(known, (0, 0), 1.0)
    lighter = cv2.resize(lighter.astype(np.float32), rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(rgb * np.exp(-lighter)[..., None], np.float32)
