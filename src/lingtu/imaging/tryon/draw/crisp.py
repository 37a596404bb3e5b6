"""The edges of cloth that is drawn larger than its picture: as crisp as they were there, as those of the photo around.

A picture that is drawn larger has its edges spread over more pixels. Each is drawn together again between the darkest
and the lightest that is at it, so that none gets a rim.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import box_around

Floats = NDArray[np.float32]

#: Enlargements from which edges are drawn together, and from which fully; how much in a round, and how many rounds.
FROM, FULLY, SHARE, ROUNDS = 0.95, 1.15, 0.7, 2
#: The blur that an enlargement is, and how far an edge reaches, times that; differences that are noise (of display
#: values); and how far beyond what is around it a pixel may go, of the differences there.
BLUR, REACH, NOISE, RIMS = 0.55, 0.9, 0.004, 0.025


def crisp(rgb: Floats, alpha: Floats, enlarged: float) -> Floats:
    """Colours H x W x 3 where coverage H x W is, drawn so many times larger than they were."""
    share = SHARE * min(1.0, max(0.0, (enlarged - FROM) / (FULLY - FROM)))
    size = 2 * max(1, round(REACH * enlarged)) + 1
    box = box_around(alpha, size)
    if not share or not box[0].stop:
        return rgb
    grey = cv2.cvtColor(np.ascontiguousarray(rgb[box]), cv2.COLOR_RGB2GRAY)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    low, high = cv2.erode(grey, around), cv2.dilate(grey, around)
    room = RIMS * (high - low)
    low, high, now = low - room, high + room, grey
    for _ in range(ROUNDS):
        fine = now - cv2.GaussianBlur(now, (0, 0), BLUR * enlarged)
        fine -= fine.clip(-NOISE, NOISE)
        now = (now + share * fine).clip(low, high)
    result = rgb.copy()
    result[box] = (rgb[box] + (now - grey)[..., None]).clip(0, 1)
    return result
