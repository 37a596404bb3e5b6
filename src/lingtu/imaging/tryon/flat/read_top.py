"""Reading the key points and edges of tops and dresses off their silhouette."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.arrays.outline import (
    Mask,
    Points,
    arc,
    corners,
    end_corners,
    farthest,
    length,
    nearest,
)
from lingtu.imaging.tryon.flat.armpits import find_armpits
from lingtu.imaging.tryon.flat.cuff import UPWARD, at_bend, before_bend, below_puff, end_of_hem
from lingtu.imaging.tryon.flat.glued import LEVEL, slit
from lingtu.imaging.tryon.flat.read_neck import like_collars, neck_and_base
from lingtu.imaging.tryon.flat.silhouette import SYMMETRIC, Silhouette, measure
from lingtu.imaging.tryon.flat.top import Sleeve, Top, TopSide
from lingtu.imaging.tryon.flat.underarm import underarm

#: One cuff's width in the other's below which they were not found alike.
UNLIKE_WIDTHS = 0.8
#: From this symmetry on the two sides are taken for the same; and from this difference of the sleeves' outer edges,
#: widths, their cuffs were not found alike.
ALIKE, UNLIKE_CUFFS = 0.88, 0.1
#: How far out a sleeve's shoulder may be, and how unequal two may be, of the armpit's distance from the axis.
WIDEST, UNLIKE_SHOULDERS = 1.4, 0.08
#: So far out a sleeve's shoulder may be at least, and the shortest sleeve beyond it, of the same.
CAPPED, CAP = 0.95, 0.25
#: A shoulder's seam that seems to be shorter than this ends no nearer to the axis, of the armpit's distance from that.
SHORT_SEAM, SEAM_OUT = 0.2, 0.92
#: Where that is nearer to the axis than the armpit, the outline's bend is the shoulder if it is no farther out, of the
#: same.
BEND_OUT = 1.25
#: A cuff that is so much longer than it is wide goes on along the sleeve's inner edge or the hem below it.
BENT = 1.3
#: A short sleeve's outer edge, in widths of its armhole: the end of its hem is told by the way to the armpit.
SHORT_SLEEVE = 1.7
#: The narrowest cuff, widths.
NARROWEST = 0.1
#: So near where the hem seems to end its corner is, widths of the hem.
HEM_CORNER = 0.07
#: So near the outline an armpit's mirror image is one, widths.
BESIDE = 0.08


def read_top(mask: Mask, is_dress: bool) -> Top:
    """Key points of a silhouette without holes. Raises `ValueError` where it has no such shape."""
    body = measure(mask, is_dress)
    armpits = find_armpits(body)
    body, armpits = slit(body, armpits)
    armpits, sleeved = _both_or_none(body, armpits)
    if not sleeved:
        armpits = [underarm(body, sign) for sign in (-1, 1)]
    places = _agreed(body, [place for place in armpits if place is not None])
    left, right = _sides(body, places, sleeved)
    if sleeved and (left[0].sleeve is None or right[0].sleeve is None):
        left, right = _sides(body, places, False)
    left, right = _like_cuffs(body, left, right)
    if body.symmetry >= ALIKE:
        left, right = zip(like_collars(body.axis, left[0], right[0]), (left[1], right[1]), strict=True)
    bottom = arc(body.points, nearest(body.points, places[0]), nearest(body.points, places[1]))
    one, two = _outmost(bottom, *corners(bottom, (1, 0.35, 1), 0.08))
    edges = bottom[: one + 1], bottom[two:][::-1]
    sides = [_with_edge(side, edge) for (side, _), edge in zip((left, right), edges, strict=True)]
    rim = np.concatenate([left[1][::-1], right[1][1:]])
    return Top(body.mask, body.axis, body.symmetry, sides[0], sides[1], rim, bottom[one : two + 1])


def _outmost(bottom: Points, one: int, two: int) -> tuple[int, int]:
    """The hem's corners: near where straight pieces seem to meet, the places that are farthest down and out."""
    reach, found = HEM_CORNER * float(np.linalg.norm(bottom[two] - bottom[one])), []
    for corner, sign in ((one, -1), (two, 1)):
        far = np.where(np.linalg.norm(bottom - bottom[corner], axis=1) < reach, bottom @ np.array([sign, 1.0]), -np.inf)
        found.append(int(far.argmax()))
    return (one, two) if found[0] + 2 > found[1] else (found[0], found[1])


