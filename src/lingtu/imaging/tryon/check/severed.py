"""Arms that a result would cut through: the old sleeve is gone and neither skin nor the new one is in its place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Below this share of its length an arm is in the shoulder.
SHOULDER = 0.15


def severed_px(wearer: Wearer, ground: Floats) -> float:
    """Longest stretch of an arm's middle, px, that is bared of all but the ground, whose share H x W is seen then."""
    longest = 0
    for flank in wearer.flanks:
        places = flank.arm.point(np.arange(SHOULDER * flank.arm.length, flank.arm.length), 0)
        was = sampled(wearer.labels, places)
        gone = (was != Part.BACKGROUND) & (sampled((ground > 0.5).astype(np.uint8), places) == 1)
        ends = np.flatnonzero(np.diff(gone.astype(np.int8), prepend=0, append=0))
        longest = max(longest, int(np.diff(ends)[::2].max(initial=0)))
    return float(longest)
