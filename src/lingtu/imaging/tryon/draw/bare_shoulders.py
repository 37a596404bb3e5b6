"""Skin of shoulders below the straps of a top without sleeves: it goes on from the skin on both sides of them.

There is no limb's edge as there is below a sleeve, and the light is seen around.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued, wide_blur
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.old_armhole import old_armhole
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Shadows of an edge of cloth on skin reach so far from it; how soft light falls on shoulders, shoulder widths.
SHADOW, SOFT = 0.02, 0.04
#: Down to where it is the shoulders' skin, levels below the armpits; and width of its edge, px.
BELOW_PIT, EDGE_PX = 0.08, 3.0
#: Scale of the grain, px, and its contrast at most.
GRAIN_PX, GRAIN = 1.5, 0.02
#: Skin of throat and shoulders that may be made up, shoulder widths squared.
MOST_MADE_UP = 0.75


def has_bare_shoulders(wearer: Wearer) -> bool:
    """Whether both arms are seen bare up to a top without sleeves."""
    return all(old_armhole(wearer, flank) is not None for flank in wearer.flanks)


def below_straps(layers: Layers, wearer: Wearer) -> Mask:
    """Cloth H x W below which are the shoulders of a wearer who has them bare."""
    cloth = layers.labels == Part.TORSO
    high = wearer.frame.along < wearer.pit_level + BELOW_PIT
    return np.asarray(cloth & high & has_bare_shoulders(wearer), np.bool_)


def with_shoulders(skin: Floats, layers: Layers, wearer: Wearer) -> Floats:
    """The picture of skin H x W x 3 with such shoulders as they go on from what is seen beside their cloth."""
    cloth = layers.labels == Part.TORSO
    zone = below_straps(layers, wearer)
    seen = is_any(layers.labels, (Part.NECK, Part.ARMS)) & (layers.share(Part.NECK, Part.ARMS) > 0.97)
    seen &= ~dilated(cloth, max(1, int(SHADOW * wearer.width)))
    if not zone.any() or not seen.any():
        return skin
    goes_on = wide_blur(continued(layers.rgb, seen.astype(np.float32)), SOFT * wearer.width)
    # the grain is the made skin's
    fine = (skin / np.maximum(cv2.GaussianBlur(skin, (0, 0), GRAIN_PX), 1e-3)).clip(1 - GRAIN, 1 + GRAIN)
    share = cv2.GaussianBlur(dilated(zone, int(EDGE_PX)).astype(np.float32), (0, 0), EDGE_PX)[..., None]
    return np.asarray(skin * (1 - share) + (goes_on * fine).clip(0, 1) * share, np.float32)
