"""Shorts that hang loose: their outer edges are taut from the waist over hip and thigh to the hem, without a dent."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.flat.bottom import Bottom
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

#: Places of the edge in between, and over how many of them its bends are round, deviation.
PLACES, ROUND = 200, 10.0
#: The edge of the leg comes down evenly from the hips' end: so much of its own rows' places is kept.
OWN_ROWS = 0.3


def to_knees(bottom: Bottom, wearer: Wearer, high: tuple[float, float], across: float) -> float:
    """How much longer shorts would be for their width if they ended at the knees."""
    knees = [wearer.level_of(flank.leg.point(np.array([flank.leg.joint]), 0)[0]) for flank in wearer.flanks]
    return (sum(knees) - sum(high)) / 2 * wearer.torso_px / max(across * bottom.length, 1.0)


def taut(hips: Points, leg: Points, flank: Flank, wearer: Wearer) -> tuple[Points, Points]:
    """The outer edges, N x 2 and M x 2 from the waist and from the hips' end down, as taut cloth has them."""
    axes = np.stack([flank.sign * wearer.right_hand, wearer.down], axis=1)
    upper, lower = ((each - wearer.shoulders) @ axes for each in (hips, leg))
    low = max(float(lower[-1, 1]), float(upper[-1, 1]) + 1.0)
    rows = np.linspace(0, 1, len(lower))
    even = upper[-1, 1] + (low - upper[-1, 1]) * rows
    lower[:, 1] = np.maximum.accumulate(OWN_ROWS * lower[:, 1] + (1 - OWN_ROWS) * even)
    way = np.concatenate([upper, lower[1:]])
    way = way[np.argsort(way[:, 1], kind="stable")]
    down = np.linspace(way[0, 1], way[-1, 1], PLACES)
    own = np.interp(down, way[:, 1], way[:, 0])
    hull = _hull(down, own)
    line = hull[0] + (hull[-1] - hull[0]) * np.linspace(0, 1, PLACES)
    edge = line + smoothed(hull - line, ROUND)
    edge[[0, -1]] = hull[[0, -1]]
    for each in (upper, lower):
        each[:, 0] = np.interp(each[:, 1], down, edge)
    back = np.stack([flank.sign * wearer.right_hand, wearer.down])
    return wearer.shoulders + upper @ back, wearer.shoulders + lower @ back


def _hull(at: Values, values: Values) -> Values:
    """The least values without a dent that are nowhere smaller than these."""
    kept: list[int] = []
    for index in range(len(at)):
        while len(kept) > 1:
            one, two = kept[-2], kept[-1]
            slope = (values[index] - values[one]) / (at[index] - at[one])
            if values[two] > values[one] + slope * (at[two] - at[one]):
                break
            kept.pop()
        kept.append(index)
    return np.asarray(np.interp(at, at[kept], values[kept]), np.float64)
