"""One garment put on: the old one taken off, the new one drawn, lit by the photo's light, behind what is in front."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.draw.behind_hair import with_hair_behind
from lingtu.imaging.tryon.draw.clean_neckline import clean_neckline, cut, made_whole, with_keyhole
from lingtu.imaging.tryon.draw.collar import around_neck
from lingtu.imaging.tryon.draw.composite import above, composed, grown, lit
from lingtu.imaging.tryon.draw.conform import far_from
from lingtu.imaging.tryon.draw.cover import Place, cover
from lingtu.imaging.tryon.draw.cut_print import edges_above, without_cut_print
from lingtu.imaging.tryon.draw.folds import read_folds
from lingtu.imaging.tryon.draw.in_front import in_front
from lingtu.imaging.tryon.draw.on_shoulders import on_shoulders
from lingtu.imaging.tryon.draw.plate import clean_plate
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.rests import rests
from lingtu.imaging.tryon.draw.seen_through import On, over_skin
from lingtu.imaging.tryon.draw.sewn import sewn, with_round_tips
from lingtu.imaging.tryon.draw.shading import Drawn, shading
from lingtu.imaging.tryon.draw.texture import grained
from lingtu.imaging.tryon.draw.trouser_legs import with_legs
from lingtu.imaging.tryon.draw.under import Under, uncover
from lingtu.imaging.tryon.draw.underlayer import arms_in_front, keeping, stays
from lingtu.imaging.tryon.fit.clad import clad
from lingtu.imaging.tryon.fit.fit import Fit, Way, fit_on, shoulder_seams, way_worn
from lingtu.imaging.tryon.fit.fit_bottom import BottomFit
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.fit.hang import hidden_below, pocketed, with_hidden, without_pocket_rims
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.piece import Piece
from lingtu.imaging.tryon.fit.replaces import covers_legs, in_trousers, is_in_place
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.pattern import is_printed
from lingtu.imaging.tryon.worn.layers import Labels, Layers, within_rim
from lingtu.imaging.tryon.worn.waist_line import find_waist
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Parts that a garment of each kind takes the place of.
REPLACES: dict[str, tuple[Part, ...]] = {
    "upperBody": (Part.TORSO,),
    "lowerBody": (Part.LOWER,),
    "dresses": (Part.TORSO, Part.LOWER),
}
#: From so far on cloth that was drawn out looks so, shoulder widths.
FAR = 0.06
#: Share of the old garment from which a pixel's light is its.
FOLDED = 0.6


@dataclass(frozen=True)
class Worn:
    """The picture with the garment, the parts as they are then, and what the judge looks at."""

    rgb: Floats
    labels: Labels
    cloth: Floats  # coverage of the new garment that is seen
    old: Floats  # share of the old one
    under: Under
    pieces: tuple[Piece, ...]
    drawn_out: float  # area far from where the garment itself is, px
    fit: Fit
    over_old: bool  # whether the old garment's sleeves and neck are seen below
    kept: Floats  # share of old clothes that are seen below


def put_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look, seed: int) -> Worn:
    """The garment in place of what it replaces."""
    parts = REPLACES[garment.kind]
    over_legs = covers_legs(garment, wearer)
    layers = within_rim(layers, (*parts, Part.LEGS) if over_legs else parts)
    way = way_worn(layers, wearer, garment, look)
    # a dress has no folds of trousers, and trousers none that end with a skirt
    over_trousers = garment.kind == "dresses" and not wearer.outfit.one_piece
    folded = (layers.share(*parts[: 1 if over_trousers else None]) > FOLDED) & (not over_legs)
    layers, wearer = _with_hands(layers, wearer, garment, way)
    waist = None
    if garment.kind == "lowerBody":
        waist = find_waist(layers, wearer, shown=not is_printed(garment.rgb, garment.mask))
    fit = fit_on(layers, wearer, garment, look, way, waist)
    photo = layers
    if isinstance(fit, BottomFit) and any(fit.hems_px) and not in_trousers(wearer):
        # above their hems nothing of a leg is seen beside shorts either
        layers = with_legs(layers, wearer, fit.hems_px)
    hidden = np.zeros(layers.labels.shape, np.float32)
    if isinstance(fit, TopFit) and way is Way.OUTSIDE:
        hidden = hidden_below(layers, wearer, fit.sides, fit.hem)
        layers = with_hidden(layers, hidden)
    cuffs = fit.cuffs_px if isinstance(fit, TopFit) else (0.0, 0.0)
    armholes = fit.armpits if isinstance(fit, TopFit) and not any(cuffs) else ()
    front = in_front(layers, wearer, garment, way is Way.INSIDE, cuffs, armholes)
    plate = clean_plate(layers, wearer.width, seed, rests(layers, parts, wearer.width))
    plate = with_hair_behind(plate, layers, wearer.width)
    old, share = grown(layers, parts, plate), layers.share(*parts)
    body, over_arms = sewn(garment, fit.pieces, layers, wearer, front, old, cuffs)
    line = None
    if isinstance(fit, TopFit):
        if not any(cuffs):
            body = with_round_tips(on_shoulders(body, fit, wearer), fit.necks, fit.shoulders, wearer.width)
        body, line = _at_neck(body, garment, fit, wearer)
        fit = fit if line is None else replace(fit, neckline=line)
    front = front.behind(over_arms)
    in_place = is_in_place(garment, wearer)
    # trousers in place of old ones bare nothing
    around = np.ones(share.shape, np.float32) if in_place else clad(body.alpha, wearer, shoulder_seams(fit))
    under = uncover(layers, wearer, plate, old, around, parts, seed)
    over_old, kept = False, np.zeros(share.shape, np.float32)
    if isinstance(fit, TopFit):
        zone, over_old = stays(fit, under, share, body.alpha, wearer, garment.kind == "dresses")
        if zone is not None:
            kept = zone * share
            sleeves = arms_in_front(fit, wearer, share.shape) * share * (1 - over_arms) * over_old
            seen, edges = np.maximum(kept * (1 - body.alpha), sleeves), edges_above(fit, wearer) | (sleeves > 0)
            plain = without_cut_print(layers.rgb, wearer, seen, body.alpha, edges, seed)
            under, old, share = keeping(under, plain, zone), old * (1 - zone), share * (1 - zone)
            layers, front = replace(layers, rgb=plain), front.with_arms(sleeves)
    shares = (share, hidden, plate.doubt)
    place = Place(layers, wearer, garment.kind, fit, waist, in_place, under, front, *shares, over_legs)
    cloth, front = cover(body, place)
    if line is not None:
        cloth = cut(cloth, line, wearer)
    cloth = with_keyhole(cloth, garment.keyhole, fit.pieces[0], np.maximum(old, kept))
    folds = read_folds(layers.rgb, folded, wearer.width)
    bare_arms = layers.share(Part.ARMS, Part.HANDS) * (1 - cloth.alpha)
    drawn = Drawn(garment, cloth, np.maximum(over_arms, bare_arms), share)
    factor = shading(photo if over_legs else layers, wearer, drawn, folds, look, seed)
    cloth = grained(cloth, layers, folds.plain, seed)
    lighted = Cloth(lit(cloth, factor, front.over_torso, above(layers, parts), wearer), cloth.alpha)
    cloth = over_skin(lighted, cloth, garment, On(layers, wearer, fit.pieces), seed)
    rgb = composed(layers, wearer, cloth, under, front.whole, old)
    labels = np.where(cloth.alpha > 0.5, Part.LOWER if garment.kind == "lowerBody" else Part.TORSO, layers.labels)
    return Worn(
        rgb=rgb,
        labels=labels.astype(np.uint8),
        cloth=cloth.alpha,
        old=old,
        under=under,
        pieces=fit.pieces,
        drawn_out=far_from(body, cloth, FAR * wearer.width),
        fit=fit,
        over_old=over_old,
        kept=kept * (1 - cloth.alpha),
    )


def _with_hands(layers: Layers, wearer: Wearer, garment: Garment, way: Way) -> tuple[Layers, Wearer]:
    """With hands in pockets as they are then: before a top that ends above them, before a dress without the rims."""
    if way is Way.OUTSIDE:
        return layers, pocketed(layers, wearer)
    return (without_pocket_rims(layers, wearer) if garment.kind == "dresses" else layers), wearer


def _at_neck(body: Cloth, garment: Garment, fit: TopFit, wearer: Wearer) -> tuple[Cloth, Points | None]:
    """Cloth that ends at a clean neckline, and that line; or as a collar all around the neck, without one."""
    line = clean_neckline(garment, fit.pieces[0], fit.neckline) if fit.tube is None else None
    return (around_neck(body, fit.tube, wearer), None) if line is None else (made_whole(body, line, wearer), line)
