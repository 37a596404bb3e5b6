"""The body's upper edge at a shoulder, below what is worn on it: it goes on from the skin that is seen beside it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, sampled, smoothed
from lingtu.imaging.tryon.worn.bare_neck import trapezius
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import shoulder_lift

#: Distance from the axis at which it begins at the neck, shoulder widths; its points.
NECK, POINTS = 0.16, 32
#: So far below the outline one sees what is worn there, shoulder widths.
INSIDE = 0.02
#: How far the body is below cloth on it, and so far from seen skin at least, shoulder widths.
BELOW_CLOTH, ALONG = 0.03, 0.15
#: Smoothing of what it is below the outline, points.
EVEN = 1.0


def shoulder_below(wearer: Wearer, flank: Flank) -> Values:
    """Its places from the neck out to above the joint, N x 2 px."""
    joint = float((flank.joint - wearer.shoulders) @ wearer.right_hand * flank.sign) / wearer.width
    across = np.linspace(NECK, max(joint, NECK + 0.1), POINTS)
    line = np.stack([wearer.on_shoulder(flank, float(each)) for each in across])
    line = line - wearer.down * shoulder_lift(wearer, flank, across)[:, None]
    met = sampled(wearer.labels, line + wearer.down * INSIDE * wearer.width)
    skin = across[np.isin(met, (Part.NECK, Part.ARMS))]
    away = np.abs(across[:, None] - skin[None]).min(axis=1, initial=ALONG)
    covered = smoothed(away / ALONG, EVEN)
    depth = BELOW_CLOTH * wearer.width
    # a collar that stands is no shoulder
    curve = trapezius(wearer, flank, depth) - wearer.shoulders
    natural = np.interp(
        across, curve @ wearer.right_hand * flank.sign / wearer.width, curve @ wearer.down, right=-np.inf
    )
    lower = np.maximum(depth, natural - (line - wearer.shoulders) @ wearer.down)
    return np.asarray(line + wearer.down * (covered * lower)[:, None], np.float64)
