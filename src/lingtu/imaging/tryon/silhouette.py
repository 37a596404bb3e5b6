"""A top's silhouette before its armpits are known, and sleeves that lie against the body."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.tryon.outline import Mask, Points, ends_at, outline, symmetry

#: From this symmetry on one side may be told by the other.
SYMMETRIC = 0.8


@dataclass(frozen=True)
class Silhouette:
    """What is known before the armpits are."""

    mask: Mask
    points: Points
    axis: float
    symmetry: float
    top: int
    height: int
    width: float  # of the part below the sleeves
    is_dress: bool


def measure(mask: Mask, is_dress: bool) -> Silhouette:
    share, axis = symmetry(mask)
    rows = np.flatnonzero(mask.any(axis=1))
    top, height = int(rows[0]), int(np.ptp(rows))
    if height < 40:
        raise ValueError("no garment")
    low, high = (0.35, 0.5) if is_dress else (0.5, 0.85)
    band = range(int(top + height * low), int(top + height * high))
    width = float(np.median([_run(mask[row], axis) for row in band]))
    return Silhouette(mask, outline(mask), axis, share, top, height, max(width, 8.0), is_dress)


def _run(row: Mask, axis: float) -> int:
    """Width of the piece of a row that the axis meets, or that is nearest to it."""
    inside = np.flatnonzero(row)
    if not len(inside):
        return 0
    at = int(inside[np.abs(inside - axis).argmin()])
    gaps = np.flatnonzero(~row)
    before, after = gaps[gaps < at], gaps[gaps > at]
    return int((after[0] if len(after) else len(row)) - (before[-1] if len(before) else -1) - 1)


def slit(body: Silhouette) -> tuple[Silhouette, list[Points | None], list[bool]]:
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
    cut = Silhouette(whole, outline(whole), body.axis, body.symmetry, body.top, body.height, body.width, body.is_dress)
    return cut, places, [True, True]


def _step_beside(body: Silhouette, sign: int) -> tuple[float, int] | None:
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


def _step_below(body: Silhouette, sign: int) -> tuple[float, int] | None:
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
