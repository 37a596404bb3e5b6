"""Reading the key points and edges of tops and dresses off their silhouette."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.outline import Mask, Notch, Points, arc, corners, ends_at, nearest, notches
from lingtu.imaging.tryon.silhouette import SYMMETRIC, Silhouette, measure, slit
from lingtu.imaging.tryon.top import Sleeve, Top, TopSide

#: How much a cuff's corner is told by lying aside rather than far along the sleeve.
ASIDE = 0.6


def read_top(mask: Mask, is_dress: bool) -> Top:
    """Key points of a silhouette without holes. Raises `ValueError` where it has no such shape."""
    body = measure(mask, is_dress)
    armpits, seen = _armpits(body)
    if not any(seen):
        body, armpits, seen = slit(body)
    armpits, sleeved = _both_or_none(body, armpits, seen)
    if not sleeved:
        armpits = [_underarm(body, sign) for sign in (-1, 1)]
    places = _agreed(body, [place for place in armpits if place is not None])
    left, right = (_side(body, sign, place, sleeved) for sign, place in zip((-1, 1), places, strict=True))
    if sleeved and (left[0].sleeve is None or right[0].sleeve is None):
        left, right = (_side(body, sign, place, False) for sign, place in zip((-1, 1), places, strict=True))
    bottom = arc(body.points, nearest(body.points, places[0]), nearest(body.points, places[1]))
    one, two = corners(bottom, (1, 0.35, 1), 0.08)
    edges = bottom[: one + 1], bottom[two:][::-1]
    sides = [_with_edge(side, edge) for (side, _), edge in zip((left, right), edges, strict=True)]
    rim = np.concatenate([left[1][::-1], right[1][1:]])
    return Top(body.mask, body.axis, body.symmetry, sides[0], sides[1], rim, bottom[one : two + 1])


def _armpits(body: Silhouette) -> tuple[list[Points | None], list[bool]]:
    """The deepest dent below each sleeve."""
    found: list[Points | None] = []
    for sign in (-1, 1):
        fits = [notch for notch in notches(body.points) if _is_armpit(notch, sign, body)]
        found.append(max(fits, key=lambda notch: notch.depth).deepest if fits else None)
    return found, [place is not None for place in found]


def _is_armpit(notch: Notch, sign: int, body: Silhouette) -> bool:
    place = notch.deepest
    outward, cuff = (place[0] - body.axis) * sign, notch.before if sign < 0 else notch.after
    beyond = (cuff[0] - body.axis) * sign - outward
    low = (place[1] - body.top) / body.height
    return bool(
        outward > 0.25 * body.width
        and notch.depth > 0.035 * body.width
        and beyond > 0.07 * body.width
        and place[1] - cuff[1] < beyond
        and 0.06 < low < (0.45 if body.is_dress else 0.72)
    )


def _both_or_none(
    body: Silhouette, armpits: list[Points | None], sleeved: list[bool]
) -> tuple[list[Points | None], bool]:
    """An armpit that was found on one side alone is the other's mirror image if the garment is symmetric."""
    if all(sleeved) or not any(sleeved):
        return armpits, all(sleeved)
    if body.symmetry < SYMMETRIC:
        return [None, None], False
    known = next(place for place in armpits if place is not None)
    mirrored = body.points[nearest(body.points, np.array([2 * body.axis - known[0], known[1]]))]
    return [mirrored if place is None else place for place in armpits], True


def _underarm(body: Silhouette, sign: int) -> Points:
    """Of a top without sleeves: the widest row before it narrows towards the strap."""
    first, last = ends_at(body.mask)
    start = int(body.top + min(0.34 * body.width, 0.35 * body.height))
    end = max(start + 1, int(min(start + 0.32 * body.width, body.top + 0.7 * body.height)))
    rows = np.arange(start, end)
    ends = (first if sign < 0 else last)[rows]
    best = int(((ends - body.axis) * sign - 0.22 * (rows - start)).argmax())
    return np.array([float(ends[best]), float(rows[best])])


