"""How far a garment reaches on the photo: over all of the old one that it covers, behind what is in front of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around, within
from lingtu.imaging.tryon.draw.bare_shoulders import below_straps
from lingtu.imaging.tryon.draw.conform import Below, conform, in_outline, loose, without_slivers
from lingtu.imaging.tryon.draw.even_sides import EVEN_SKIRT, skirt_sides, with_even_sides
from lingtu.imaging.tryon.draw.forearms import forearms
from lingtu.imaging.tryon.draw.hand_ground import ground_in_hands
from lingtu.imaging.tryon.draw.in_front import InFront
from lingtu.imaging.tryon.draw.leg_sides import with_calm_sides
from lingtu.imaging.tryon.draw.narrow_gaps import gaps_in_hands, without_narrow_gaps
from lingtu.imaging.tryon.draw.notches import without_notches
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.skirt_sides import with_even_skirt
from lingtu.imaging.tryon.draw.under import Under
from lingtu.imaging.tryon.fit.fit import Fit
from lingtu.imaging.tryon.fit.fit_bottom import BottomFit
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.fit.replaces import in_trousers
from lingtu.imaging.tryon.flat.garment import Kind
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.waist_line import Waist, beside_top, over_top
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far each kind's cloth is drawn out to the old garment's outline, shoulder widths.
REACHES: dict[Kind, float] = {"upperBody": 0.16, "lowerBody": 0.18, "dresses": 0.16}
#: So far within the neckline no cloth is drawn out to the old one, shoulder widths.
WITHIN_NECK = 0.03
#: From where on and how far outside of sleeves the old garment's outline isn't taken over, shoulder widths.
SLEEVE_FROM, OUTSIDE = 0.1, 0.35
#: Skin so far above a shoulder's seam is covered, from so far along it, and around the joint, shoulder widths.
SEAM_ABOVE, SEAM_FROM, SHOULDER = 0.1, 0.3, 0.17
#: From so much above its hem on a skirt's width is its own, level.
ABOVE_HEM = 0.12
#: Trousers in place of old ones are so much wider to each side, shoulder widths.
OVER_RIM = 0.007
#: A belt or a pocket of old ones leaves notches beside it in the hips' outline, of up to this radius, shoulder widths.
NOTCH = 0.22
#: Half width of a belt loop that stands off, shoulder widths.
LOOP = 0.045
#: Level below which cloth hangs beside the arms.
BREAST = 0.5
#: Width of the soft edges between parts of the photo, px.
SOFT_EDGE_PX = 4


@dataclass(frozen=True)
class Place:
    """Where a garment goes: the photo, its fit there, and shares H x W of what it replaces, hides and may not hide."""

    layers: Layers
    wearer: Wearer
    kind: Kind
    fit: Fit
    waist: Waist | None  # of a lower garment
    in_place: bool  # trousers in place of old ones
    under: Under
    front: InFront
    share: Floats  # of what it replaces
    hidden: Floats  # of lower clothes that it hangs over
    unsure_ground: Floats  # where the background behind the person is not known
    over_legs: bool = False  # trousers in place of a skirt or shorts, and of the legs below it
    pockets: Floats | float = 0.0  # where hands are in them


def cover(body: Cloth, place: Place) -> tuple[Cloth, InFront]:
    """A garment as it was drawn, drawn out or cut to what it must cover; and what is in front of it then."""
    fit, wearer, share, front = place.fit, place.wearer, place.share, place.front
    # at the soft edge of what lies on it the old garment goes on below
    beside = cv2.dilate(share, np.ones((2 * SOFT_EDGE_PX + 1,) * 2, np.uint8))
    behind = front.whole * (beside if place.in_place else np.maximum(body.alpha, beside))
    if place.waist is not None and not place.waist.is_over:
        # its waist is under the top, not drawn down to that one's hem
        behind = np.maximum(behind, front.clothes * body.alpha)
    taken, clad = np.asarray((share + behind).clip(0, 1), np.float32), place.under.clad
    if isinstance(fit, TopFit):
        # the throat is bare, and beside the collar the shoulder is not
        neck = place.layers.share(Part.NECK) * place.under.clad
        shoulders = _bare_shoulders(fit, place.layers, wearer)
        covered = np.maximum(shoulders, _in_skirt(fit, place))
        clad = np.maximum(clad, covered)
        taken = np.maximum(taken, np.maximum(neck, covered)) * (1 - _opening(fit, wearer, share.shape))
    if place.waist is not None:
        taken, front = _up_to_waist(place.waist, taken, place, body.alpha)
    reach, beside_straps = REACHES[place.kind], _beside_armholes(fit, wearer)
    if place.in_place:
        arms = place.layers.share(Part.ARMS, Part.HANDS)
        taken = with_calm_sides(taken, share, arms, place.layers.labels, wearer.width)
        cloth = in_outline(body, taken, front.whole, wearer.width, reach)
    else:
        under = place.under
        # a forearm's skin goes on from what is seen of it; other rims of skin look made up
        bared = under.skin * (1 - forearms(wearer, share.shape)) + under.cloth
        # trousers drawn out to a skirt's flare would fit no leg: beside them is ground, sure or not
        doubt = bared if place.over_legs else np.maximum(np.maximum(under.doubt, place.hidden), bared)
        doubt = doubt * ~below_straps(place.layers, wearer)  # how these shoulders look is known
        doubt = doubt * (1 - under.skin * beside_straps)
        if place.kind == "lowerBody" and in_trousers(wearer):
            doubt = doubt * (1 - under.skin)  # legs below shorts are no rims, however little of them is seen
        doubt = np.maximum(doubt, place.pockets)
        below = Below(clad, doubt * (1 - _beside_sleeves(fit, wearer) * (1 - place.unsure_ground)))
        cloth = conform(body, taken, below, wearer.width, reach)
        if isinstance(fit, TopFit):
            cloth = with_even_sides(cloth, skirt_sides(fit, wearer), wearer.width, EVEN_SKIRT)
        cloth = Cloth(cloth.rgb, cloth.alpha * (1 - front.beyond))
        is_skirt = not any(fit.hems_px) if isinstance(fit, BottomFit) else place.kind == "dresses"
        if is_skirt:
            lines = fit.cuff_lines if isinstance(fit, TopFit) else ()
            cuffs = max((float(line[:, 1].max()) for line in lines), default=0.0)
            cloth = with_even_skirt(cloth, place.layers, under.ground, wearer, cuffs)
    # beside a halter's straps shoulders are bare up to the neck
    cloth = without_narrow_gaps(cloth, place.layers, wearer.width, place.under.skin, beside_straps)
    seen = cloth.alpha * (1 - front.whole)
    alpha = without_slivers(seen, share, front.whole, wearer.width)
    alpha = np.where(loose(alpha, share) & (wearer.frame.along > BREAST), 0, alpha)
    alpha = np.where(gaps_in_hands(cloth.alpha, front.whole, wearer.width), seen, alpha)
    alpha = alpha * (1 - ground_in_hands(place.layers, cloth.alpha, front.whole, wearer.width))
    # a crumb of skin between strands of hair is no shoulder that cloth was drawn out to
    alpha = np.where(loose(alpha, np.maximum(share, body.alpha)), 0, alpha)
    return Cloth(cloth.rgb, np.asarray(alpha, np.float32)), front


def _up_to_waist(waist: Waist, taken: Floats, place: Place, body: Floats) -> tuple[Floats, InFront]:
    """What a lower garment takes, up to its waistband, and what is in front of it then."""
    layers, wearer, front = place.layers, place.wearer, place.front
    if waist.is_over:
        band, zone, above = over_top(layers, wearer, waist)
        taken = np.maximum(np.maximum(taken, band) * (1 - above), place.share)
        front = front.behind_band(zone)
    if not place.in_place:
        # beside an arm it is no loop that little of is seen
        beside = cv2.dilate(layers.share(Part.ARMS, Part.HANDS), disc(2 * LOOP * wearer.width))
        taken = _without_loops(taken, np.maximum(body, beside), wearer)
    else:
        taken = _over_rim(taken, place.share, layers, wearer)
        level = place.fit.hem_level if isinstance(place.fit, BottomFit) else 0.0
        hips = layers.share(Part.BACKGROUND) * (wearer.frame.along < level)
        taken = without_notches(taken, hips, layers.labels != Part.BACKGROUND, NOTCH * wearer.width)
    return np.asarray(taken * (1 - beside_top(layers, wearer, waist)), np.float32), front


def _without_loops(taken: Floats, body: Floats, wearer: Wearer) -> Floats:
    """A share H x W without belt loops that stand off beside what is kept, `body`: the new cloth's own coverage."""
    box = box_around(taken > 0.5, 2)
    share = taken[box]
    wide = cv2.morphologyEx((share > 0.5).astype(np.uint8), cv2.MORPH_OPEN, disc(LOOP * wearer.width))
    kept = np.maximum(cv2.dilate(wide, np.ones((3, 3), np.uint8)), body[box] > 0.5)
    result = taken.copy()
    result[box] = np.minimum(share, cv2.GaussianBlur(kept.astype(np.float32), (0, 0), 0.8))
    return result


