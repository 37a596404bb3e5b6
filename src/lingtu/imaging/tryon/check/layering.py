"""Whether old clothes that stay below a new garment look like layers that somebody would wear.

A T-shirt, a vest, a pinafore, a top on straps or a dress is worn over a plain top; what leaves shoulders bare above its
sleeves or hangs from the neck isn't, nor is a dress over a longer one or a longer skirt; and no edge goes through a
print that is not all over.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.draw.cut_print import cut_print, edges_above, is_all_over
from lingtu.imaging.tryon.draw.put_on import Worn
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.top import Top
from lingtu.imaging.tryon.worn.skirt import in_skirt
from lingtu.imaging.tryon.worn.tidy import DRESS_WAIST
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: An opening wider than this, of the shoulders' width, leaves these bare, of a garment with sleeves; and of one whose
#: sleeves begin beside straps, below which there is no neckline's back.
BARE_ABOVE_SLEEVES, BESIDE_STRAPS = 0.9, 0.7
#: Of the chest's width: what hangs from the neck alone is narrower above, and its straps meet; so far apart they lie on
#: the shoulders.
HALTER, APART = 0.78, 0.65
#: Old clothes from which they are seen at all, shoulder widths squared.
SEEN = 0.02
#: Sleeves and neck of an old dress, or of a patterned top, from which they look wrong below a garment with sleeves,
#: shoulder widths squared.
CLASH = 0.06
#: A skirt is seen below here, level.
HIPS = 1.0


def unlikely(wearer: Wearer, garment: Garment, kept: Floats) -> bool:
    """Whether nobody wears such a garment over clothes; `kept`: share of old ones that are seen, H x W."""
    area = wearer.width**2
    if garment.top is None or float(kept.sum()) / area < SEEN:
        return False
    below = (wearer.frame.along > HIPS) & ~wearer.frame.arms
    if not _goes_over(garment, garment.top) and float(kept[~below].sum()) / area > SEEN:
        return True
    if garment.kind != "dresses" or not (wears_dress(wearer) or in_skirt(wearer)):
        return False
    return float(kept[below].sum()) / area > SEEN


def clashes(photo: Floats, wearer: Wearer, garment: Garment, kept: Floats) -> bool:
    """Whether a dress' or a pattern's sleeves and neck (`kept`, a share H x W) are seen below a garment with sleeves.

    Below short sleeves one wears plain long ones.
    """
    if garment.top is None or not garment.top.sleeved:
        return False
    upper = wearer.frame.arms | (wearer.frame.along < wearer.pit_level)
    if float(kept[upper].sum()) / wearer.width**2 < CLASH:
        return False
    return wearer.outfit.one_piece or is_all_over(photo, wearer)


def wears_dress(wearer: Wearer) -> bool:
    """Also one that is taken for two pieces."""
    return wearer.outfit.one_piece or wearer.outfit.waist == DRESS_WAIST


def _goes_over(garment: Garment, top: Top) -> bool:
    """Whether it is worn over others: by the shoulders it has, or as a vest, a pinafore, on straps beside the neck."""
    if not top.sleeved:
        opening = float(top.right.neck[0] - top.left.neck[0])
        return top.shoulders > HALTER * top.chest or opening > APART * top.chest
    if garment.kind == "dresses" and garment.neckline is not None and not garment.neckline.is_outline:
        return True
    opening = float(top.right.neck[0] - top.left.neck[0]) / max(top.shoulders, 1.0)
    has_no_back = garment.neckline is not None and garment.neckline.is_outline
    return opening <= (BESIDE_STRAPS if has_no_back else BARE_ABOVE_SLEEVES)


def print_cut(photo: Floats, wearer: Wearer, worn: Worn) -> float:
    """How much is seen of prints of an old top that the new neck or armholes cut, shoulder widths squared.

    None of a pattern that is all over it in the photo, H x W x 3.
    """
    if not isinstance(worn.fit, TopFit):
        return 0.0
    edges = edges_above(worn.fit, wearer)
    cut_px = int(np.count_nonzero(cut_print(worn.rgb, wearer, worn.kept, worn.cloth, edges)))
    return 0.0 if not cut_px or is_all_over(photo, wearer) else cut_px / wearer.width**2