def _agreed(body: Silhouette, places: list[Points]) -> list[Points]:
    """Armpits of a symmetric garment are as high as each other: the upper one is right."""
    if body.symmetry < 0.88 or abs(places[0][1] - places[1][1]) < 0.04 * body.height:
        return places
    upper = 0 if places[0][1] < places[1][1] else 1
    mirrored = np.array([2 * body.axis - places[upper][0], places[upper][1]])
    places[1 - upper] = body.points[nearest(body.points, mirrored)]
    return places


def _side(body: Silhouette, sign: int, armpit: Points, sleeved: bool) -> tuple[TopSide, Points]:
    """One side, and the outline's top from its middle to the neck point."""
    points = body.points
    middle = np.flatnonzero((np.abs(points[:, 0] - body.axis) < 3) & (points[:, 1] < body.top + 0.6 * body.height))
    start = int(middle[points[middle, 1].argmin()]) if len(middle) else 0
    pit = nearest(points, armpit)
    way = arc(points, start, pit) if sign < 0 else arc(points, pit, start)[::-1]
    outward = (way[:, 0] - body.axis) * sign
    tip = _shoulder(way, outward, armpit, body, sleeved, (armpit[0] - body.axis) * sign)
    neck, base = _neck(way[: tip + 1], outward[: tip + 1], body.width, sign)
    rest = way[tip:]
    sleeve = None
    if sleeved and len(rest) > 20:
        one, two = _cuff(rest)
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


def _cuff(way: Points) -> tuple[int, int]:
    """Indices of the cuff's outer and inner corner on the way from the shoulder around the sleeve to the armpit."""
    middle = (way[0] + way[-1]) / 2
    ahead = way[int(_from_segment(way, way[0], way[-1]).argmax())] - middle
    ahead /= np.linalg.norm(ahead) + 1e-9
    outward = way[0] - way[-1]
    outward = outward - (outward @ ahead) * ahead
    outward /= np.linalg.norm(outward) + 1e-9
    one, two = (int(((way - middle) @ (ahead + side * ASIDE * outward)).argmax()) for side in (1, -1))
    least = max(2, len(way) // 60)
    one = min(max(one, least), len(way) - 2 * least)
    return one, min(max(two, one + least), len(way) - least)


def _from_segment(points: Points, start: Points, end: Points) -> Points:
    """Distance of each point from the segment."""
    chord = end - start
    share = ((points - start) @ chord / (chord @ chord + 1e-9)).clip(0, 1)
    return np.asarray(np.linalg.norm(points - start - share[:, None] * chord, axis=1), np.float64)


def _shoulder(way: Points, outward: Points, armpit: Points, body: Silhouette, sleeved: bool, pit: float) -> int:
    """Index of the shoulder's tip: where a slanted line first touches the outline above the armpit."""
    if not sleeved:
        high = np.flatnonzero(way[:, 1] < armpit[1] - 0.03 * body.width)
        return int(high[(0.9 * outward - way[:, 1])[high].argmax()]) if len(high) else len(way) // 2
    allowed = (way[:, 1] < armpit[1] - 0.04 * body.width) & (outward > 0.5 * pit) & (outward < 1.4 * pit)
    allowed[int(outward.argmax()) + 1 :] = False
    if not allowed.any():
        return int(0.3 * len(way))
    return int(np.where(allowed, 0.6 * outward - 0.8 * way[:, 1], -np.inf).argmax())


def _neck(way: Points, outward: Points, width: float, sign: int) -> tuple[int, int]:
    """Indices of the outline's corner at the neck, and of the base of a standing collar (the same without one)."""
    allowed = outward > 0.06 * width
    if not allowed.any():
        return 0, 0
    corner = int(np.where(allowed, -way[:, 1] - 0.22 * (outward[-1] - outward), -np.inf).argmax())
    rest = way[corner:]
    if len(rest) <= 12:
        return corner, corner
    chord = rest[-1] - rest[0]
    offset = rest - rest[0]
    hollow = -sign * (offset[:, 0] * chord[1] - offset[:, 1] * chord[0]) / (np.hypot(*chord) + 1e-6)
    deepest = int(hollow.argmax())
    drop, run = offset[deepest, 1], abs(offset[deepest, 0])
    stands = hollow[deepest] > 0.022 * width and drop > 0.05 * width and drop > 0.8 * run
    return corner, corner + deepest if stands else corner


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
