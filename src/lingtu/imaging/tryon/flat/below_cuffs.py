"""Where a sleeve that lies against the body ends beside it: dents and steps between its cuff and the hem."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.outline import Notch, ends_at, notches
from lingtu.imaging.tryon.flat.silhouette import Silhouette

#: Dents between cuff and hem: how far from the axis and how deep, widths, at least; how low, of the height.
DENT_ASIDE, DENT_DEEP, DENT_LOW = 0.35, 0.03, (0.5, 0.92)
#: A gap between both is as deep as this at least, and may be nearer to the axis; below its upper end it is twice as
#: wide at most as that is higher; widths.
GAP_DEEP, GAP_ASIDE, GAP_NARROW = 0.1, 0.27, 0.05
#: A cuff's slope at most, px down per px across; and so far beside the body a slit starts that ends its side, px.
CUFF_SLOPE, BESIDE_PX = 1.2, 2
#: Sleeves of dresses end above this share of their height.
CUFFS_END = 0.75

#: Distance from the axis, px, and row.
Place = tuple[float, int]


def _is_gap(notch: Notch, body: Silhouette) -> bool:
    """Whether a dent is one that hems don't have: deep, and narrow where it is deepest."""
    x, y = (int(value) for value in notch.deepest)
    row = body.mask[min(y + int(GAP_NARROW * body.width), len(body.mask) - 1)]
    left, right = np.flatnonzero(row[:x]), np.flatnonzero(row[x:])
    if notch.depth < GAP_DEEP * body.width or not len(left) or not len(right):
        return False
    return bool(x + right[0] - left[-1] < 2 * GAP_NARROW * body.width)


def _opens_below(notch: Notch) -> bool:
    """Whether a dent lies between a cuff and the hem: those of waists open to the side."""
    across, down = np.abs(notch.after - notch.before)
    return bool(across > 0.5 * down)


def dent_below(body: Silhouette, sign: int) -> Place | None:
    """The deepest dent between a cuff and the hem; lower on a dress it is one of the hem."""
    low = CUFFS_END if body.is_dress else DENT_LOW[1]
    fits = [
        notch
        for notch in notches(body.points)
        if (notch.deepest[0] - body.axis) * sign > (GAP_ASIDE if _is_gap(notch, body) else DENT_ASIDE) * body.width
        and DENT_LOW[0] < (notch.deepest[1] - body.top) / body.height < low
        and notch.depth > DENT_DEEP * body.width
        and _opens_below(notch)
    ]
    if not fits:
        return None
    place = max(fits, key=lambda notch: notch.depth).deepest
    return float((place[0] - body.axis) * sign), int(place[1])


def step_beside(body: Silhouette, sign: int) -> Place | None:
    """Where the side jumps inward below a cuff."""
    first, last = ends_at(body.mask)
    rows = np.arange(body.top, body.top + body.height + 1)
    step = max(3, int(0.02 * body.height))
    reach = ((first if sign < 0 else last)[rows] - body.axis) * sign
    jump = reach[:-step] - reach[step:]
    jump[: int(0.3 * body.height)] = 0
    jump[int((CUFFS_END if body.is_dress else 0.97) * body.height) :] = 0
    at = int(jump.argmax())
    after, later = at + step + 2, at + 2 * step + 4
    steady = later < len(reach) - 0.02 * body.height and abs(reach[after] - reach[later]) < 0.035 * body.width
    if jump[at] < 0.09 * body.width or not steady:
        return None
    return float(reach[after]), int(rows[at] + step)


def step_below(body: Silhouette, sign: int) -> Place | None:
    """Where the lower edge jumps between a cuff and the hem: beside the body that hangs lower, or at its corner."""
    columns = np.flatnonzero(body.mask.any(axis=0))
    lowest = (body.mask.shape[0] - 1 - body.mask[::-1].argmax(axis=0))[columns]
    if sign > 0:  # from outside inward
        columns, lowest = columns[::-1], lowest[::-1]
    step = max(3, int(0.02 * len(columns)))
    jump = np.abs(lowest[step:] - lowest[:-step]).astype(np.float64)
    middle = columns[:-step] - sign * step / 2
    outward = (middle - body.axis) * sign / len(columns)
    jump[(outward < 0.2) | (outward > 0.45)] = 0
    at = int(jump.argmax())
    if jump[at] < 0.04 * body.height or (body.is_dress and lowest[at] > body.top + CUFFS_END * body.height):
        return None
    beyond = lowest[: at + 1]
    cuff = beyond[len(beyond) // 5 : max(len(beyond) // 5 + 1, 4 * len(beyond) // 5)]
    if len(cuff) < 0.05 * len(columns) or not _is_cuff(cuff, body):
        return None
    inside = at + step - (BESIDE_PX if lowest[at + step] > lowest[at] else 0)
    return float((columns[inside] - body.axis) * sign), int(min(lowest[at], lowest[at + step]))


def _is_cuff(lowest: NDArray[np.int64], body: Silhouette) -> bool:
    """Whether a lower edge is straight, at most as steep as a sleeve that hangs aslant has it; a dress' is level.

    A dress that is widest above its hem has no such edge there.
    """
    if body.is_dress or len(lowest) < 3:
        return bool(np.ptp(lowest) <= 0.05 * body.height)
    across = np.arange(len(lowest))
    slope, start = np.polyfit(across, lowest, 1)
    return bool(abs(slope) < CUFF_SLOPE and np.ptp(lowest - slope * across - start) <= 0.05 * body.height)
