"""Skin of shoulders below the straps of a top without sleeves: it goes on from the skin on both sides of them.

There is no limb's edge as there is below a sleeve, and the light is seen around.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued, wide_blur
from lingtu.imaging.tryon.arrays.vectors import is_any, means
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.old_armhole import old_armhole
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Shadows of an edge of cloth on skin reach so far from it; how soft light falls on shoulders and, as a collarbone that
#: is seen ends in no line, close to what is seen; and over what it turns from this to that, shoulder widths.
SHADOW, SOFT, CLEAR, SOFTENS = 0.02, 0.04, 0.01, 0.08
#: Down to where it is the shoulders' skin, levels below the armpits; and width of its edge, px.
BELOW_PIT, EDGE_PX = 0.08, 3.0
#: Scale of the grain, px, and its contrast at most.
GRAIN_PX, GRAIN = 1.5, 0.02
#: Over so much of it stronger grain is told, which is the edges of the made skin's limbs, px.
LINE_PX = 3.0
#: So far beside that cloth what is seen is as soft as what goes on from it, and so far again it turns to the made skin,
#: shoulder widths: what is painted over there has no other light than both.
BESIDE = 0.05
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


@dataclass(frozen=True)
class Shoulders:
    """What such shoulders look like, H x W x 3, and a share H x W of where the picture of skin has them."""

    rgb: Floats
    share: Floats

    def over(self, skin: Floats) -> Floats:
        """A picture of skin H x W x 3 with them in it."""
        return np.asarray(skin + (self.rgb - skin) * self.share[..., None], np.float32)


def shoulders(skin: Floats, layers: Layers, wearer: Wearer) -> Shoulders | None:
    """Such shoulders as they go on from what is seen beside their cloth; None where there are none.

    So does what is seen close to it. They have the grain of the made `skin`, H x W x 3.
    """
    cloth = layers.labels == Part.TORSO
    zone = below_straps(layers, wearer)
    bare = is_any(layers.labels, (Part.NECK, Part.ARMS))
    seen = bare & (layers.share(Part.NECK, Part.ARMS) > 0.97) & ~dilated(cloth, max(1, int(SHADOW * wearer.width)))
    if not zone.any() or not seen.any():
        return None
    goes_on = continued(layers.rgb, seen.astype(np.float32))
    far = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 3)[..., None] / (SOFTENS * wearer.width)
    sharp, soft = (wide_blur(goes_on, sigma * wearer.width) for sigma in (CLEAR, SOFT))
    goes_on = sharp + (soft - sharp) * far.clip(0, 1)
    # the grain is the made skin's; where its limbs end are no lines
    fine = skin / np.maximum(cv2.GaussianBlur(skin, (0, 0), GRAIN_PX), 1e-3) - 1
    strength = wide_blur(np.abs(means(fine)), LINE_PX)
    fine *= (np.median(strength[zone]) / np.maximum(strength, 1e-5)).clip(0, 1)[..., None] ** 2
    away = cv2.distanceTransform((~zone).astype(np.uint8), cv2.DIST_L2, 5) / wearer.width
    high = wearer.frame.along < wearer.pit_level + BELOW_PIT
    near = ((2 - away / BESIDE) * (bare & high)).clip(0, 1)
    share = cv2.GaussianBlur(np.maximum(dilated(zone, int(EDGE_PX)), near).astype(np.float32), (0, 0), EDGE_PX)
    return Shoulders((goes_on * (1 + fine.clip(-GRAIN, GRAIN))).clip(0, 1), share)
