"""Whether old clothes that stay below a new garment look like layers that somebody would wear.

A T-shirt, a vest with armholes of its own, or a dress with sleeves is worn over a plain top; what has no shoulders of
its own isn't, nor is a dress over a dress, and no edge goes through a print.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.garment import Garment
from lingtu.imaging.tryon.outline import length
from lingtu.imaging.tryon.tidy import DRESS_WAIST
from lingtu.imaging.tryon.top import Top
from lingtu.imaging.tryon.wearer import Wearer

Floats = NDArray[np.float32]

#: A shoulder seam shorter than this, of the chest's width, is a strap's or is not there.
STRAP = 0.12
#: An opening wider than this, of the shoulders' width, leaves these bare; of a garment with sleeves.
BARE_SHOULDERS, BARE_ABOVE_SLEEVES = 0.6, 0.76
#: Old clothes from which they are seen at all, shoulder widths squared.
SEEN = 0.02
#: Cloth this far from the usual colour of what is seen is of a print, Lab with half of lightness, which folds change.
PRINT = 12.0
#: So much of the sides of the cloth that is seen is not looked at, px: it is mixed.
MIXED_PX = 3


def unlikely(wearer: Wearer, garment: Garment, kept: Floats) -> bool:
    """Whether nobody wears such a garment over clothes; `kept`: share of old ones that are seen, H x W."""
    area = wearer.width**2
    if garment.top is None or float(kept.sum()) / area < SEEN:
        return False
    outfit, is_dress = wearer.outfit, garment.kind == "dresses"
    over_dress = outfit.one_piece or outfit.waist == DRESS_WAIST
    if over_dress and is_dress:
        return True
    return has_no_shoulders(garment.top) or (is_dress and not garment.top.sleeved)


def has_no_shoulders(top: Top) -> bool:
    """Whether it hangs on straps, or leaves the shoulders bare."""
    seam = min(length(side.slope) for side in top.sides) / max(top.chest, 1.0)
    opening = float(top.right.neck[0] - top.left.neck[0]) / max(top.shoulders, 1.0)
    return seam < STRAP or opening > (BARE_ABOVE_SLEEVES if top.sleeved else BARE_SHOULDERS)


def print_area(rgb: Floats, wearer: Wearer, kept: Floats, level: float) -> float:
    """How much is seen of a print of an old top above a level, shoulder widths squared."""
    seen = (kept > 0.9) & (wearer.frame.along < level) & (wearer.labels == Part.TORSO)
    seen = cv2.erode(seen.astype(np.uint8), np.ones((MIXED_PX, MIXED_PX), np.uint8)) > 0
    if not seen.any():
        return 0.0
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[seen] * (0.5, 1, 1)
    apart = np.linalg.norm(lab - np.median(lab, axis=0), axis=1)
    return float(np.count_nonzero(apart > PRINT)) / wearer.width**2
