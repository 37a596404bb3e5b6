"""A garment's fit on a wearer: how long, tucked in or not, and where its seams lie."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.clad import Seam
from lingtu.imaging.tryon.fit_bottom import BottomFit, fit_bottom
from lingtu.imaging.tryon.fit_top import TopFit, fit_top
from lingtu.imaging.tryon.garment import Garment
from lingtu.imaging.tryon.layers import Layers
from lingtu.imaging.tryon.look import Look
from lingtu.imaging.tryon.waist import waist_levels
from lingtu.imaging.tryon.wearer import Wearer

Fit = TopFit | BottomFit

#: Level to which an upper garment reaches at most.
LONGEST = 1.36
#: A top that is shorter than the old one is worn as long, within this.
LENGTHENED = 1.6
#: A dress that is shorter than the old skirt is worn as long, within this, and so much over its hem, level.
LENGTHENED_DRESS, OVER_HEM = 1.6, 0.03
#: Wide dresses on slender people are short by the chest's width: they reach to this level all the same, within this.
MID_THIGH, LONGER = 1.6, 1.35
#: Where an old skirt's hem is looked for, levels: steps from hips to floor; it is so wide there, of its width at the
#: hips.
HIPS, FLOOR, BIN, HEM_WIDE = 1.0, 3.4, 0.02, 0.4


def fit_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look) -> tuple[Fit, bool]:
    """How the garment comes to lie, and whether an upper one is worn inside of what is below it."""
    waist, outfit = wearer.outfit.waist, wearer.outfit
    if garment.kind == "dresses":
        return _dress(layers, wearer, garment, look), False
    if garment.kind == "lowerBody":
        return fit_bottom(garment, wearer, waist_levels(layers, wearer)), False
    own = min(fit_top(garment, wearer, None, look).own_hem_level, LONGEST)
    person = np.count_nonzero(layers.labels)
    two_pieces = np.count_nonzero(layers.labels == Part.LOWER) > 0.02 * person and not outfit.one_piece
    tucked = two_pieces and waist < 1.14 and own > waist - 0.14
    hem = own
    if tucked:
        hem = max(own, waist + 0.05)
    elif two_pieces and own < waist < LENGTHENED * own:
        hem = waist
    return fit_top(garment, wearer, float(np.clip(hem, 0.45, 1.75)), look), bool(tucked)


def _dress(layers: Layers, wearer: Wearer, garment: Garment, look: Look) -> TopFit:
    """As long as it is, or as the old skirt if that is longer by not too much: no legs need be made up."""
    fit = fit_top(garment, wearer, None, look)
    own, old = fit.own_hem_level, _skirt_hem(layers, wearer)
    hem = max(own, min(MID_THIGH, LONGER * own))
    if hem < old < LENGTHENED_DRESS * own:
        hem = old + OVER_HEM
    return fit if hem == own else fit_top(garment, wearer, hem, look)


def _skirt_hem(layers: Layers, wearer: Wearer) -> float:
    """Level at which what is worn above the legs ends; 0 if it doesn't reach them."""
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
