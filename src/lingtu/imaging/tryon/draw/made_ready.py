"""The photo made ready for a garment: how that is worn there, and what hands, legs and lower clothes do then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.in_cuffs import with_hands_in_cuffs
from lingtu.imaging.tryon.draw.in_front import InFront, arms_outline, in_front, in_old_sleeves, within_px
from lingtu.imaging.tryon.draw.old_cuffs import without_old_cuffs
from lingtu.imaging.tryon.draw.pocket import Opening, cut_at_openings, find_openings
from lingtu.imaging.tryon.draw.trouser_legs import with_legs
from lingtu.imaging.tryon.fit.fit import Fit, Way, fit_on, way_worn
from lingtu.imaging.tryon.fit.fit_bottom import BottomFit
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.fit.hang import hidden_below, pocketed, with_hidden
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.pocket_rims import without_pocket_rims
from lingtu.imaging.tryon.fit.replaces import covers_legs, in_trousers, is_in_place
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.pattern import is_printed
from lingtu.imaging.tryon.worn.even_hems import with_even_hems
from lingtu.imaging.tryon.worn.layers import Layers, within_rim
from lingtu.imaging.tryon.worn.waist_line import Waist, find_waist
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Parts that a garment of each kind takes the place of.
REPLACES: dict[str, tuple[Part, ...]] = {
    "upperBody": (Part.TORSO,),
    "lowerBody": (Part.LOWER,),
    "dresses": (Part.TORSO, Part.LOWER),
}
#: Share of the old garment from which a pixel's light is its.
FOLDED = 0.6


@dataclass(frozen=True)
class Ready:
    """The photo's layers and its wearer as they are with the garment, and how that fits there."""

    layers: Layers
    photo: Layers  # before the garment: bare legs in new trousers are no clothes yet
    wearer: Wearer
    way: Way
    fit: Fit
    waist: Waist | None  # of a lower garment
    hidden: Floats  # share H x W of lower clothes that a top hangs over
    folded: Mask  # where the old garment's folds are seen, H x W
    outline: Floats | None  # share H x W within the arms' outline, before tops and dresses
    openings: tuple[Opening, ...]  # of pockets that hands are in
    over_legs: bool  # trousers in place of a skirt or shorts

    @property
    def cuffs(self) -> tuple[float, float]:
        """How far along the arms sleeves reach, px; 0 without."""
        return self.fit.cuffs_px if isinstance(self.fit, TopFit) else (0.0, 0.0)

    def front(self, garment: Garment) -> InFront:
        """What lies in front of the garment."""
        armholes = self.fit.armpits if isinstance(self.fit, TopFit) and not any(self.cuffs) else ()
        return in_front(self.layers, self.wearer, garment, self.way is Way.INSIDE, self.cuffs, armholes)


def made_ready(layers: Layers, wearer: Wearer, garment: Garment, look: Look) -> Ready:
    """The photo for a garment."""
    parts, over_legs = REPLACES[garment.kind], covers_legs(garment, wearer)
    # before tops arms are made so much smaller where they hang in front
    inside = within_px(wearer.width) if garment.kind == "lowerBody" else 0.0
    in_sleeves = in_old_sleeves(layers, wearer)
    # beside trousers nothing of an arm need be uncovered
    outline = None if garment.kind == "lowerBody" else arms_outline(layers, wearer)
    layers = within_rim(layers, (*parts, Part.LEGS) if over_legs else parts, wearer.width, in_sleeves, inside)
    if is_in_place(garment, wearer):
        layers = with_even_hems(layers, wearer)
    way = way_worn(layers, wearer, garment, look)
    # a dress has no folds of trousers, and trousers none that end with a skirt
    over_trousers = garment.kind == "dresses" and not wearer.outfit.one_piece
    folded = (layers.share(*parts[: 1 if over_trousers else None]) > FOLDED) & (not over_legs)
    # tops have no pockets there
    openings = () if garment.kind == "upperBody" else find_openings(layers, wearer)
    layers, wearer = _with_hands(layers, wearer, garment, way, openings)
    waist = None
    if garment.kind == "lowerBody":
        waist = find_waist(layers, wearer, shown=not is_printed(garment.rgb, garment.mask))
    fit = fit_on(layers, wearer, garment, look, way, waist)
    dressed, hidden = _with_fit(layers, wearer, fit, way)
    if isinstance(fit, TopFit):
        dressed, wearer = without_old_cuffs(dressed, wearer, fit.cuffs_px)
    return Ready(dressed, layers, wearer, way, fit, waist, hidden, folded, outline, openings, over_legs)


def _with_hands(
    layers: Layers, wearer: Wearer, garment: Garment, way: Way, openings: tuple[Opening, ...]
) -> tuple[Layers, Wearer]:
    """With hands in pockets as they are then: before a top that ends above them, in other garments' own pockets."""
    if way is Way.OUTSIDE:
        return layers, pocketed(layers, wearer)
    if garment.kind == "upperBody":
        return layers, wearer
    return cut_at_openings(without_pocket_rims(layers, wearer), openings, wearer.width), wearer


def _with_fit(layers: Layers, wearer: Wearer, fit: Fit, way: Way) -> tuple[Layers, Floats]:
    """With hands in long cuffs, legs in trousers, and lower clothes below a top; and the share of these, H x W."""
    hidden = np.zeros(layers.labels.shape, np.float32)
    if isinstance(fit, BottomFit):
        # above their hems nothing of a leg is seen beside shorts either
        ends = any(fit.hems_px) and not in_trousers(wearer)
        return (with_legs(layers, wearer, fit.hems_px) if ends else layers), hidden
    layers = with_hands_in_cuffs(layers, wearer, fit)
    if way is Way.OUTSIDE:
        hidden = hidden_below(layers, wearer, fit.sides, fit.hem)
        layers = with_hidden(layers, hidden)
    return layers, hidden
