"""Made up skin in the tone of the skin that is seen beside it: at an old cuff no step may show."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.layers import PURE, Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Over so far made up skin turns from the tone of what is seen to its own, shoulder widths, by how much at most,
#: and over what these tones are averaged, shoulder widths.
IN_TONE, MOST_OFF, EVEN = 0.4, 0.2, 0.025
#: They are told on a picture of so many times fewer pixels along a side.
SMALLER = 4
_SKIN = (Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)


def in_tone(skin: Floats, layers: Layers, width_px: float, unsure: Mask) -> Floats:
    """Made up skin H x W x 3, moved by how far it is off where the nearest skin is seen.

    `unsure`: where that has the old clothes' shadow, H x W.
    """
    seen = ((layers.share(*_SKIN) > PURE) & ~unsure).astype(np.uint8)
    known = cv2.erode(seen, np.ones((3, 3), np.uint8)).astype(np.float32)
    if not known.any():
        return skin
    size = seen.shape[::-1]
    small = (max(1, size[0] // SMALLER), max(1, size[1] // SMALLER))
    weight = cv2.resize(known, small, interpolation=cv2.INTER_AREA)
    off = cv2.resize((layers.rgb - skin) * known[..., None], small, interpolation=cv2.INTER_AREA)
    sigma, seen = EVEN * width_px / SMALLER, weight > 0.5
    if not seen.any():
        return skin
    weight, off = (cv2.GaussianBlur(each, (0, 0), sigma) for each in (weight, off))
    off /= np.maximum(weight, 1e-3)[..., None]
    away, nearest = cv2.distanceTransformWithLabels(
        (~seen).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_nearest = np.zeros((int(nearest.max()) + 1, 3), np.float32)
    of_nearest[nearest[seen]] = off[seen]
    moved = cv2.GaussianBlur(of_nearest[nearest], (0, 0), sigma).clip(-MOST_OFF, MOST_OFF)
    moved *= np.exp(-SMALLER * away / (IN_TONE * width_px))[..., None]
    return np.asarray((skin + cv2.resize(moved, size)).clip(0, 1), np.float32)
