"""A caller's mask: white is painted anew, black stays."""

from __future__ import annotations

import numpy as np

from lingtu.imaging import codec, composite
from lingtu.imaging.colour import LUMINANCE, Floats

FILL_FROM = 0.5  # luminance of the mask, of 1: as bright or brighter is painted anew


def hole_of(mask: bytes, width: int, height: int) -> Floats:
    """The mask's white as 1, the rest as 0, H x W; the file is scaled to this size, its alpha is ignored."""
    levels = composite.resize_opaque(codec.decode(mask).rgb, width, height)
    return (levels @ LUMINANCE >= FILL_FROM).astype(np.float32)
