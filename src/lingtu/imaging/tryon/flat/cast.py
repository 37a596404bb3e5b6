"""The shadow that a coloured garment casts on a plain ground: mattes take it for cloth, in a crotch above all."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Chroma by which cloth must differ from its ground to be told from a shadow on it, Lab.
COLOURED = 6.0
#: Share of that difference below which a pixel is ground, and those at which it is none and all cloth.
GROUND, NONE, ALL = 0.5, 0.35, 0.85
#: A shadow is no lighter than the ground by more than this, Lab.
LIGHTER = 1.5
#: Share of the garment's inside that may have the ground's hue for the garment to be of one colour.
OTHER = 0.03
#: JPEG blurs hues: a rim that is narrower is no shadow, but the narrow end of a wide one is, so far from it; px.
BLURRED_PX, TAIL_PX = 7, 41
#: Cloth that is darker than its ground by less is told from shadows by its hue alone, Lab.
PALE = 18.0


def without_cast(alpha: Floats, off: Floats) -> Floats:
    """Coverage H x W without the garment's shadow; `off`: the picture minus its ground, Lab, H x W x 3.

    A shadow keeps the ground's hue, so only cloth of one colour, with another hue, is told from it.
    """
    inside = alpha > 0.5
    core = cv2.erode(inside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if not core.any():
        return alpha
    chroma = np.stack([cv2.medianBlur(np.ascontiguousarray(off[..., axis]), 3) for axis in (1, 2)], axis=-1)
    hue = lengths(chroma)
    contrast = float(np.median(hue[core]))
    if contrast < COLOURED:
        return alpha
    like = inside & (hue < GROUND * contrast) & (off[..., 0] < LIGHTER)
    if np.count_nonzero(like & core) > OTHER * np.count_nonzero(core):
        return alpha
    shadow = reached(like | ~inside, ~inside) & inside
    wide = cv2.morphologyEx(shadow.astype(np.uint8), cv2.MORPH_OPEN, np.ones((BLURRED_PX,) * 2, np.uint8))
    if not wide.any():
        return alpha
    if float(np.median(-off[..., 0][core])) > PALE:
        shadow &= cv2.dilate(wide, np.ones((TAIL_PX,) * 2, np.uint8)) > 0
    share = ((hue / contrast - NONE) / (ALL - NONE)).clip(0, 1)
    rim = cv2.dilate(shadow.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(rim, np.minimum(alpha, share), alpha).astype(np.float32)
