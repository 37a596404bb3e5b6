"""Black cloth as photos of people show it: it throws back a little light, by which its form is seen.

Shops' pictures are made so that black is black: a factor of that shows nothing.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]

#: Lightness (display value) of black cloth where the light is as it mostly is: its median is no less.
LEAST = 0.12
#: Up to this lightness cloth is lifted as its black is, and from this one on not at all: prints are lit already.
LIFTED, KEPT = 0.12, 0.4
#: What black throws back has its own hue, but by so much of a channel's share less or more at most: half is gloss.
HUE = (0.8, 1.3)


def lifted_black(cloth: Cloth) -> Cloth:
    """The cloth with its black no blacker than in a photo; other cloth stays."""
    worn = cloth.alpha > 0.9
    if np.count_nonzero(worn) < 100:
        return cloth
    grey = cv2.cvtColor(cloth.rgb, cv2.COLOR_RGB2GRAY)
    lift = LEAST - float(np.median(grey[worn]))
    if lift <= 0:
        return cloth
    share = ((KEPT - grey) / (KEPT - LIFTED)).clip(0, 1)
    # of black one pixel's hue is noise
    hue = np.median(cloth.rgb[worn & (grey < LIFTED)], axis=0)
    hue = (hue / max(float(hue @ (0.299, 0.587, 0.114)), 1e-3)).clip(*HUE)
    return Cloth(np.asarray(cloth.rgb + (lift * share)[..., None] * hue, np.float32), cloth.alpha)
