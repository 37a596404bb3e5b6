"""The gap between the legs of trousers that lie flat: at its edges cloth is mixed with its ground and its shadow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import dilated, enclosed
from lingtu.imaging.tryon.flat.bottom import Bottom

Mask = NDArray[np.bool_]

#: Width of an edge that is mixed, waist widths, and px at least.
MIXED, LEAST_PX = 0.012, 2


def beside_gap(core: Mask, bottom: Bottom) -> Mask:
    """What is known of the cloth's colours, H x W, without what is beside the gap: legs that meet show it there."""
    if bottom.crotch is None:
        return core
    gap = enclosed(bottom.mask) & ~bottom.mask
    gap[: int(bottom.legs[0].inner[:, 1].min())] = False
    known = core & ~dilated(gap, max(LEAST_PX, round(MIXED * bottom.waist_px)))
    return known if known.any() else core
