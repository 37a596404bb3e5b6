"""The ends of a cuff on the outline of a sleeve, from the shoulder to the armpit."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import unit
from lingtu.imaging.tryon.arrays.outline import Points, farthest

#: How far a cuff's corner is from the straight line between its ends, in that line's length, to be one.
BENT_ASIDE = 0.25
#: Below a short sleeve that lies on the body is no inner edge: its hem goes straight to the armpit, within so much
#: of its length.
ALL_HEM = 0.1
#: How far up a cuff may slant from its lowest end, widths; the cosine of a turn that is sharp; and how far aside of the
#: line between its ends a cuff's edge lies, of its length.
UPWARD, SHARP, STRAIGHT = 0.4, 0.8, 0.12

#: A cuff lies across its sleeve: what goes on along the outer edge is none, if the outline turns off there (cosines).
ALONG, ACROSS = 0.7, 0.6


def below_puff(way: Points, one: int, two: int, least: float) -> tuple[int, int]:
    """Indices of a cuff's ends, which were found as `one` and `two`: below a puff that narrows to it.

    There what was found is a part of the outer edge. `least`: width of a cuff, px.
    """
    rest = way[two:]
    if len(rest) < 4 or one < 2:
        return one, two
    outer, found = unit(way[one] - way[0]), unit(way[two] - way[one])
    corner = farthest(rest)
    cuff = rest[corner] - rest[0]
    turned = float(unit(cuff) @ found) < ACROSS and float(np.linalg.norm(cuff)) > least
    return (two, two + corner) if float(outer @ found) > ALONG and turned else (one, two)


def end_of_hem(way: Points, one: int) -> int:
    """Index of the inner end of a short sleeve's hem that begins at `one`, on the way to the armpit."""
    rest = way[one:]
    corner, chord = farthest(rest), rest[-1] - rest[0]
    size = float(np.linalg.norm(chord)) + 1e-9
    off = rest[corner] - rest[0]
    if abs(float(off[0] * chord[1] - off[1] * chord[0])) < ALL_HEM * size**2:
        return max(one + 1, len(way) - 3)
    return one + corner


def at_bend(way: Points, one: int, two: int, reach_px: float) -> int:
    """Index of a cuff's outer end, which is `one` or before it: where the outline turns sharply and goes on straight.

    The cuff of a sleeve that hangs beside the body may slant up to its outer end, within `reach_px` of `one`.
    """
    left = np.linalg.norm(np.diff(way[: one + 1], axis=0), axis=1)[::-1].cumsum()
    before = way[one - int(np.searchsorted(left, reach_px)) if left[-1] > reach_px else 0 : one + 1]
    corner = farthest(before)
    place = before[corner]
    into, out = place - before[0], before[-1] - place
    sizes = float(np.linalg.norm(into) * np.linalg.norm(out)) + 1e-9
    cuff = way[two] - place
    size = float(np.linalg.norm(cuff)) + 1e-9
    between = way[one - len(before) + 1 + corner : two + 1] - place
    aside = np.abs(between @ np.array([-cuff[1], cuff[0]])) / size**2
    if float(into @ out) > SHARP * sizes or float(aside.max()) > STRAIGHT:
        return one
    return one - len(before) + 1 + corner


def before_bend(way: Points, one: int, two: int, least: float) -> int:
    """Index of a cuff's inner end: the outline turns there if it goes on along the hem of the body beside it."""
    cuff = way[one : two + 1]
    corner, chord = farthest(cuff), cuff[-1] - cuff[0]
    size = float(np.linalg.norm(chord)) + 1e-9
    off = cuff[corner] - cuff[0]
    aside = abs(float(off[0] * chord[1] - off[1] * chord[0])) / size**2
    return one + corner if aside > BENT_ASIDE and np.linalg.norm(off) > least else two
