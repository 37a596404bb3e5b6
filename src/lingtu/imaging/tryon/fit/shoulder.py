"""A shoulder's seam on the wearer: cloth that lies on the body and is a little taut."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, median
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import shoulder_lift

#: Thickness of cloth on a shoulder, shoulder widths, and of what ends there beside bare skin.
THICK, BESIDE_SKIN = 0.012, 0.006
#: Shoulders that are shorter than this are straps, shoulder widths.
STRAP = 0.1
#: Places at which the body's outline is told, and the window of its median: straps and strands are no shoulder.
PLACES, EVEN = 31, 9
#: How much of a hollow between neck and shoulder cloth spans.
TAUT = 0.35


def shoulder_seam(wearer: Wearer, flank: Flank, half: float, tip: float, sleeved: bool) -> Points:
    """7 points from the neck out, px, between two distances from the axis, shoulder widths.

    With sleeves it ends at the shoulder's tip. It spans a part of what is hollow beside the neck.
    """
    shares = np.linspace(0, 1, 7)
    across = half + (tip - half) * shares
    line = np.stack([wearer.on_shoulder(flank, float(each)) for each in across])
    dense = np.linspace(across[0], across[-1], PLACES)
    lift = np.interp(across, dense, median(shoulder_lift(wearer, flank, dense), EVEN))
    # a strap goes on behind the shoulder
    thick = THICK if sleeved or tip - half < STRAP else BESIDE_SKIN
    line = line - wearer.down * (lift + thick * wearer.width)[:, None]
    if sleeved:
        weight = shares[:, None] ** 3
        line = line * (1 - weight) + (flank.tip - wearer.down * THICK * wearer.width) * weight
    return _taut(np.asarray(line, np.float64), wearer.down)


def _taut(line: Points, down: Values) -> Points:
    """Where a line hangs below the straight one between its ends, a little nearer to that one."""
    chord = line[0] + (line[-1] - line[0]) * np.linspace(0, 1, len(line))[:, None]
    below = ((line - chord) @ down).clip(0)
    return np.asarray(line - TAUT * below[:, None] * down, np.float64)
