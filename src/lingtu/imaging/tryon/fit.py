"""A garment's fit on a wearer: how long, tucked in or not, and where its seams lie."""

from __future__ import annotations

from enum import Enum, auto

import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.clad import Seam
from lingtu.imaging.tryon.fit_bottom import BottomFit, fit_bottom
from lingtu.imaging.tryon.fit_top import TopFit, fit_top, own_hem_level
from lingtu.imaging.tryon.garment import Garment
from lingtu.imaging.tryon.hang import hanging_level, pocketed, worn_end
from lingtu.imaging.tryon.layers import Layers
from lingtu.imaging.tryon.look import Look
from lingtu.imaging.tryon.replaces import in_trousers
from lingtu.imaging.tryon.waist import has_straight_band, waist_levels
from lingtu.imaging.tryon.waist_line import Waist, ends_at
from lingtu.imaging.tryon.wearer import Wearer

Fit = TopFit | BottomFit

#: Level to which an upper garment reaches at most where nothing is seen below it.
LONGEST = 1.36
#: Share of the person that lower clothes have at least.
LEAST_LOWER = 0.02
#: Share of the arm from which sleeves hang beside the waistband.
LONG_SLEEVES = 0.75
#: Lowest waist in which a top is tucked, how much lower it must reach by itself, and is made to reach, levels.
TUCKED_WAIST, REACHES, TUCKED = 0.96, 0.02, 0.05
#: A dress that is shorter than the old skirt is worn as long, within this, and so much over its hem, level.
LENGTHENED_DRESS, OVER_HEM = 1.3, 0.03
#: A dress ends at the ankles at the lowest if these are seen so surely.
ANKLES_SEEN = 0.5
#: Wide dresses on slender people are short by the chest's width: they reach to this level all the same, within this.
MID_THIGH, LONGER = 1.6, 1.35
#: Where an old skirt's hem is looked for, levels: steps from hips to floor; it is so wide there, of its width at the
#: hips.
HIPS, FLOOR, BIN, HEM_WIDE = 1.0, 3.4, 0.02, 0.4


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
    return pocketed(layers, wearer)[0] is layers


def fit_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look, way: Way, waist: Waist | None = None) -> Fit:
    """How the garment comes to lie; a lower one with its waist on that line, if it is known."""
    if garment.kind == "lowerBody":
        if waist is None:
            return fit_bottom(garment, wearer, waist_levels(layers, wearer))
        return fit_bottom(garment, wearer, ends_at(waist.edge, wearer), waist.edge)
    own = own_hem_level(garment, wearer, look)
    if garment.kind == "dresses":
        level = _dress_level(min(own, _ankles(wearer)), _skirt_hem(layers, wearer))
        return fit_top(garment, wearer, level, look, outside=not wearer.outfit.one_piece)
    if way is Way.OUTSIDE:
        return fit_top(garment, wearer, hanging_level(own, worn_end(layers, wearer)), look, outside=True)
    return fit_top(garment, wearer, max(min(own, LONGEST), wearer.outfit.waist + TUCKED), look)


def _dress_level(own: float, old: float) -> float:
    """Where a dress ends: by itself, or as the old skirt if that is longer by not too much: no legs need be made up."""
    hem = max(own, min(MID_THIGH, LONGER * own))
    return old + OVER_HEM if hem < old < LENGTHENED_DRESS * own else hem


def _ankles(wearer: Wearer) -> float:
    """Level of the ankles; of the floor where the picture doesn't show them."""
    body, height = wearer.frame.body, wearer.labels.shape[0]
    ankles = [limbs.ankle for limbs in SIDES if body.seen[limbs.ankle] > ANKLES_SEEN]
    seen = [body.points[ankle] for ankle in ankles if body.points[ankle][1] < height]
    return max((wearer.level_of(each) for each in seen), default=FLOOR)


def _skirt_hem(layers: Layers, wearer: Wearer) -> float:
    """Level at which what is worn above the legs ends; 0 if it doesn't reach them, or is trousers."""
    if in_trousers(wearer):
        return 0.0
    worn = np.isin(layers.labels, (Part.TORSO, Part.LOWER)) & ~wearer.frame.arms
    bins = np.arange(HIPS, FLOOR, BIN)
    areas, _ = np.histogram(wearer.frame.along[worn], bins)
    wide = areas > HEM_WIDE * max(float(np.median(areas[:5])), 1.0)
    ends = int(np.argmin(wide)) if not wide.all() else len(wide)
    return float(bins[ends]) if ends else 0.0


def shoulder_seams(fit: Fit) -> tuple[Seam, ...]:
    """Of an upper garment, left and right; none of a lower one."""
    if isinstance(fit, BottomFit):
        return ()
    return tuple(Seam(*each) for each in zip(fit.necks, fit.shoulders, fit.cuffs_px, strict=True))
