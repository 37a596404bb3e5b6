"""Little skin that is bared beside an arm: where an old cuff stood off it and the new one ends a little higher."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import pieces_of
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.worn.layers import PURE, Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Longest side of little bared skin, and how near an arm it is, shoulder widths; and least area, of that side squared:
#: rims along an arm are none.
LITTLE, NEAR, COMPACT = 0.07, 0.04, 0.3
#: Its edge, and the blur of that, px.
EDGE_PX, SOFT_PX = 2, 0.7


def as_beside(skin: Floats, layers: Layers, bared: Mask, width_px: float) -> Floats:
    """Made-up skin H x W x 3 that goes on from the arm beside it where little is `bared`, H x W.

    The arm keeps the old cuff's shadow there: lit skin beside it would be a patch. `width_px` of the shoulders.
    """
    near = max(2, round(NEAR * width_px))
    arms = layers.share(Part.ARMS) > PURE
    little = np.zeros_like(bared)
    for piece in pieces_of(bared & dilated(arms, 2 * near)):
        side = max(piece.width, piece.height)
        if side < LITTLE * width_px and piece.area > COMPACT * side**2:
            little[piece.box] |= piece.mask
    little &= dilated(arms, near)
    if not little.any():
        return skin
    share = cv2.GaussianBlur(dilated(little, EDGE_PX).astype(np.float32), (0, 0), SOFT_PX)[..., None]
    beside = goes_on(layers.rgb, ~dilated(~arms, 1), share[..., 0] > 0)
    return np.asarray(skin * (1 - share) + beside * share, np.float32)
