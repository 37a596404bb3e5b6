"""Outlines of garments as polylines, N x 2 (x, y) in px: arcs, corners, notches and the axis of symmetry."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Places where an axis of symmetry is tried, and of an outline where corners are.
AXES, STATIONS = 61, 90
#: How much a cuff's corner is told by lying aside rather than far along the sleeve.
ASIDE = 0.6
#: The shortest inner edge of a sleeve, of the way around it.
INSIDE = 0.1
#: Stations between a corner and where it is expected.
NEAR = 2


class Notch(NamedTuple):
    """A dent of an outline: the hull's points before and after it, its deepest point, and how deep that is, px."""

    before: Points
    after: Points
    deepest: Points
    depth: float


def outline(mask: Mask) -> Points:
    """Of the largest component: from its top down the picture's left side, along the bottom, up the right side."""
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = np.asarray(max(found, key=cv2.contourArea)[:, 0], np.float64)
    points = np.roll(points, -int(points[:, 1].argmin()), axis=0)
    half = len(points) // 2
    left_first = points[:half, 0].mean() < points[half:, 0].mean()
    return points if left_first else np.roll(points[::-1], 1, axis=0)


def arc(points: Points, start: int, end: int) -> Points:
    """From one index forward to another, around the end if need be."""
    return points[start : end + 1] if start <= end else np.concatenate([points[start:], points[: end + 1]])


def nearest(points: Points, place: Points) -> int:
    """Index of the point that is nearest to a place."""
    return int(((points - place) ** 2).sum(axis=1).argmin())


def length(points: Points) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def at_shares(points: Points, shares: Points) -> Points:
    """The points at these shares, 0 to 1, of a polyline's length."""
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    wanted = np.asarray(shares) * way[-1]
    return np.stack([np.interp(wanted, way, points[:, 0]), np.interp(wanted, way, points[:, 1])], axis=1)


def corners(
    points: Points,
    weights: tuple[float, float, float],
    least: float,
    through: int | None = None,
    first: bool = False,
) -> tuple[int, int]:
    """Indices of the two points that best make a polyline one of three straight pieces.

    `weights`: how much each piece's deviation costs; `least`: the shortest piece, share of the length; `through`: one
    of the corners is at about this point, the first one if `first`.
    """
    index = np.linspace(0, len(points) - 1, STATIONS).astype(int)
    cost = _deviations(points[index])
    step = max(1, int(least * STATIONS))
    one, two = np.meshgrid(np.arange(STATIONS), np.arange(STATIONS), indexing="ij")
    total = weights[0] * cost[0][:, None] + weights[1] * cost + weights[2] * cost[:, -1][None]
    allowed = (one >= step) & (two >= one + max(step, int(0.05 * STATIONS))) & (two < STATIONS - step)
    if through is not None:
        at = int(np.abs(index - through).argmin())
        allowed &= (np.abs(one - at) if first else np.minimum(np.abs(one - at), np.abs(two - at))) <= NEAR
    best = int(np.where(allowed, total, np.inf).argmin())
    return int(index[best // STATIONS]), int(index[best % STATIONS])


def end_corners(way: Points) -> tuple[int, int]:
    """Indices of the outer and inner corner of a cuff or leg's hem, on the way down the outside and up the inside."""
    middle = (way[0] + way[-1]) / 2
    ahead = way[int(_from_segment(way, way[0], way[-1]).argmax())] - middle
    ahead /= np.linalg.norm(ahead) + 1e-9
    outward = way[0] - way[-1]
    outward = outward - (outward @ ahead) * ahead
    outward /= np.linalg.norm(outward) + 1e-9
    one, two = (int(((way - middle) @ (ahead + side * ASIDE * outward)).argmax()) for side in (1, -1))
    least, inside = max(2, len(way) // 60), max(2, int(INSIDE * len(way)))
    one = min(max(one, least), len(way) - least - inside)
    return one, min(max(two, one + least), len(way) - inside)


def farthest(way: Points) -> int:
    """Index of the point of a way that is farthest from the straight line between its ends, not one of these."""
    least = max(1, len(way) // 30)
    far = _from_segment(way, way[0], way[-1])
    return min(max(int(far.argmax()), least), max(len(way) - 1 - least, 0))


def _from_segment(points: Points, start: Points, end: Points) -> Points:
    """Distance of each point from the segment."""
    chord = end - start
    share = ((points - start) @ chord / (chord @ chord + 1e-9)).clip(0, 1)
    return np.asarray(np.linalg.norm(points - start - share[:, None] * chord, axis=1), np.float64)


def _deviations(points: Points) -> Points:
    """Sum of the distances of the points between i and j from the chord i j, for all i, j."""
    chord = points[None] - points[:, None]
    size = np.linalg.norm(chord, axis=-1) + 1e-6
    offset = points[None] - points[:, None]  # i, k
    cross = offset[:, None, :, 0] * chord[:, :, None, 1] - offset[:, None, :, 1] * chord[:, :, None, 0]
    order = np.arange(len(points))
    between = (order >= order[:, None, None]) & (order <= order[None, :, None])
    return np.asarray((np.abs(cross) * between).sum(axis=-1) / size, np.float64)


def notches(points: Points) -> list[Notch]:
    """All dents between points of the convex hull, in the outline's own order."""
    whole = np.rint(points).astype(np.int32)[:, None]
    hull = cv2.convexHull(whole, returnPoints=False)
    hull[::-1].sort(axis=0)
    found = cv2.convexityDefects(whole, hull)
    count, result = len(points), []
    for start, end, deepest, depth in [] if found is None else found[:, 0]:
        forward = (deepest - start) % count <= (end - start) % count
        before, after = (start, end) if forward else (end, start)
        result.append(Notch(points[before], points[after], points[deepest], depth / 256))
    return result


def symmetry(mask: Mask) -> tuple[float, float]:
    """How well a mask covers its mirror image, 0 to 1 (intersection over union), and the axis' x for which it does."""
    columns = np.flatnonzero(mask.any(axis=0))
    left, span = columns[0], np.ptp(columns)
    small = cv2.resize(mask.astype(np.uint8), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    best = (-1.0, 0.0)
    for axis in np.linspace(left + 0.35 * span, left + 0.65 * span, AXES):
        # pixel centres: x of the small picture is (x + 0.5) / 4 - 0.5
        flip = np.array([[-1, 0, 2 * ((axis + 0.5) / 4 - 0.5)], [0, 1, 0]], np.float32)
        other = cv2.warpAffine(small, flip, small.shape[1::-1], flags=cv2.INTER_NEAREST)
        share = int(np.count_nonzero(other & small)) / max(1, int(np.count_nonzero(other | small)))
        best = max(best, (share, float(axis)))
    return best


def ends_at(mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last column of a mask in each row; -1 in rows without any."""
    some = mask.any(axis=1)
    first = np.where(some, mask.argmax(axis=1), -1)
    last = np.where(some, mask.shape[1] - 1 - mask[:, ::-1].argmax(axis=1), -1)
    return first, last
