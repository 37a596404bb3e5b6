"""Made up skin meets the skin that is seen: what is left of an old cuff's shadow fades over it, without a line."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.worn.layers import PURE, Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Where the seen skin of limbs tells it, of how far from the bared skin it is painted over; over what that fades. On
#: throats the shadows of collars go as a whole.
BAND, FADES = (0.65, 1.2), 1.5
#: Share of the band that tells it as a whole, and the most by which skin is moved.
ENOUGH, MOST = 0.12, 0.12


def meets(skin: Floats, layers: Layers, bared: Mask, reach_px: float) -> Floats:
    """Made up skin H x W x 3 as light as what is seen where both meet, so far (px) from what is `bared`, H x W."""
    seen = layers.share(Part.ARMS, Part.HANDS, Part.LEGS) > PURE
    near = cv2.dilate(bared.astype(np.uint8), np.ones((2 * int(BAND[1] * reach_px) + 1,) * 2, np.uint8)) > 0
    box = box_around(near & seen, int(4 * FADES * reach_px))
    if not (near & seen).any():
        return skin
    away = cv2.distanceTransform((~bared[box]).astype(np.uint8), cv2.DIST_L2, 5) / reach_px
    inner = cv2.erode(seen[box].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    band = (inner & (away > BAND[0]) & (away < BAND[1])).astype(np.float32)
    off = (layers.rgb[box] - skin[box]).clip(-MOST, MOST) * band[..., None]
    share = wide_blur(band, FADES * reach_px)
    moved = wide_blur(np.ascontiguousarray(off), FADES * reach_px) / np.maximum(share, ENOUGH)[..., None]
    result = skin.copy()
    result[box] = (skin[box] + moved).clip(0, 1)
    return result
