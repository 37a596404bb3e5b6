"""Colours of hair at its soft edge: no lighter nor darker than hair beside it, whatever it was mixed with."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.arrays.smooth_fill import continued_roughly
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]

#: Hair that is this share of a pixel shows its colours alone; so far beside it the edge has them too, px.
ALONE, BESIDE_PX = 0.97, 6
#: Blur of the colours between which they are, px: a single light hair tells nothing.
CALM_PX = 1.0


def without_rims(colours: Floats, layers: Layers) -> Floats:
    """Colours H x W x 3 of what lies in front, within those of hair close by where hair is mixed with something.

    Sharpening and JPEG put rims along hair that no mixture explains; on other cloth they would shine.
    """
    hair = layers.share(Part.HAIR)
    mixed = (hair > 0.02) & (hair < ALONE)
    box = box_around(mixed, BESIDE_PX + 3)
    if not hair[box].size:
        return colours
    alone = cv2.erode((hair[box] > ALONE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    calm = cv2.GaussianBlur(np.ascontiguousarray(layers.rgb[box]), (0, 0), CALM_PX)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * BESIDE_PX + 1,) * 2)
    least = cv2.erode(np.where(alone[..., None], calm, np.float32(1)), around)
    most = cv2.dilate(np.where(alone[..., None], calm, np.float32(0)), around)
    known = mixed[box] & (most >= least).all(axis=2)
    result = colours.copy()
    within = np.minimum(np.maximum(colours[box], least), most)
    # the less of it is seen the less its colour is told there
    even = continued_roughly(layers.rgb[box], alone)
    within += (1 - hair[box])[..., None] * (even - within)
    result[box] = np.where(known[..., None], within, colours[box])
    return result
