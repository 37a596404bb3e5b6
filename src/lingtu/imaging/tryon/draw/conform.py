"""The new cloth's outline: its own, drawn out to the old garment's where what that hides can't be made up well.

There the photo's own outline leaves nothing to invent: no rim of skin or of a busy background where the old garment was
a little wider, longer or higher. What of it is wider than a tolerance is uncovered all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import dilated, sharp
from lingtu.imaging.tryon.draw.moved import moved
from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Smoothing of the outline that is drawn, and of the doubts about what is below, shoulder widths.
SMOOTH, STEADY, OF_REST = 0.014, 0.06, 0.03
#: Smoothing of what is added to the outline, widths of that.
ADDED = 0.12
#: How much smoothing takes of a gentle curve, averaged over its reach, and of a right angle that stays one.
CORNER = (0.03, 0.07)
#: Doubt up to which a remnant is uncovered, and from which on it is covered as far as the doubt goes.
FAINT, CLEAR = 0.25, 0.75
#: A remnant beside the new cloth that is smaller is covered whatever its shape, tolerances squared.
LITTLE = 0.3
#: Share of a piece of the old garment that must be too wide for all of it to be uncovered, and for none of it.
MOSTLY_WIDE, HARDLY_WIDE = 0.35, 0.05
#: Nor is any of one uncovered that is nowhere wider than this, tolerances: where it begins to be, a bite would be seen.
HARDLY_WIDER = 1.5
#: Lines of cloth that are narrower are none, shoulder widths.
SLIVER = 0.035
#: Half as wide a line may go on from a wide one so far, of its radius: what tapers beside an arm ends in a point.
TAPER = 4
#: Radius of the roundest spike of an outline, shoulder widths.
SPIKE = 0.03
#: At the rim of a garment that was cut out its picture's background may show, shoulder widths.
TRIMMED = 0.012
#: Share from which what is in front hides cloth.
HIDES = 0.1
#: Pieces of cloth smaller than this share of the largest are none.
LEAST_PIECE = 0.04
#: Side of the smallest piece of an old garment that is one, shoulder widths.
SPECK = 0.02
#: Share of a piece of cloth that takes the place of old one, if it does at all.
HARDLY_WORN = 0.3


@dataclass(frozen=True)
class Below:
    """What is below the old garment, H x W: where the new one goes around it, and how likely one sees it is made up.

    Both are shares from 0 to 1.
    """

    clad: Floats
    doubt: Floats


def conform(cloth: Cloth, old: Floats, below: Below, width_px: float, most: float) -> Cloth:
    """The cloth as it is drawn H x W; `old` is the share of the old garment and what is in front of it.

    `most`: width of what is added, shoulder widths.
    """
    drawn = _largest(cloth.alpha > 0.5)
    skin = np.where(_outside(drawn) < most * width_px, np.minimum(below.clad, old), 0)
    own = evened(np.maximum(cloth.alpha, skin), max(1.0, SMOOTH * width_px))
    rest = (old > 0.5) & (own < 0.5)
    doubt = cv2.GaussianBlur(below.doubt, (0, 0), STEADY * width_px)
    doubt = np.minimum(doubt, _averaged(below.doubt, rest, OF_REST * width_px))
    rim = _rim(rest, own > 0.5, doubt, most * width_px)
    whole = _without_spikes(np.maximum(own, np.minimum(old, rim)), own, SPIKE * width_px)
    near = cv2.dilate((rim > 0.1).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    alpha = np.where(near, sharp(whole, 1.0), own)
    rgb = moved(cloth, drawn, alpha > 0.5, most * width_px, evenly=True)
    return Cloth(rgb, np.asarray(alpha, np.float32))


def in_outline(cloth: Cloth, old: Floats, front: Floats, width_px: float, most: float) -> Cloth:
    """The cloth in the old garment's outline, `old` H x W and a little below the `front`: nothing need be invented.

    `most`: width over which the cloth is drawn out or taken in, shoulder widths.
    """
    # between fingers, or between a hand and the top, little of the old garment is seen: none of it may stay
    alpha = evened(old, max(1.0, SMOOTH * width_px), (SPECK * width_px) ** 2)
    side = 2 * max(1, int(TRIMMED * width_px)) + 1
    solid = cv2.erode(np.where(_largest(cloth.alpha > 0.5), cloth.alpha, 0), np.ones((side, side), np.uint8))
    trimmed = Cloth(cloth.rgb, solid)
    return Cloth(moved(trimmed, solid > 0.5, alpha > 0.5, most * width_px, front > HIDES), alpha)


def evened(alpha: Floats, sigma: float, least_px: float = np.inf) -> Floats:
    """Coverage without crumbs, its edge one pixel wide and smoothed along its length; corners stay.

    Crumbs are smaller than `least_px`, and than a share of the largest piece.
    """
    crumbs = (alpha > 0.5) & ~_largest(alpha > 0.5, least_px)
    alpha = np.where(cv2.dilate(crumbs.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0, 0, alpha)
    smooth, exact = sharp(alpha, sigma), sharp(alpha, 1.0)
    # smoothing moves the edge to and fro along waves, but takes a corner's area away
    lost = np.abs(cv2.GaussianBlur(smooth - exact, (0, 0), sigma))
    corner = cv2.dilate(lost, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * int(1.5 * sigma) + 1,) * 2))
    share = cv2.GaussianBlur(((corner - CORNER[0]) / (CORNER[1] - CORNER[0])).clip(0, 1), (0, 0), sigma / 2)
    return np.asarray(smooth * (1 - share) + exact * share, np.float32)


def far_from(drawn: Cloth, worn: Cloth, reach_px: float) -> float:
    """Area of the worn cloth that is farther than this from where it was drawn, px."""
    return float(np.count_nonzero((worn.alpha > 0.5) & (_outside(drawn.alpha > 0.5) > reach_px)))


def without_slivers(alpha: Floats, old: Floats, front: Floats, width_px: float) -> Floats:
    """Coverage without lines that are left of cloth beside what is in `front` of it; over the old garment all stays."""
    solid = ((alpha > 0.5) | (old > 0.3)).astype(np.uint8)
    wide = cv2.dilate(_tapering(solid, max(1, int(SLIVER * width_px / 2))), np.ones((5, 5), np.uint8))
    # all of a line beside it, and a pixel more for the blur
    reach = 2 * int(SLIVER * width_px + 2) + 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    away = cv2.dilate((front > 0.02).astype(np.uint8), around) == 0
    kept = cv2.GaussianBlur(np.maximum(wide, (old > 0.02) | away).astype(np.float32), (0, 0), 0.8)
    return np.asarray(alpha * kept, np.float32)


def _tapering(mask: NDArray[np.uint8], radius: int) -> NDArray[np.uint8]:
    """What of a mask is as wide as a disc of this radius, and what goes on from there ever narrower to a point."""
    kept = cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc(radius))
    while radius > 1:
        near = cv2.dilate(kept, disc(TAPER * radius))
        radius //= 2
        kept = cv2.max(kept, cv2.min(near, cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc(radius))))
    return np.asarray(kept, np.uint8)


def loose(alpha: Floats, old: Floats) -> Mask:
    """Little pieces of a garment H x W where nothing of the old one was: beyond an arm they would hang on nothing.

    Also where their soft edges touch the garment's.
    """
    crumbs = _little(alpha, old, 0.5)
    return np.asarray(_little(alpha, old, 0.02) | crumbs | (dilated(crumbs, 1) & (alpha > 0) & (alpha < 0.5)))


def _little(alpha: Floats, old: Floats, least: float) -> Mask:
    """The same of the pieces of at least some coverage."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((alpha > least).astype(np.uint8), connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA]
    worn = np.bincount(pieces.ravel(), old.ravel(), len(stats)) / area
    little = (area < LEAST_PIECE * area[1:].max(initial=0)) & (worn < HARDLY_WORN)
    little[0] = False
    return np.asarray(little[pieces])