def _beside_armholes(fit: Fit, wearer: Wearer) -> Mask | float:
    """Where straps and armholes keep their own outline, H x W: drawn out to an old garment's it would be ragged."""
    if not isinstance(fit, TopFit) or any(fit.cuffs_px):
        return 0.0
    return np.asarray(wearer.frame.along < wearer.pit_level)


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


def _over_rim(taken: Floats, share: Floats, layers: Layers, wearer: Wearer) -> Floats:
    """A little wider than the old garment over the background, where mattes leave a rim of it; shares H x W."""
    side = 2 * max(1, round(OVER_RIM * wearer.width)) + 1
    wider = cv2.dilate(share, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    return np.asarray(np.maximum(taken, np.minimum(wider, share + layers.share(Part.BACKGROUND))), np.float32)


def _bare_shoulders(fit: TopFit, layers: Layers, wearer: Wearer) -> Floats:
    """Skin on the shoulders, which sleeves begin on, H x W: above a seam that lies lower nothing of it shows."""
    mask = np.zeros(wearer.labels.shape, np.uint8)
    up = -SEAM_ABOVE * wearer.width * wearer.down
    for flank, cuff, neck, tip in zip(wearer.flanks, fit.cuffs_px, fit.necks, fit.shoulders, strict=True):
        if cuff > 0:
            corners = np.stack([neck + SEAM_FROM * (tip - neck), tip, tip + up, neck + SEAM_FROM * (tip - neck) + up])
            cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 1)
            cv2.circle(mask, np.rint(flank.joint).astype(int).tolist(), int(SHOULDER * wearer.width), 1, -1)
    return np.asarray(layers.share(Part.NECK, Part.ARMS) * cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0))


def _in_skirt(fit: TopFit, place: Place) -> Floats:
    """Legs above a dress's hem, H x W: none is seen beside its skirt."""
    if place.kind != "dresses":
        return np.zeros(place.share.shape, np.float32)
    above = ((fit.hem_level - ABOVE_HEM - place.wearer.frame.along) * place.wearer.torso_px).clip(0, 1)
    return np.asarray(place.layers.share(Part.LEGS) * above, np.float32)


def _opening(fit: TopFit, wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """1 well within the neckline, above its front, H x W."""
    mask = within(fit.opening(-wearer.down * wearer.width), shape).astype(np.uint8)
    side = 2 * int(WITHIN_NECK * wearer.width) + 1
    return np.asarray(cv2.erode(mask, np.ones((side, side), np.uint8)), np.float32)