def _both_or_none(body: Silhouette, armpits: list[Points | None]) -> tuple[list[Points | None], bool]:
    """An armpit that was found on one side alone is the other's mirror image if the garment is symmetric."""
    sleeved = [place is not None for place in armpits]
    if all(sleeved) or not any(sleeved):
        return armpits, all(sleeved)
    if body.symmetry < SYMMETRIC:
        return [None, None], False
    known = next(place for place in armpits if place is not None)
    mirrored = body.points[nearest(body.points, np.array([2 * body.axis - known[0], known[1]]))]
    return [mirrored if place is None else place for place in armpits], True


def _agreed(body: Silhouette, places: list[Points]) -> list[Points]:
    """Armpits of a symmetric garment are as high as each other: the upper one is right."""
    if body.symmetry < ALIKE or abs(places[0][1] - places[1][1]) < LEVEL * body.height:
        return places
    upper = 0 if places[0][1] < places[1][1] else 1
    mirrored = np.array([2 * body.axis - places[upper][0], places[upper][1]])
    there = body.points[nearest(body.points, mirrored)]
    if np.linalg.norm(there - mirrored) < BESIDE * body.width:
        places[1 - upper] = there
    return places


def _sides(body: Silhouette, places: list[Points], sleeved: bool) -> tuple[tuple[TopSide, Points], ...]:
    """Both sides; shoulders of a symmetric garment are about as wide as each other."""
    sides = tuple(_side(body, sign, place, sleeved, WIDEST) for sign, place in zip((-1, 1), places, strict=True))
    reach = [
        float(side.outward(side.shoulder, body.axis) / max(1.0, float(side.outward(side.armpit, body.axis))))
        for side, _ in sides
    ]
    if not sleeved or body.symmetry < ALIKE or abs(reach[0] - reach[1]) < UNLIKE_SHOULDERS:
        return sides
    most = sum(reach) / 2
    return tuple(_side(body, sign, place, sleeved, most) for sign, place in zip((-1, 1), places, strict=True))


def _side(body: Silhouette, sign: int, armpit: Points, sleeved: bool, widest: float) -> tuple[TopSide, Points]:
    """One side, and the outline's top from its middle to the neck point.

    `widest`: how far out a sleeve's shoulder may be, of the armpit's distance from the axis.
    """
    points = body.points
    middle = np.flatnonzero((np.abs(points[:, 0] - body.axis) < 3) & (points[:, 1] < body.top + 0.6 * body.height))
    start = int(middle[points[middle, 1].argmin()]) if len(middle) else 0
    end = nearest(points, armpit)
    way = arc(points, start, end) if sign < 0 else arc(points, end, start)[::-1]
    outward = (way[:, 0] - body.axis) * sign
    pit = (armpit[0] - body.axis) * sign
    # beyond the shoulder is a sleeve, however short
    most = min(widest * pit, max(CAPPED * pit, float(outward.max()) - CAP * pit))
    tip = _shoulder(way, outward, armpit, body, sleeved, (0.65 * pit, most))
    neck, base = neck_and_base(way[: tip + 1], outward[: tip + 1], body.width, sign)
    if sleeved and outward[base] < SEAM_OUT * pit and length(way[base : tip + 1]) < SHORT_SEAM * pit:
        # a sleeve that hangs as steeply as the shoulder falls begins at the neck, as it seems
        tip = _shoulder(way, outward, armpit, body, sleeved, (SEAM_OUT * pit, max(most, (SEAM_OUT + 0.1) * pit)))
    if sleeved and outward[tip] < pit and len(way) - tip > 20:
        tip = _at_bend(way, outward, base, tip, min(widest, BEND_OUT) * pit)
    rest = way[tip:]
    sleeve = None
    if sleeved and len(rest) > 20:
        one, two = end_corners(rest)
        if length(rest[: one + 1]) < SHORT_SLEEVE * np.linalg.norm(rest[0] - rest[-1]):
            two = end_of_hem(rest, one)
        else:
            two = before_bend(rest, one, two, NARROWEST * body.width)
            one = at_bend(rest, one, two, UPWARD * body.width)
        one, two = below_puff(rest, one, two, NARROWEST * body.width)
        sleeve = Sleeve(rest[: one + 1], rest[one : two + 1], rest[two:][::-1])
    side = TopSide(
        sign=sign,
        neck=way[base],
        shoulder=way[tip],
        armpit=armpit,
        slope=way[base : tip + 1],
        collar=way[neck : base + 1][::-1],
        edge=way[:0],
        sleeve=sleeve,
        armhole=rest,
    )
    return side, way[: neck + 1]


