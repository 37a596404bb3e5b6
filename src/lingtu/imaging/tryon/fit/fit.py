"""A garment's fit on a wearer: how long, tucked in or not, and where its seams lie."""

from __future__ import annotations

from enum import Enum, auto

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.clad import Seam
from lingtu.imaging.tryon.fit.dress_length import dress_level
from lingtu.imaging.tryon.fit.fit_bottom import BottomFit, fit_bottom
from lingtu.imaging.tryon.fit.fit_top import TopFit, fit_top, own_hem_level
from lingtu.imaging.tryon.fit.hang import hanging_level, pocketed, worn_end
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.waist import has_straight_band, waist_levels
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.waist_line import Waist, ends_at
from lingtu.imaging.tryon.worn.wearer import Wearer

Fit = TopFit | BottomFit

#: Level to which an upper garment reaches at most where nothing is seen below it.
LONGEST = 1.36
#: Share of the person that lower clothes have at least.
LEAST_LOWER = 0.02
#: Share of the arm from which sleeves hang beside the waistband.
LONG_SLEEVES = 0.75
#: Lowest waist in which a top is tucked, how much lower it must reach by itself, and is made to reach, levels.
TUCKED_WAIST, REACHES, TUCKED = 0.96, 0.02, 0.05


class Way(Enum):
    """How a garment is worn: by itself, tucked in what is below it, or hanging over that."""

    ALONE = auto()
    INSIDE = auto()
    OUTSIDE = auto()


def way_worn(layers: Layers, wearer: Wearer, garment: Garment, look: Look) -> Way:
    """Outside, where its own hem covers the old waist line, if there is one; tucked in for a variation."""
    lower = np.count_nonzero(layers.labels == Part.LOWER)
    if garment.kind != "upperBody" or wearer.outfit.one_piece or lower < LEAST_LOWER * np.count_nonzero(layers.labels):
        return Way.ALONE
    return Way.INSIDE if look.tucked and _suits_tucked(layers, wearer, garment, look) else Way.OUTSIDE


def _suits_tucked(layers: Layers, wearer: Wearer, garment: Garment, look: Look) -> bool:
    """Whether a clean waistband is seen, nothing hangs over it beside the hips, and the top reaches it."""
    waist = wearer.outfit.waist
    if waist > TUCKED_WAIST or max(wearer.outfit.sleeves) > LONG_SLEEVES:
        return False
    if own_hem_level(garment, wearer, look) < waist + REACHES or not has_straight_band(layers, wearer):
        return False
    return not any(flank.in_pocket for flank in pocketed(layers, wearer).flanks)


def fit_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look, way: Way, waist: Waist | None = None) -> Fit:
    """How the garment comes to lie; a lower one with its waist on that line, if it is known."""
    if garment.kind == "lowerBody":
        if waist is None:
            return fit_bottom(garment, wearer, waist_levels(layers, wearer))
        return fit_bottom(garment, wearer, ends_at(waist.edge, wearer), waist.edge)
    own = own_hem_level(garment, wearer, look)
    if garment.kind == "dresses":
        return fit_top(garment, wearer, dress_level(own, layers, wearer), look, outside=not wearer.outfit.one_piece)
    if way is Way.OUTSIDE:
        pocket = min(flank.pocket_level for flank in wearer.flanks)
        end = hanging_level(own, worn_end(layers, wearer), pocket, wearer.torso_px / wearer.width)
        return fit_top(garment, wearer, end, look, outside=True)
    return fit_top(garment, wearer, max(min(own, LONGEST), wearer.outfit.waist + TUCKED), look)


def shoulder_seams(fit: Fit) -> tuple[Seam, ...]:
    """Of an upper garment, left and right; none of a lower one."""
    if isinstance(fit, BottomFit):
        return ()
    return tuple(Seam(*each) for each in zip(fit.necks, fit.shoulders, fit.cuffs_px, strict=True))
