"""One garment put on: the old one taken off, the new one drawn, lit by the photo's light, behind what is in front."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.clad import clad
from lingtu.imaging.tryon.composite import above, composed, grown, lit
from lingtu.imaging.tryon.conform import Below, conform, far_from, in_outline, without_slivers
from lingtu.imaging.tryon.fit import Fit, Way, fit_on, shoulder_seams, way_worn
from lingtu.imaging.tryon.fit_top import TopFit
from lingtu.imaging.tryon.folds import read_folds
from lingtu.imaging.tryon.garment import Garment
from lingtu.imaging.tryon.hang import hidden_below, pocketed, with_hidden
from lingtu.imaging.tryon.in_front import InFront, in_front
from lingtu.imaging.tryon.layers import Labels, Layers
from lingtu.imaging.tryon.look import Look
from lingtu.imaging.tryon.piece import Piece
from lingtu.imaging.tryon.plate import clean_plate
from lingtu.imaging.tryon.render import Cloth
from lingtu.imaging.tryon.replaces import covers_legs, is_in_place
from lingtu.imaging.tryon.sewn import sewn
from lingtu.imaging.tryon.shading import Drawn, shading
from lingtu.imaging.tryon.texture import grained
from lingtu.imaging.tryon.under import Under, body_below, uncover
from lingtu.imaging.tryon.underlayer import arms_in_front, keeping, stays
from lingtu.imaging.tryon.waist_line import Waist, beside_top, find_waist, over_top
from lingtu.imaging.tryon.wearer import Wearer

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
#: How far each kind's cloth is drawn out to the old garment's outline, shoulder widths.
REACHES = {"upperBody": 0.16, "lowerBody": 0.18, "dresses": 0.16}
#: So far within the neckline no cloth is drawn out to the old one, shoulder widths.
WITHIN_NECK = 0.03
#: From where on and how far outside of sleeves the old garment's outline isn't taken over, shoulder widths.
SLEEVE_FROM, OUTSIDE = 0.1, 0.35
#: Trousers in place of old ones are so much wider to each side, shoulder widths.
OVER_RIM = 0.007
#: Share of the old garment from which a pixel's light is its.
FOLDED = 0.6
#: Width of the soft edges between parts of the photo, px.
SOFT_EDGE_PX = 4


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


def put_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look, seed: int) -> Worn:
    """The garment in place of what it replaces."""
    parts, reach = REPLACES[garment.kind], REACHES[garment.kind]
    if covers_legs(garment, wearer):
        parts = (*parts, Part.LEGS)
    way = way_worn(layers, wearer, garment, look)
    # a dress has no folds of trousers
    over_trousers = garment.kind == "dresses" and not wearer.outfit.one_piece
    folded = layers.share(*parts[: 1 if over_trousers else None]) > FOLDED
    if way is Way.OUTSIDE:
        layers, wearer = pocketed(layers, wearer)
    waist = find_waist(layers, wearer) if garment.kind == "lowerBody" else None
    fit = fit_on(layers, wearer, garment, look, way, waist)
    hidden = np.zeros(layers.labels.shape, np.float32)
    if isinstance(fit, TopFit) and way is Way.OUTSIDE:
        hidden = hidden_below(layers, wearer, fit.sides, fit.hem)
        layers = with_hidden(layers, hidden)
    front = in_front(layers, wearer, garment, way is Way.INSIDE)
    plate = clean_plate(layers, wearer.width, seed)
    old, share = grown(layers, parts, plate, body_below(layers, wearer, parts)), layers.share(*parts)
    body, over_arms = sewn(garment, fit.pieces, layers, wearer, front, old)
    front = front.behind(over_arms)
    in_place = is_in_place(garment, wearer)
    # trousers in place of old ones bare nothing
    around = np.ones(share.shape, np.float32) if in_place else clad(body.alpha, wearer, shoulder_seams(fit))
    under = uncover(layers, wearer, plate, old, around, parts, seed)
    over_old = False
    if isinstance(fit, TopFit):
        zone, over_old = stays(fit, under, body.alpha, wearer, garment.kind == "dresses")
        if zone is not None:
            under, old, share = keeping(under, layers.rgb, zone), old * (1 - zone), share * (1 - zone)
        if over_old:
            front = front.with_arms(arms_in_front(fit, wearer, share.shape) * layers.share(*parts) * (1 - over_arms))
    # at the soft edge of what lies on it the old garment goes on below
    beside = cv2.dilate(share, np.ones((2 * SOFT_EDGE_PX + 1,) * 2, np.uint8))
    taken = (share + front.whole * (beside if in_place else np.maximum(body.alpha, beside))).clip(0, 1)
    if isinstance(fit, TopFit):
        # the throat is bare, and beside the collar the shoulder is not
        taken = np.maximum(taken, layers.share(Part.NECK) * under.clad) * (1 - _opening(fit, wearer, share.shape))
    if waist is not None:
        taken, front = _with_waist(waist, taken, front, layers, wearer, share, in_place)
    if in_place:
        cloth = in_outline(body, taken, wearer.width, reach)
    else:
        doubt = np.maximum(np.maximum(under.doubt, hidden), under.skin + under.cloth)
        below = Below(under.clad, doubt * (1 - _beside_sleeves(fit, wearer) * (1 - plate.doubt)))
        cloth = conform(body, taken, below, wearer.width, reach)
        cloth = Cloth(cloth.rgb, cloth.alpha * (1 - front.beyond))
    cloth = Cloth(cloth.rgb, without_slivers(cloth.alpha * (1 - front.whole), share, wearer.width))
    folds = read_folds(layers.rgb, folded, wearer.width)
    bare_arms = layers.share(Part.ARMS, Part.HANDS) * (1 - cloth.alpha)
    drawn = Drawn(garment, cloth, np.maximum(over_arms, bare_arms), share)
    factor = shading(layers, wearer, drawn, folds, look, seed)
    cloth = grained(cloth, layers, folds.plain, seed)
    cloth = Cloth(lit(cloth, factor, front.over_torso, above(layers, parts), wearer), cloth.alpha)
    rgb = composed(layers, wearer, cloth, under, front.over_sleeves, old)
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
    )


def _beside_sleeves(fit: Fit, wearer: Wearer) -> Floats:
    """1 outside of sleeves and below their ends, H x W: their outline is a smooth tube's, not the old sleeves'."""
    mask = np.zeros(wearer.labels.shape, np.float32)
    if not isinstance(fit, TopFit) or not any(fit.cuffs_px):
        return mask
    for flank, cuff in zip(wearer.flanks, fit.cuffs_px, strict=True):
        at = np.linspace(SLEEVE_FROM * wearer.width, cuff + OUTSIDE * wearer.width, 32)
        middle, across = flank.arm.point(at, 0), flank.arm.point(at, 1, 1.0, 0.0) - flank.arm.point(at, 0)
        outer = middle + OUTSIDE * wearer.width * across
        below = at > cuff - 2
        inner = np.where(below[:, None], middle - flank.arm.width_at(at, -1)[:, None] * across, middle)
        cv2.fillPoly(mask, [np.rint(np.concatenate([outer, inner[::-1]])).astype(np.int32)], 1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 2.0), np.float32)


def _with_waist(
    waist: Waist, taken: Floats, front: InFront, layers: Layers, wearer: Wearer, share: Floats, in_place: bool
) -> tuple[Floats, InFront]:
    """What a lower garment takes, up to its waistband, and what is in front of it then."""
    if waist.is_over:
        band, above = over_top(layers, wearer, waist)
        taken = np.maximum(np.maximum(taken, band) * (1 - above), share)
        front = front.behind_band(band)
    if in_place:
        taken = _over_rim(taken, share, layers, wearer)
    return np.asarray(taken * (1 - beside_top(layers, wearer, waist)), np.float32), front


def _over_rim(taken: Floats, share: Floats, layers: Layers, wearer: Wearer) -> Floats:
    """A little wider than the old garment over the background, where mattes leave a rim of it; shares H x W."""
    side = 2 * max(1, round(OVER_RIM * wearer.width)) + 1
    wider = cv2.dilate(share, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    return np.asarray(np.maximum(taken, np.minimum(wider, share + layers.share(Part.BACKGROUND))), np.float32)


def _opening(fit: TopFit, wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """1 well within the neckline, above its front, H x W."""
    up = wearer.down * wearer.width
    around = np.concatenate([fit.neckline, [fit.neckline[-1] - up, fit.neckline[0] - up]])
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(around).astype(np.int32)], 1)
    side = 2 * int(WITHIN_NECK * wearer.width) + 1
    return np.asarray(cv2.erode(mask, np.ones((side, side), np.uint8)), np.float32)
