"""Key points and edges of tops and dresses, from their silhouette."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from lingtu.imaging.tryon.outline import (
    Mask,
    Notch,
    Points,
    arc,
    corners,
    ends_at,
    length,
    nearest,
    notches,
    outline,
    symmetry,
)

#: Sleeve lengths in shoulder widths up to which a sleeve is short, and up to which it is half.
SHORT, HALF = 0.62, 0.95
#: From this symmetry on one side may be told by the other.
SYMMETRIC = 0.8


@dataclass(frozen=True)
class Sleeve:
    """Edges of a sleeve: from the shoulder, and from the armpit, each to the cuff; the cuff from outside to inside."""

    outer: Points
    cuff: Points
    inner: Points


@dataclass(frozen=True)
class TopSide:
    """One side of a top; `sign` is -1 on the picture's left. Edges go from the first named place to the second."""

    sign: int
    neck: Points
    shoulder: Points
    armpit: Points
    slope: Points  # neck to shoulder
    collar: Points  # from the neck up a standing collar; one point if there is none
    edge: Points  # armpit to hem
    sleeve: Sleeve | None
    armhole: Points  # shoulder to armpit, of a top without sleeves

    def outward(self, points: Points, axis: float) -> Points:
        """Distance from the axis towards this side."""
        return np.asarray((points[..., 0] - axis) * self.sign, np.float64)


@dataclass(frozen=True)
class Top:
    """A top or a dress that lies flat or hangs."""

    mask: Mask
    axis: float  # x
    symmetry: float
    left: TopSide
    right: TopSide
    rim: Points  # the outline's top from the left neck point to the right one
    hem: Points  # from left to right

    @property
    def sides(self) -> tuple[TopSide, TopSide]:
        return self.left, self.right

    @property
    def sleeved(self) -> bool:
        return self.left.sleeve is not None

    @property
    def stands(self) -> bool:
        """Whether it has a standing collar."""
        return min(len(side.collar) for side in self.sides) > 3

    @cached_property
    def shoulders(self) -> float:
        """From shoulder to shoulder, px."""
        return float(abs(self.right.shoulder[0] - self.left.shoulder[0]))

    @cached_property
    def chest(self) -> float:
        """From armpit to armpit, px."""
        return float(abs(self.right.armpit[0] - self.left.armpit[0]))

    @cached_property
    def length(self) -> float:
        """From the neck points to the hem, px."""
        return float(self.hem[:, 1].mean() - (self.left.neck[1] + self.right.neck[1]) / 2)

    @cached_property
    def sleeve_length(self) -> float:
        """Along the sleeves, px; 0 without any."""
        spans = [
            float(np.linalg.norm(side.sleeve.cuff[[0, -1]].mean(axis=0) - 0.6 * side.shoulder - 0.4 * side.armpit))
            for side in self.sides
            if side.sleeve is not None
        ]
        if not spans or np.mean(spans) < SHORT * self.shoulders:
            return float(np.mean(spans)) if spans else 0.0
        bent = [(length(side.sleeve.outer) + length(side.sleeve.inner)) / 2 for side in self.sides if side.sleeve]
        return float(np.mean(bent))

    @cached_property
    def cuff_width(self) -> float:
        widths = [np.linalg.norm(side.sleeve.cuff[0] - side.sleeve.cuff[-1]) for side in self.sides if side.sleeve]
        return float(np.mean(widths)) if widths else 0.0

    @property
    def reach(self) -> float:
        """Length of the sleeves in shoulder widths."""
        return self.sleeve_length / max(self.shoulders, 1.0)


@dataclass(frozen=True)
class _Body:
    """What is known before the armpits are."""

    mask: Mask
    points: Points
    axis: float
    symmetry: float
    top: int
    height: int
    width: float  # of the part below the sleeves
    is_dress: bool