def _averaged(values: Floats, where: Mask, sigma: float) -> Floats:
    """Values averaged over what is near of a mask: what is below elsewhere isn't uncovered."""
    weight = where.astype(np.float32)
    total = cv2.GaussianBlur(values * weight, (0, 0), sigma)
    return np.asarray(total / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3), np.float32)


def _rim(rest: Mask, drawn: Mask, doubt: Floats, width_px: float) -> Floats:
    """What of the old garment lies along the new one, narrower than this; not a strap that leads away from it.

    The less doubt there is of what is below, the less of its width. Its share H x W, with a soft edge.
    """
    radius = max(1, int(width_px / 2))
    thick = cv2.morphologyEx(rest.astype(np.uint8), cv2.MORPH_OPEN, disc(radius)).astype(np.float32)
    _, areas, stats, _ = cv2.connectedComponentsWithStats(rest.astype(np.uint8))
    inside = cv2.distanceTransform(rest.astype(np.uint8), cv2.DIST_L2, 5)
    wide = np.bincount(areas.ravel(), thick.ravel(), len(stats)) / stats[:, cv2.CC_STAT_AREA]
    widest = np.zeros(len(stats), np.float32)
    np.maximum.at(widest, areas[rest], 2 * inside[rest])
    none = (wide < HARDLY_WIDE) | ((wide < MOSTLY_WIDE) & (widest < HARDLY_WIDER * width_px))
    thick = np.where((wide > MOSTLY_WIDE)[areas], 1, np.where(none[areas], 0, thick))
    thick = cv2.GaussianBlur(thick.astype(np.float32), (0, 0), max(1.0, ADDED * width_px))
    across = 2 * cv2.dilate(inside, disc(radius))
    beside = cv2.dilate(drawn.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    little = np.isin(np.arange(len(stats)), np.unique(areas[beside])) & (
        stats[:, cv2.CC_STAT_AREA] < LITTLE * width_px**2
    )
    likely = np.minimum(doubt, ((doubt - FAINT) / (CLEAR - FAINT)).clip(0, 1))
    reach = (likely * (1.2 * across + 2) - _outside(drawn)).clip(0, 1)
    rim = np.where(little[areas], doubt > 0.5, np.minimum(reach, ((0.5 - thick) * 8).clip(0, 1)))
    rim = np.where(_holes(drawn, LITTLE * width_px**2), 1, rim)
    return np.where(cv2.dilate(rest.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, rim, 0).astype(np.float32)


def _without_spikes(whole: Floats, own: Floats, radius_px: float) -> Floats:
    """The outline that was drawn out, without what is left of an old cuff or hem as a spike."""
    wide = cv2.morphologyEx((whole > 0.5).astype(np.uint8), cv2.MORPH_OPEN, disc(radius_px))
    return np.where(cv2.dilate(wide, np.ones((3, 3), np.uint8)) > 0, whole, own)


def _holes(mask: Mask, area_px: float) -> Mask:
    """Small places that a mask goes around."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8))
    return np.asarray(~mask & (stats[:, cv2.CC_STAT_AREA] < area_px)[pieces])


def _outside(mask: Mask) -> Floats:
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _largest(mask: Mask, least_px: float = np.inf) -> Mask:
    """Without pieces smaller than a share of the largest one, and than an area."""
    count, areas, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 3:
        return mask
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return np.isin(areas, 1 + np.flatnonzero(sizes > min(LEAST_PIECE * sizes.max(), least_px)))
