"""The neck below an old collar: as wide as it is seen above that, and turning out into the shoulders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, along_rays
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import shoulder_lift

#: Usual half width of a neck, and how far that of one may be from it, shoulder widths.
USUAL, LEAST, MOST = 0.165, 0.155, 0.21
#: Shares of the way from the chin to the shoulders at which a neck is measured, and of those with skin the lowest.
STATIONS, LOWEST = np.linspace(0.1, 1.0, 19), 4
#: How far from the axis its outline is looked for, shoulder widths.
LEAST_ASIDE, MOST_ASIDE = 0.08, 0.36
#: A neck turns out into the shoulder's line up to this far beside its edge, and is that much wider at its foot,
#: shoulder widths; points of the curve. It rises so far above that line, shoulder widths, and stands at this share
#: of the way from the chin to the shoulders.
TURNS, FLARE, POINTS, RISES, FOOT = 0.24, 0.02, 12, 0.12, 0.6


def neck_edge(wearer: Wearer, flank: Flank) -> float:
    """Half width of the neck to one side where it is seen last below the chin, shoulder widths."""
    chin, foot = _way(wearer)
    places = chin + STATIONS[:, None] * (foot - chin)
    aside = np.repeat((wearer.right_hand * flank.sign)[None], len(places), axis=0)
    distances = np.arange(0, 0.35 * wearer.width)
    met = along_rays(wearer.labels, places, aside, distances)
    skin = np.isin(met, (Part.NECK, Part.FACE))
    ends = np.where(skin.all(axis=1), 0, (~skin).argmax(axis=1))
    last = met[np.arange(len(met)), ends]
    seen = (met[:, 0] == Part.NECK) & (ends > LEAST * wearer.width) & np.isin(last, (Part.BACKGROUND, Part.TORSO))
    rows = np.flatnonzero(seen)[-LOWEST:]
    if not len(rows):
        return USUAL
    return float(np.clip(np.median(ends[rows]) / wearer.width, LEAST, MOST))


def seen_end(wearer: Wearer, flank: Flank) -> Values | None:
    """Where the neck's outline before the background ends at the old collar, px; None where hair or cloth hides it."""
    aside = wearer.right_hand * flank.sign
    heights = np.arange(0.1, 0.6, 0.5 / wearer.width)[::-1] * wearer.width
    starts = wearer.shoulders - wearer.down * heights[:, None] + aside * MOST_ASIDE * wearer.width
    distances = np.arange(0, (MOST_ASIDE - LEAST_ASIDE) * wearer.width)
    met = along_rays(wearer.labels, starts, np.repeat(-aside[None], len(starts), axis=0), distances)
    first = (met != Part.BACKGROUND).argmax(axis=1)
    rows = np.arange(len(met))
    outline = (first > 0) & (met[rows, first] == Part.NECK)
    outline[1:] &= outline[:-1]  # a speck of skin is no neck
    if not outline.any():
        return None
    last = int(np.flatnonzero(outline)[-1])
    return np.asarray(starts[last] - aside * distances[first[last]], np.float64)


def trapezius(wearer: Wearer, flank: Flank, below_px: float) -> Values:
    """Places N x 2 px from the neck's edge out to the shoulder's line, which is so far below the cloth on it.

    A hollow curve, as muscles run there.
    """
    aside = wearer.right_hand * flank.sign
    chin, foot = _way(wearer)
    middle = chin + FOOT * (foot - chin)
    seen = seen_end(wearer, flank)
    if seen is None:
        half = float((middle - wearer.shoulders) @ aside) / wearer.width + neck_edge(wearer, flank)
    else:
        half = float((seen - wearer.shoulders) @ aside) / wearer.width
    across = half + np.array([FLARE, TURNS])
    slope = np.stack([wearer.on_shoulder(flank, float(each)) for each in across])
    slope += wearer.down * (below_px - float(shoulder_lift(wearer, flank, across[-1:])[0]))
    edge = slope[0] - wearer.down * RISES * wearer.width - aside * FLARE * wearer.width if seen is None else seen
    at = np.linspace(0, 1, POINTS)[:, None]
    return np.asarray((1 - at) ** 2 * edge + 2 * at * (1 - at) * slope[0] + at**2 * slope[1], np.float64)


def throat(wearer: Wearer) -> NDArray[np.float64]:
    """Corners N x 2 px of the neck from the chin down to the shoulders."""
    chin, foot = _way(wearer)
    left, right = (
        [at + wearer.right_hand * flank.sign * half * wearer.width for at in (chin, foot)]
        for flank, half in ((each, neck_edge(wearer, each)) for each in wearer.flanks)
    )
    return np.stack([left[0], right[0], right[1], left[1]])


def _way(wearer: Wearer) -> tuple[Values, Values]:
    return np.asarray(wearer.frame.chin, np.float64), np.asarray(wearer.shoulders, np.float64)
