"""The body's upper edge at a shoulder, below what is worn on it: it goes on from the skin that is seen beside it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, sampled, smoothed, unit
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.neck import measure_neck
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import shoulder_lift

#: Distance from the axis at which it begins at the neck, shoulder widths; its points.
NECK, POINTS = 0.16, 32
#: So far below the outline one sees what is worn there, shoulder widths.
INSIDE = 0.02
#: How far the body is below cloth on it, and so far from seen skin at least, shoulder widths.
BELOW_CLOTH, ALONG = 0.03, 0.15
#: At the neck's edge the body is above the shoulder's straight line by the first of these at most, less and less over
#: the second one from there out: old collars stand there. Not so near to seen skin; shoulder widths. And how hollow
#: that is, a power.
RISE, SLOPE, SEEN, HOLLOW = 0.17, 0.3, 0.04, 1.2
#: How far outside of a neck's edge its skin may be, shoulder widths.
AWAY = 0.06
#: Smoothing of what it is below the outline, points.
EVEN = 1.0
#: Smoothing of the line itself, its point from which on the muscle is, points that tell its slope there, the station of
#: the arm at which that ends, and how full it is.
EVEN_LINE, LEAVES, STEPS, DELTOID, FULL = 2.0, 20, 8, 14, 1.5


def shoulder_below(wearer: Wearer, flank: Flank) -> Values:
    """Its places from the neck out to above the joint, N x 2 px."""
    joint = float((flank.joint - wearer.shoulders) @ wearer.right_hand * flank.sign) / wearer.width
    across = np.linspace(NECK, max(joint, NECK + 0.1), POINTS)
    line = np.stack([wearer.on_shoulder(flank, float(each)) for each in across])
    lift = shoulder_lift(wearer, flank, across)
    met = sampled(wearer.labels, line + wearer.down * (INSIDE * wearer.width - lift[:, None]))
    skin = across[is_any(met, (Part.NECK, Part.ARMS))]
    away = np.abs(across[:, None] - skin[None]).min(axis=1, initial=ALONG)
    neck = measure_neck(wearer)
    out = across - neck.across(flank.sign, neck.base) * flank.sign
    most = RISE * (1 - out / SLOPE).clip(0) ** HOLLOW + (1 - (away / SEEN).clip(0, 1))
    line = line - wearer.down * np.where(out < SLOPE, np.minimum(lift, most * wearer.width), lift)[:, None]
    below = smoothed(BELOW_CLOTH * away / ALONG, EVEN) * wearer.width
    return np.asarray(line + wearer.down * below[:, None], np.float64)


def bare_neck(wearer: Wearer) -> Values:
    """Corners of the neck below an old collar, N x 2 px: between its own edges, down into the shoulders."""
    neck = measure_neck(wearer)
    heights = np.linspace(max(neck.chin, neck.base + RISE), min(neck.base - RISE, 0.0), POINTS)
    sides = [np.stack([neck.edge(sign, float(each), AWAY) for each in heights]) for sign in (-1, 1)]
    return np.concatenate([sides[0], sides[1][::-1]])


def deltoid(wearer: Wearer, flank: Flank) -> Values:
    """The outline from a shoulder's line, below cloth, around its muscle to the bare arm's outer edge, N x 2 px.

    It ends at station `DELTOID` of the arm; a cubic with the directions of both (Hermite).
    """
    line = smoothed(shoulder_below(wearer, flank), EVEN_LINE)
    start, outer = line[LEAVES], flank.bare_arm.sides()[0]
    end = outer[DELTOID]
    far = FULL * float(np.linalg.norm(end - start))
    ahead, down = unit(line[LEAVES] - line[LEAVES - STEPS]) * far, unit(outer[DELTOID + 3] - end) * far
    t = np.linspace(0, 1, POINTS)[:, None]
    one, other = 2 * t**3 - 3 * t**2 + 1, 3 * t**2 - 2 * t**3
    return np.asarray(one * start + (t**3 - 2 * t**2 + t) * ahead + other * end + (t**3 - t**2) * down, np.float64)
