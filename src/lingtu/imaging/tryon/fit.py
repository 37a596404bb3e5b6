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


def fit_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look) -> tuple[Fit, bool]:
    """How the garment comes to lie, and whether an upper one is worn inside of what is below it."""
    waist, outfit = wearer.outfit.waist, wearer.outfit
    if garment.kind == "dresses":
        return fit_top(garment, wearer, None, look), False
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


def shoulder_seams(fit: Fit) -> tuple[Seam, ...]:
    """Of an upper garment, left and right; none of a lower one."""
    if isinstance(fit, BottomFit):
        return ()
    return tuple(Seam(*each) for each in zip(fit.necks, fit.shoulders, fit.cuffs_px, strict=True))
