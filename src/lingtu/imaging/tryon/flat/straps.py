"""Narrow straps of a top in its picture: torn where they are as light as the ground, and doubled by the back's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]

#: A strap and the back's beside it are no wider than this, chest widths, and lie so far from the axis.
WIDEST, ASIDE = 0.065, 0.15
#: It is so long at least, chest widths; and as wide as most of what is seen of it (percentile).
LONG, SEEN = 0.1, 75
#: It is even already where its inner edge is off a curve by no more than this, chest widths, and it is alone.
EVEN = 0.006
#: Straps that part below by more than this are of a back, which crosses them, chest widths.
PART = 0.08
#: Below it cloth has the strap's edge if it is so wide, of the strap: else it is torn itself.
WHOLE = 0.7
#: Rows of the cloth below on which it goes on, and rounds in which its edge is found.
BELOW_PX, ROUNDS = 3, 8


def with_even_straps(alpha: Floats, top: Top) -> Floats:
    """The coverage H x W with each narrow strap as an even band, and without the back's beside it."""
    if top.sleeved:
        return alpha
    result = alpha
    for side in top.sides:
        low = int(side.armpit[1])
        # from the axis outwards, as on the picture's right
        first = round(top.axis)
        half = alpha[:low, first:] if side.sign > 0 else alpha[:low, first::-1]
        even = _even(half, top.chest)
        if even is not half:
            result = result.copy() if result is alpha else result
            part = result[:low, first:] if side.sign > 0 else result[:low, first::-1]
            part[:] = even
    return result


def _even(half: Floats, chest: float) -> Floats:
    """One half of a coverage, its axis on the left, with an even strap."""
    inner, outer, last = _runs(half > 0.5, ASIDE * chest)
    rows = np.flatnonzero(~np.isnan(inner))
    wide = np.flatnonzero(last - inner > WIDEST * chest)
    if not len(wide) or wide[0] - rows[0] < LONG * chest:
        return half
    start, end = int(rows[0]), int(wide[0])
    strap = rows[rows < end]
    apart = np.where(last - outer > 1, last - outer, 0)[strap]
    third = max(1, len(apart) // 3)
    if apart[-third:].max() > apart[:third].max() + PART * chest:
        return half
    usual = float(np.percentile((outer - inner)[strap], SEEN))
    line = _edge(strap.astype(np.float64), inner[strap], chest)
    off = np.abs(inner[strap] - line(strap))
    if np.percentile(off, 95) < EVEN * chest and apart.max() < 1 and len(strap) == end - start:
        return half
    return _drawn(half, (inner, outer), (start, end), line, usual)


def _runs(mask: NDArray[np.bool_], aside: float) -> tuple[Values, Values, Values]:
    """Of each row: where its first run beyond `aside` begins and ends, and where the last one ends; NaN without any."""
    inner, outer, last = (np.full(len(mask), np.nan) for _ in range(3))
    for row, line in enumerate(mask):
        columns = np.flatnonzero(line)
        if not len(columns) or columns[-1] < aside:
            continue
        breaks = np.flatnonzero(np.diff(columns) > 1)
        starts, ends = columns[np.append(0, breaks + 1)], columns[np.append(breaks, len(columns) - 1)]
        index = int((ends > aside).argmax())
        inner[row], outer[row], last[row] = starts[index], ends[index] + 1, ends[-1] + 1
    return inner, outer, last


def _edge(rows: Values, places: Values, chest: float) -> np.poly1d:
    """The curve along a strap's inner edge, whatever is torn off it."""
    weight, line = np.ones(len(rows)), np.poly1d(np.polyfit(rows, places, 1))
    for _ in range(ROUNDS):
        weight = 1 / (1 + (np.abs(places - line(rows)) / (EVEN * chest)) ** 2)
        line = np.poly1d(np.polyfit(rows, places, 2, w=np.sqrt(weight)))
    return line


def _drawn(half: Floats, run: tuple[Values, Values], ends: tuple[int, int], line: np.poly1d, width: float) -> Floats:
    """The coverage with the strap as a band, and below it without what is beside the cloth that it is sewn to."""
    start, end = ends
    result = half.copy()
    rows = np.arange(start, end + BELOW_PX + 1, dtype=np.float64)
    inside = np.stack([line(rows), rows], axis=1)
    band = polygon(np.concatenate([inside, (inside + np.array([width, 0.0]))[::-1]]), half.shape)
    result[:end] = band[:end]
    inner, outer = run
    for row in np.flatnonzero(outer - inner > WHOLE * width):
        if row >= end:
            result[row, int(outer[row]) + 1 :] = 0
    result[end : end + BELOW_PX] = np.maximum(result[end : end + BELOW_PX], band[end : end + BELOW_PX])
    return result