def read_top(mask: Mask, is_dress: bool) -> Top:
    """Key points of a silhouette without holes. Raises `ValueError` where it has no such shape."""
    body = _measure(mask, is_dress)
    armpits, seen = _armpits(body)
    if not any(seen):
        body, armpits, seen = _slit(body)
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


def _measure(mask: Mask, is_dress: bool) -> _Body:
    share, axis = symmetry(mask)
    rows = np.flatnonzero(mask.any(axis=1))
    top, height = int(rows[0]), int(np.ptp(rows))
    if height < 40:
        raise ValueError("no garment")
    low, high = (0.35, 0.5) if is_dress else (0.5, 0.85)
    band = range(int(top + height * low), int(top + height * high))
    width = float(np.median([_run(mask[row], axis) for row in band]))
    return _Body(mask, outline(mask), axis, share, top, height, max(width, 8.0), is_dress)


def _run(row: Mask, axis: float) -> int:
    """Width of the piece of a row that the axis meets, or that is nearest to it."""
    inside = np.flatnonzero(row)
    if not len(inside):
        return 0
    at = int(inside[np.abs(inside - axis).argmin()])
    gaps = np.flatnonzero(~row)
    before, after = gaps[gaps < at], gaps[gaps > at]
    return int((after[0] if len(after) else len(row)) - (before[-1] if len(before) else -1) - 1)


def _armpits(body: _Body) -> tuple[list[Points | None], list[bool]]:
    """The deepest dent below each sleeve."""
    found: list[Points | None] = []
    for sign in (-1, 1):
        fits = [notch for notch in notches(body.points) if _is_armpit(notch, sign, body)]
        found.append(max(fits, key=lambda notch: notch.depth).deepest if fits else None)
    return found, [place is not None for place in found]


def _is_armpit(notch: Notch, sign: int, body: _Body) -> bool:
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


def _slit(body: _Body) -> tuple[_Body, list[Points | None], list[bool]]:
    """Sleeves that lie against the body: from below each cuff a slit is cut up to where the armpit must be."""
    starts = [_step_beside(body, sign) for sign in (-1, 1)]
    below = [_step_below(body, sign) for sign in (-1, 1)]
    if body.symmetry > SYMMETRIC:  # what is seen of one sleeve holds for the other
        below = [start or below[1 - index] for index, start in enumerate(below)]
    starts = starts if all(starts) else below
    one, two = starts
    across = float(np.ptp(np.flatnonzero(body.mask.any(axis=0))))
    if one is None or two is None or abs(one[0] - two[0]) > 0.12 * across or abs(one[1] - two[1]) > 0.12 * body.height:
        return body, [None, None], [False, False]
    mask = body.mask.astype(np.uint8)
    pit_y = int(body.top + 0.2 * across * (1 if body.is_dress else 1.15) + 0.04 * body.height)
    places: list[Points | None] = []
    for sign, (reach, y) in ((-1, one), (1, two)):
        pit_x = body.axis + sign * min(reach, 0.36 * across)
        cv2.line(mask, (int(body.axis + sign * reach), y + 4), (int(pit_x), pit_y), 0, 3)
        places.append(np.array([pit_x, pit_y - 2.0]))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask)
    whole = parts == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if count > 1 else mask > 0
    cut = _Body(whole, outline(whole), body.axis, body.symmetry, body.top, body.height, body.width, body.is_dress)
    return cut, places, [True, True]


def _step_beside(body: _Body, sign: int) -> tuple[float, int] | None:
    """Where the side jumps inward below a cuff: distance from the axis and row."""
    first, last = ends_at(body.mask)
    rows = np.arange(body.top, body.top + body.height + 1)
    step = max(3, int(0.02 * body.height))
    reach = ((first if sign < 0 else last)[rows] - body.axis) * sign
    jump = reach[:-step] - reach[step:]
    jump[: int(0.3 * body.height)] = 0
    jump[int((0.75 if body.is_dress else 0.97) * body.height) :] = 0
    at = int(jump.argmax())
    after, later = at + step + 2, at + 2 * step + 4
    steady = later < len(reach) - 0.02 * body.height and abs(reach[after] - reach[later]) < 0.035 * body.width
    if jump[at] < 0.09 * body.width or not steady:
        return None
    return float(reach[after]), int(rows[at] + step)