def _at_bend(way: Points, outward: Points, base: int, tip: int, most: float) -> int:
    """Index of the shoulder's tip where it was found nearer to the axis than the armpit: at the outline's bend beyond.

    A shoulder that falls as steeply as the slanted line touches that anywhere. `most`: how far out the bend may be, px.
    """
    cuff = tip + end_corners(way[tip:])[0]
    bend = base + farthest(way[base : cuff + 1])
    return bend if bend > tip and outward[bend] < most else tip


def _like_cuffs(body: Silhouette, *sides: tuple[TopSide, Points]) -> tuple[tuple[TopSide, Points], ...]:
    """Where one cuff was not found as the other, the straighter one is right, and the other its mirror image."""
    sleeves = [side.sleeve for side, _ in sides]
    one, two = sleeves
    if one is None or two is None or body.symmetry < ALIKE:
        return sides
    bends = [_bent(each.cuff, NARROWEST * body.width) for each in (one, two)]
    alike = abs(length(one.outer) - length(two.outer)) < UNLIKE_CUFFS * body.width
    widths = [float(np.linalg.norm(each.cuff[-1] - each.cuff[0])) for each in (one, two)]
    if alike and max(bends) < BENT and min(widths) > UNLIKE_WIDTHS * max(widths):
        return sides
    better = int(np.argmin(bends))
    if alike and max(bends) < BENT:
        better = int(np.argmax(widths))
    side, neck = sides[1 - better]
    way = side.armhole
    outer, inner = (
        nearest(way, np.array([2 * body.axis - place[0], place[1]])) for place in (one, two)[better].cuff[[0, -1]]
    )
    outer, inner = max(outer, 2), min(max(inner, outer + 2), len(way) - 2)
    if outer >= inner:
        return sides
    mended = replace(side, sleeve=Sleeve(way[: outer + 1], way[outer : inner + 1], way[inner:][::-1])), neck
    return (sides[0], mended) if better == 0 else (mended, sides[1])


def _bent(cuff: Points, least: float) -> float:
    """The length of a cuff in its width, which is `least` px at least."""
    width = float(np.linalg.norm(cuff[-1] - cuff[0]))
    return length(cuff) / width if width > least else np.inf


def _shoulder(
    way: Points, outward: Points, armpit: Points, body: Silhouette, sleeved: bool, between: tuple[float, float]
) -> int:
    """Index of the shoulder's tip: where a slanted line first touches the outline above the armpit."""
    if not sleeved:
        high = np.flatnonzero(way[:, 1] < armpit[1] - 0.03 * body.width)
        return int(high[(0.9 * outward - way[:, 1])[high].argmax()]) if len(high) else len(way) // 2
    allowed = (way[:, 1] < armpit[1] - 0.04 * body.width) & (outward > between[0]) & (outward < between[1])
    allowed[int(outward.argmax()) + 1 :] = False
    if not allowed.any():
        return int(0.3 * len(way))
    return int(np.where(allowed, 0.6 * outward - 0.8 * way[:, 1], -np.inf).argmax())


def _with_edge(side: TopSide, edge: Points) -> TopSide:
    return TopSide(
        side.sign,
        side.neck,
        side.shoulder,
        side.armpit,
        side.slope,
        side.collar,
        edge,
        side.sleeve,
        side.armhole if side.sleeve is None else side.armhole[:0],
    )
