"""The shadow of an old cuff on the skin below it, which goes with the cuff."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import is_any, means
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Width of a cuff's shadow on the skin below it, shoulder widths, and of the picture's height at most.
WIDTH, HIGH = 0.06, 0.009
#: A shadow is darker; what is lighter than made up skin by this is none; and over what that is told, px.
LIGHTER, OVER_PX = 0.03, 2.0
#: How far the soft edge of a cuff reaches over the limb, px.
EDGE_PX = 4
#: So near to made up skin seen skin turns to it whether it is darker or not, of a shadow's reach: no line is between.
LINE = 0.6
#: What is darker than made up skin by so much, where a cuff goes around it in a curve no wider, shoulder widths, is
#: seen within the cuff; that is told on a picture so many times smaller.
DEEP, CURVE, SMALLER = 0.05, 0.6, 4


def shadow(rgb: Floats, skin: Floats) -> Floats:
    """Where the photo may be seen skin in an old cuff's shadow, H x W: it is darker than the skin that is made up."""
    darker = cv2.GaussianBlur(means(skin - rgb), (0, 0), OVER_PX)
    return np.asarray((darker / LIGHTER + 1).clip(0, 1), np.float32)


def reach_px(wearer: Wearer, old: Floats) -> float:
    """How far below cuffs, whose garment has the share `old` (H x W), their shadow lies, px."""
    return float(max(2.0, min(WIDTH * wearer.width, HIGH * old.shape[0])))


def in_cuffs(layers: Layers, skin: Floats, parts: tuple[Part, ...], width_px: float) -> Mask:
    """Skin in the dark within old cuffs, H x W: one looks into them, and their fronts hang lower at the sides."""
    size = layers.labels.shape[::-1]
    cloth = cv2.resize(is_any(layers.labels, parts).astype(np.uint8), (size[0] // SMALLER, size[1] // SMALLER))
    side = 2 * max(1, round(CURVE / 2 * width_px / SMALLER)) + 1
    curved = cv2.morphologyEx(cloth, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    if not (curved > cloth).any():
        return np.zeros(layers.labels.shape, np.bool_)
    within = cv2.resize(curved, size, interpolation=cv2.INTER_NEAREST) > 0
    darker = cv2.GaussianBlur(means(skin - layers.rgb), (0, 0), OVER_PX) > DEEP
    return np.asarray(within & darker & (layers.labels == Part.ARMS))


def painted_over(layers: Layers, wearer: Wearer, old: Floats, bared: Mask, shaded: Floats) -> Floats:
    """How much of seen skin beside bared skin (H x W) is painted over: there lies the old edge's shadow, or light.

    `shaded`: where a shadow may be, H x W, a share.
    """
    if not bared.any():
        return np.zeros(bared.shape, np.float32)
    away = cv2.distanceTransform((~bared).astype(np.uint8), cv2.DIST_L2, 5) / reach_px(wearer, old)
    skin = (Part.ARMS, Part.LEGS, Part.NECK)
    near = dilated(is_any(layers.labels, skin), EDGE_PX) & (old < 0.99)
    share = (2.2 - 2.2 * away).clip(0, 1) * (1 - layers.share(Part.BACKGROUND))
    share *= np.maximum(shaded, (1 - away / LINE).clip(0, 1))
    return np.asarray(share * (near & is_any(layers.labels, (*skin, Part.TORSO, Part.LOWER))), np.float32)