def _step_below(body: _Body, sign: int) -> tuple[float, int] | None:
    """Where the lower edge jumps between a cuff and the hem: distance from the axis and row."""
    columns = np.flatnonzero(body.mask.any(axis=0))
    lowest = (body.mask.shape[0] - 1 - body.mask[::-1].argmax(axis=0))[columns]
    step = max(3, int(0.02 * len(columns)))
    jump = np.abs(lowest[step:] - lowest[:-step]).astype(np.float64)
    middle = columns[:-step] + step / 2
    outward = (middle - body.axis) * sign / len(columns)
    jump[(outward < 0.2) | (outward > 0.45)] = 0
    at = int(jump.argmax())
    if jump[at] < 0.04 * body.height:
        return None
    # a cuff is about level; a dress that is widest above its hem has no such step
    beyond = lowest[: at + 1] if sign < 0 else lowest[at + step :]
    middle_of = beyond[len(beyond) // 5 : max(len(beyond) // 5 + 1, 4 * len(beyond) // 5)]
    if len(middle_of) < 0.06 * len(columns) or np.ptp(middle_of) > 0.05 * body.height:
        return None
    inside = columns[at + step] if sign < 0 else columns[at]
    return float((inside - body.axis) * sign), int(min(lowest[at], lowest[at + step]))


def _both_or_none(body: _Body, armpits: list[Points | None], sleeved: list[bool]) -> tuple[list[Points | None], bool]:
    """An armpit that was found on one side alone is the other's mirror image if the garment is symmetric."""
    if all(sleeved) or not any(sleeved):
        return armpits, all(sleeved)
    if body.symmetry < SYMMETRIC:
        return [None, None], False
    known = next(place for place in armpits if place is not None)
    mirrored = body.points[nearest(body.points, np.array([2 * body.axis - known[0], known[1]]))]
    return [mirrored if place is None else place for place in armpits], True


def _underarm(body: _Body, sign: int) -> Points:
    """Of a top without sleeves: the widest row before it narrows towards the strap."""
    first, last = ends_at(body.mask)
    start = int(body.top + min(0.34 * body.width, 0.35 * body.height))
    end = max(start + 1, int(min(start + 0.32 * body.width, body.top + 0.7 * body.height)))
    rows = np.arange(start, end)
    ends = (first if sign < 0 else last)[rows]
    best = int(((ends - body.axis) * sign - 0.22 * (rows - start)).argmax())
    return np.array([float(ends[best]), float(rows[best])])


def _agreed(body: _Body, places: list[Points]) -> list[Points]:
    """Armpits of a symmetric garment are as high as each other: the upper one is right."""
    if body.symmetry < 0.88 or abs(places[0][1] - places[1][1]) < 0.04 * body.height:
        return places
    upper = 0 if places[0][1] < places[1][1] else 1
    mirrored = np.array([2 * body.axis - places[upper][0], places[upper][1]])
    places[1 - upper] = body.points[nearest(body.points, mirrored)]
    return places


def _side(body: _Body, sign: int, armpit: Points, sleeved: bool) -> tuple[TopSide, Points]:
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
        # the point that is farthest from the seam is one end of the cuff
        away = np.linalg.norm(rest - 0.6 * rest[0] - 0.4 * rest[-1], axis=1)
        far = int(away.argmax())
        one, two = corners(rest, (0.4, 1, 1), 0.015, far, first=bool(away[far] < SHORT * body.width))
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


def _shoulder(way: Points, outward: Points, armpit: Points, body: _Body, sleeved: bool, pit: float) -> int:
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
