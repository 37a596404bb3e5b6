"""One garment put on: the old one taken off, the new one drawn, lit by the photo's light, behind what is in front."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.clad import Seam, clad
from lingtu.imaging.tryon.composite import composed, grown, lit
from lingtu.imaging.tryon.conform import Below, conform, far_from, in_outline, smoothed, without_slivers
from lingtu.imaging.tryon.fit_bottom import BottomFit, fit_bottom, is_in_place
from lingtu.imaging.tryon.fit_top import TopFit, fit_top
from lingtu.imaging.tryon.folds import read_folds
from lingtu.imaging.tryon.garment import Garment
from lingtu.imaging.tryon.layers import Labels, Layers
from lingtu.imaging.tryon.look import Look
from lingtu.imaging.tryon.piece import Piece
from lingtu.imaging.tryon.plate import clean_plate
from lingtu.imaging.tryon.render import Cloth, draw, without_holes
from lingtu.imaging.tryon.smooth_fill import continued
from lingtu.imaging.tryon.under import Under, uncover
from lingtu.imaging.tryon.waist import around_waist, waist_levels
from lingtu.imaging.tryon.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Parts that a garment of each kind takes the place of.
REPLACES: dict[str, tuple[Part, ...]] = {
    "upperBody": (Part.TORSO,),
    "lowerBody": (Part.LOWER,),
    "dresses": (Part.TORSO, Part.LOWER),
}
#: Width of cracks at the seams that are closed, shoulder widths.
CRACK = 0.15
#: From so far on cloth that was drawn out looks so, shoulder widths.
FAR = 0.06
#: How far each kind's cloth is drawn out to the old garment's outline, shoulder widths.
REACHES = {"upperBody": 0.16, "lowerBody": 0.18, "dresses": 0.16}
#: Shadow of a sleeve on the torso, and its width, shoulder widths.
SLEEVE, SOFT_PX = 0.25, 0.03
#: Holes of trousers at the crotch that are closed, shoulder widths.
HOLE = 0.15
#: So far within the neckline no cloth is drawn out to the old one, shoulder widths.
WITHIN_NECK = 0.03
#: Width of the soft edges between parts of the photo, px.
SOFT_EDGE_PX = 4
#: Level to which an upper garment reaches at most.
LONGEST = 1.36
#: A top that is shorter than the old one is worn as long, within this.
LENGTHENED = 1.6
#: Stations of an arm from which a bare one hangs in front of the torso.
ARM_FROM = 16


@dataclass(frozen=True)
class Worn:
    """The picture with the garment, the parts as they are then, and what the judge looks at."""

    rgb: Floats
    labels: Labels
    cloth: Floats  # coverage of the new garment that is seen
    old: Floats  # share of the old one
    under: Under
    pieces: tuple[Piece, ...]
    plain: float  # of the old garment, see Folds
    tucked: bool
    drawn_out: float  # area far from where the garment itself is, px
    fit: TopFit | BottomFit


def put_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look, seed: int) -> Worn:
    """The garment in place of what it replaces."""
    parts = REPLACES[garment.kind]
    fit, tucked = _fit(layers, wearer, garment, look)
    shape = layers.labels.shape
    sleeves = [piece for piece in fit.pieces if piece.name == "sleeve"]
    others = [piece for piece in fit.pieces if piece.name != "sleeve"]
    head, hands, bags = layers.share(Part.HAIR, Part.FACE), layers.share(Part.HANDS), layers.share(Part.BAGS)
    arms = layers.share(Part.ARMS)
    if garment.kind != "lowerBody":  # upper arms are in sleeves or beside the torso
        arms = arms * _arm_zone(wearer, shape)
    front = np.maximum(np.maximum(head, hands), bags)
    above, beyond = around_waist(layers, wearer, garment, tucked)
    plate = clean_plate(layers, wearer.width, seed)
    old = grown(layers, parts, plate)
    body, before_torso, before = draw(garment, others, shape), np.maximum(front, arms), np.maximum(front, above)
    if garment.kind == "lowerBody":
        body = without_holes(body, (HOLE * wearer.width) ** 2)
    if sleeves:
        sleeve = smoothed(draw(garment, sleeves, shape), wearer.width)
        shade = cv2.GaussianBlur(sleeve.alpha, (0, 0), SOFT_PX * wearer.width) * (1 - sleeve.alpha)
        shade = shade * ((wearer.frame.along - wearer.pit_level) / 0.1).clip(0, 1)
        body = Cloth(body.rgb * (1 - SLEEVE * shade)[..., None], body.alpha)
        # of an arm in front of the body nothing shows in the armpit
        visible = sleeve.over(Cloth(body.rgb, body.alpha * (1 - arms)))
        closed = _closed(visible, layers, wearer, old, np.maximum(above, beyond) * (1 - sleeve.alpha))
        gap = cv2.dilate((closed.alpha - visible.alpha > 0.1).astype(np.float32), np.ones((7, 7), np.uint8))
        free = 1 - np.maximum(sleeve.alpha, cv2.GaussianBlur(gap, (0, 0), 0.8))
        body = sleeve.over(body).over(closed)
        before_torso, before = np.maximum(front, arms * free), np.maximum(front, above * free)
        beyond = beyond * free
    share = layers.share(*parts)
    over = np.maximum(before_torso, before)
    in_place = is_in_place(garment, wearer)
    # trousers in place of old ones bare nothing
    around = np.ones(shape, np.float32) if in_place else clad(body.alpha, wearer, _seams(fit))
    under = uncover(layers, wearer, plate, old, around, parts, seed)
    # at the soft edge of what lies on it the old garment goes on below
    beside = cv2.dilate(share, np.ones((2 * SOFT_EDGE_PX + 1,) * 2, np.uint8))
    taken = (share + over * (beside if in_place else np.maximum(body.alpha, beside))).clip(0, 1)
    if isinstance(fit, TopFit):
        # the throat is bare, and beside the collar the shoulder is not
        taken = np.maximum(taken, layers.share(Part.NECK) * under.clad) * (1 - _opening(fit, wearer, shape))
    if in_place:
        cloth = in_outline(body, taken, wearer.width, REACHES[garment.kind])
    else:
        below = Below(under.clad, np.maximum(under.doubt, under.skin + under.cloth))
        cloth = conform(body, taken, below, wearer.width, REACHES[garment.kind])
        cloth = Cloth(cloth.rgb, cloth.alpha * (1 - beyond))
    cloth = Cloth(cloth.rgb, without_slivers(cloth.alpha * (1 - over), share, wearer.width))
    folds = read_folds(layers.rgb, share > 0.6, wearer.width, look.folds)
    cloth = Cloth(lit(cloth, folds.factor, before_torso, wearer), cloth.alpha)
    rgb = composed(layers, wearer, cloth, under, before, old)
    labels = np.where(cloth.alpha > 0.5, Part.LOWER if garment.kind == "lowerBody" else Part.TORSO, layers.labels)
    return Worn(
        rgb=rgb,
        labels=labels.astype(np.uint8),
        cloth=cloth.alpha,
        old=old,
        under=under,
        pieces=fit.pieces,
        plain=folds.plain,
        tucked=tucked,
        drawn_out=far_from(body, cloth, FAR * wearer.width),
        fit=fit,
    )


def _opening(fit: TopFit, wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """1 well within the neckline, above its front, H x W."""
    up = wearer.down * wearer.width
    around = np.concatenate([fit.neckline, [fit.neckline[-1] - up, fit.neckline[0] - up]])
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(around).astype(np.int32)], 1)
    side = 2 * int(WITHIN_NECK * wearer.width) + 1
    return np.asarray(cv2.erode(mask, np.ones((side, side), np.uint8)), np.float32)


def _seams(fit: TopFit | BottomFit) -> tuple[Seam, ...]:
    if isinstance(fit, BottomFit):
        return ()
    return tuple(Seam(*each) for each in zip(fit.necks, fit.shoulders, fit.cuffs_px, strict=True))


def _fit(layers: Layers, wearer: Wearer, garment: Garment, look: Look) -> tuple[TopFit | BottomFit, bool]:
    """The fit, and whether an upper garment is worn inside of what is below it."""
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


def _arm_zone(wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Around the arms from above the elbow down."""
    mask = np.zeros(shape, np.uint8)
    for flank in wearer.flanks:
        arm = flank.arm
        for index in range(ARM_FROM, len(arm.centres), 2):
            x, y = arm.centres[index]
            cv2.circle(mask, (int(x), int(y)), int(1.35 * max(arm.outer[index], 0.09 * wearer.width)), 1, -1)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 2.0), np.float32)


def _closed(cloth: Cloth, layers: Layers, wearer: Wearer, old: Floats, hidden: Floats) -> Cloth:
    """Cracks at the seam of shoulder and armpit, where the old garment was, are closed."""
    side = max(3, int(CRACK * wearer.width)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    whole = cv2.morphologyEx((cloth.alpha > 0.5).astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0
    near = np.zeros(old.shape, np.uint8)
    for flank in wearer.flanks:
        for place in (flank.tip, flank.joint + 0.3 * wearer.width * wearer.down):
            cv2.circle(near, (int(place[0]), int(place[1])), int(0.26 * wearer.width), 1, -1)
    skin = np.isin(layers.labels, (Part.NECK, Part.ARMS))
    crack = whole & (cloth.alpha < 0.9) & (near > 0) & ((old > 0.6) | skin) & (hidden < 0.3)
    if not crack.any():
        return cloth
    colours = continued(cloth.rgb, (cloth.alpha > 0.95).astype(np.float32)) * 0.9
    soft = cv2.GaussianBlur(crack.astype(np.float32), (0, 0), 0.7)
    return cloth.over(Cloth(np.asarray(colours, np.float32), np.asarray(soft, np.float32)))
