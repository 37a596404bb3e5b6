"""What of an old top lies beyond its outline before an even background: fringes, crochet, the rim of a cuff."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.even_background import UNEVEN, calm, disc, distance, even_background, wider
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far beyond the outline rests are looked for, and how far from what stays none are, shoulder widths.
NEAR, MIXED = 0.08, 0.03
#: Half width of gaps that they aren't looked for in, shoulder widths.
GAP = 0.05
#: They are looked for on a picture of so many times fewer pixels along a side.
SMALLER = 2
#: What nothing is taken off beside.
_KEPT = tuple(part for part in Part if part not in (Part.BACKGROUND, Part.TORSO, Part.ARMS))


def rests(layers: Layers, parts: tuple[Part, ...], width_px: float) -> Floats:
    """Their share H x W, 1 or 0, if the garment takes the place of an old top among these `parts`."""
    size = layers.labels.shape[1::-1]
    if Part.TORSO not in parts:
        return np.zeros(layers.labels.shape, np.float32)
    half = (size[0] // SMALLER, size[1] // SMALLER)
    width = width_px / SMALLER
    rgb = np.asarray(cv2.resize(layers.rgb, half, interpolation=cv2.INTER_AREA), np.float32)
    labels = cv2.resize(layers.labels, half, interpolation=cv2.INTER_NEAREST)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    ground, top = labels == Part.BACKGROUND, labels == Part.TORSO
    known, least = even_background(lab, ground, width)
    other = distance(lab, continued(lab, known.astype(np.float32))) > least
    free = (
        ground
        & ~known
        & other
        & (least < UNEVEN)
        & calm(ground, known, width)
        & ~wider(is_any(labels, _KEPT), MIXED * width)
    )
    free &= wider(top, NEAR * width) & ~_in_gaps(ground, width)
    found = reached(free | top, top) & free
    return np.asarray(cv2.resize(found.astype(np.float32), size, interpolation=cv2.INTER_NEAREST), np.float32)


def _in_gaps(ground: Mask, width_px: float) -> Mask:
    """Between arm and body, where the background is seen too little to be known."""
    closed = cv2.morphologyEx((~ground).astype(np.uint8), cv2.MORPH_CLOSE, disc(GAP * width_px))
    return np.asarray((closed > 0) & ground, np.bool_)
