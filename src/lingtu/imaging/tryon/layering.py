"""Whether old clothes that stay below a new garment look like layers that somebody would wear.

A T-shirt, a vest, a pinafore, a top on straps or a dress is worn over a plain top; what leaves shoulders bare above its
sleeves or hangs from the neck isn't, nor is a dress over one whose skirt is longer, and no edge goes through a print.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.connected import reached
from lingtu.imaging.tryon.fit_top import TopFit
from lingtu.imaging.tryon.garment import Garment
from lingtu.imaging.tryon.layers import Layers
from lingtu.imaging.tryon.put_on import Worn
from lingtu.imaging.tryon.tidy import DRESS_WAIST
from lingtu.imaging.tryon.top import Top
from lingtu.imaging.tryon.wearer import Wearer

Floats = NDArray[np.float32]

#: An opening wider than this, of the shoulders' width, leaves these bare, of a garment with sleeves.
BARE_ABOVE_SLEEVES = 0.9
#: Of the chest's width: what hangs from the neck alone is narrower above.
HALTER = 0.78
#: Old clothes from which they are seen at all, shoulder widths squared.
SEEN = 0.02
#: A skirt is seen below here, level.
HIPS = 1.0
#: Cloth this far from the usual colour of what is seen is of a print, Lab with half of lightness, which folds change.
PRINT = 12.0
#: So much of the sides of the cloth that is seen is not looked at, px: it is mixed.
MIXED_PX = 3
#: A print is cut that comes so near the new garment, px.
CUT_PX = 5


def unlikely(wearer: Wearer, garment: Garment, kept: Floats) -> bool:
    """Whether nobody wears such a garment over clothes; `kept`: share of old ones that are seen, H x W."""
    area = wearer.width**2
    if garment.top is None or float(kept.sum()) / area < SEEN:
        return False
    if not _goes_over(garment, garment.top):
        return True
    if garment.kind != "dresses" or not (wearer.outfit.one_piece or wearer.outfit.waist == DRESS_WAIST):
        return False
    below = (wearer.frame.along > HIPS) & ~wearer.frame.arms
    return float(kept[below].sum()) / area > SEEN


def _goes_over(garment: Garment, top: Top) -> bool:
    """Whether it is worn over others: by the shoulders it has, or as a vest, a pinafore, on straps beside the neck."""
    if not top.sleeved:
        return top.shoulders > HALTER * top.chest
    if garment.kind == "dresses" and garment.neckline is not None and not garment.neckline.is_outline:
        return True
    return not _leaves_shoulders_bare(top)


def _leaves_shoulders_bare(top: Top) -> bool:
    opening = float(top.right.neck[0] - top.left.neck[0]) / max(top.shoulders, 1.0)
    return opening > BARE_ABOVE_SLEEVES


def print_cut(layers: Layers, wearer: Wearer, worn: Worn) -> float:
    """How much is seen of prints of an old top that the new neck or armholes cut, shoulder widths squared."""
    if not isinstance(worn.fit, TopFit):
        return 0.0
    level = max(wearer.level_of(pit) for pit in worn.fit.armpits)
    return cut_print_area(layers.rgb, wearer, worn.kept, worn.cloth, level)


def cut_print_area(rgb: Floats, wearer: Wearer, kept: Floats, cloth: Floats, level: float) -> float:
    """How much is seen above a level of prints of an old top that the new garment cuts, shoulder widths squared.

    `kept`: share of old clothes that are seen, `cloth`: coverage of the new ones, H x W.
    """
    seen = (kept > 0.9) & (wearer.frame.along < level) & (wearer.labels == Part.TORSO)
    seen = cv2.erode(seen.astype(np.uint8), np.ones((MIXED_PX, MIXED_PX), np.uint8)) > 0
    if not seen.any():
        return 0.0
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab) * (0.5, 1, 1)
    printed = seen & (np.linalg.norm(lab - np.median(lab[seen], axis=0), axis=2) > PRINT)
    near = cv2.dilate((cloth > 0.5).astype(np.uint8), np.ones((2 * CUT_PX + 1,) * 2, np.uint8)) > 0
    return float(np.count_nonzero(reached(printed, printed & near))) / wearer.width**2
