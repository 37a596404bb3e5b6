"""The layers of the result over each other: what is in front, the lit cloth, what is under it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.arrays.vectors import maxima
from lingtu.imaging.tryon.draw.below_cuff import below_cuffs
from lingtu.imaging.tryon.draw.hair_colours import without_rims
from lingtu.imaging.tryon.draw.plate import Plate
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.spill import without_spill
from lingtu.imaging.tryon.draw.under import Under, beside
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: How far beyond the old garment's edge the background is made up, px.
GHOST_PX = 5
#: How far from a collar the throat has its shadow, px.
COLLAR_PX = 5
#: So near to new cloth an arm in front of it keeps its own edge, px.
EDGE_PX = 4
#: What nothing but its own edge may change.
KEPT = (Part.HAIR, Part.FACE, Part.HANDS, Part.BAGS)
#: Shadows: at the cloth's rim, of what is in front; and their widths, shoulder widths.
RIM, FRONT = 0.03, 0.16
RIM_PX, SOFT_PX = 0.01, 0.03
#: Shadows of the cloth on what it touches: the line where no light comes in, and the soft one around it; how deep they
#: are, their widths, and how far below the cloth they lie, shoulder widths.
CONTACTS = ((0.32, 0.008, 0.008), (0.2, 0.02, 0.008))
#: On arms that are seen below it a sleeve's is deeper by this share: it stands off from them all around.
ON_ARMS = 0.8
#: Shadow of the head on the cloth below it, how far below, and its width, shoulder widths.
HEAD, HEAD_BELOW, HEAD_PX = 0.3, 0.09, 0.07
#: Of the head's shadow a top's hem has so much on trousers and skirts.
HEM = 0.5
#: How much more a shadow takes of the colours that cloth has least of.
COLOURFUL = 0.5


def lit(cloth: Cloth, factor: Floats, front: Floats, over: Floats, wearer: Wearer) -> Floats:
    """Cloth with the photo's light, darker at its rim, where something is in front of it, and below what is `over` it.

    All H x W.
    """
    depth = cv2.distanceTransform((cloth.alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    rim = 1 - RIM * np.exp(-depth / (RIM_PX * wearer.width))
    close = 1 - FRONT * cv2.GaussianBlur(front, (0, 0), SOFT_PX * wearer.width)
    below = 1 - HEAD * wide_blur(_lowered(over, HEAD_BELOW * wearer.width), HEAD_PX * wearer.width)
    return dimmed(cloth.rgb, factor * rim * close * below)


def dimmed(rgb: Floats, shade: Floats) -> Floats:
    """Colours .. x 3 in a shadow that leaves `shade`, .., of the light.

    In folds, and beside cloth, light comes from cloth and skin again: shadows are more colourful.
    """
    lacks = 1 - rgb / np.maximum(maxima(rgb)[..., None], 1e-3)
    # as shade to the power of 1 + COLOURFUL * lacks, to first order
    shade = shade[..., None]
    return np.asarray((rgb * shade * (1 + COLOURFUL * lacks * np.log(shade))).clip(0, 1), np.float32)


def _where_cast(rgb: Floats, cast: Floats) -> Floats:
    """`dimmed` in a shadow that takes `cast`, H x W, of the light, which is little of the picture."""
    result, at = rgb.copy(), cast > 0
    result[at] = dimmed(rgb[at], 1 - cast[at])
    return result


def above(layers: Layers, parts: tuple[Part, ...]) -> Floats:
    """How much of a shadow falls on what is below each pixel, H x W, if cloth takes the place of `parts`."""
    return np.asarray(layers.share(Part.FACE) + HEM * layers.share(Part.TORSO) * (Part.TORSO not in parts), np.float32)


def composed(
    layers: Layers, wearer: Wearer, cloth: Cloth, under: Under, front: Floats, over_arms: Floats, old: Floats
) -> Floats:
    """What is in front, over the cloth, over what is under it. Pixels without any of them stay, to the bit.

    `over_arms`: where the cloth lies over arms.
    """
    cast = contact(cloth.alpha, wearer.width)
    person = 1 - layers.share(Part.BACKGROUND)
    kept = np.minimum(layers.share(*KEPT), front)
    cast = cast * person * (1 - kept) * (1 - under.ground)
    away = cv2.distanceTransform((cloth.alpha <= 0.02).astype(np.uint8), cv2.DIST_L2, 5)
    cast = cast * (2 - 2 * away / _reach(layers)).clip(0, 1)
    # cloth casts no shadow on what hangs in front of it, only its sleeves do, which lie over the arms
    of_sleeves = np.minimum(cast, contact(cloth.alpha * over_arms, wearer.width))
    cast = cast * (1 - front) + of_sleeves * front
    cast = cast + ON_ARMS * of_sleeves * np.minimum(layers.share(Part.ARMS), 1 - under.skin)
    cast = np.maximum(cast, below_cuffs(layers, under.skin, cloth.alpha * over_arms, wearer.width))
    cast = np.where(cast < 0.01, 0, cast)
    below = _where_cast(under.rgb, cast)
    touched = beside(np.maximum(old, cloth.alpha) > 0) | (under.rgb != layers.rgb).any(axis=2)
    edge = (front > 0) & touched
    # cloth.alpha already leaves room for what is in front; at its edge the cloth goes on below it
    alpha = np.where(edge, cloth.alpha / np.maximum(1 - front, 1e-3), cloth.alpha).clip(0, 1)[..., None]
    behind = below * (1 - alpha) + cloth.rgb * alpha
    # an arm in front shows the old garment's shadow no more than what is below does; at new cloth it keeps its edge
    seam = under.seam * ((away - EDGE_PX) / EDGE_PX).clip(0, 1)
    before = np.maximum(front * (1 - seam), np.minimum(front, layers.share(Part.HAIR)))
    share = np.where(edge, before, 0)[..., None]
    clean = without_spill(layers, old, np.maximum(old, cloth.alpha), wearer.width, _reach(layers))
    own = without_rims(clean.own_colours(front), layers)
    rgb = _where_cast(own, cast) * share + behind * (1 - share)
    changed = (touched | (cast > 0)) & ~((kept > 0.97) & (share[..., 0] > 0.97))
    return np.where(changed[..., None], rgb.clip(0, 1), clean.rgb).astype(np.float32)


def contact(cloth: Floats, width_px: float) -> Floats:
    """The shadow, H x W, of cloth on what it touches: a line at its sides, broader below it."""
    cast = np.zeros_like(cloth)
    for deep, wide, below in CONTACTS:
        soft = cv2.GaussianBlur(cloth, (0, 0), max(0.8, wide * width_px))
        cast += deep * _lowered(soft, below * width_px)
    return np.asarray(cast * (1 - cloth), np.float32)


def grown(layers: Layers, parts: tuple[Part, ...], plate: Plate) -> Floats:
    """The old garment's share, a pixel beyond its edge too: lenses and JPEG carry its colour so far.

    Over a background that can be made up it goes farther: nothing of the old outline stays as a ghost.
    """
    share = layers.share(*parts)
    close, far = _softly(share, 2, 0.8), _softly(share, min(GHOST_PX, max(2, _reach(layers) - 3)), 1.2)
    far = np.maximum(far, _softly(plate.rests, 2, 1.2))
    ground = layers.share(Part.BACKGROUND) * _nearer(share, 1 - share - layers.share(Part.BACKGROUND))
    beyond = np.minimum(np.maximum(close, far * (1 - plate.doubt)), share + ground)
    throat = np.minimum(_softly(share, COLLAR_PX, 1.6), share + layers.share(Part.NECK))
    result = np.maximum(np.maximum(share, beyond), throat)
    return np.where(result < 0.02, 0, result).astype(np.float32)


def _lowered(values: Floats, px: float) -> Floats:
    """Moved down; 0 above."""
    shift = int(px)
    result = np.roll(values, shift, axis=0)
    result[:shift] = 0
    return np.asarray(result, np.float32)


def _softly(share: Floats, px: int, sigma: float) -> Floats:
    """Larger by so many pixels, with a soft edge."""
    grown = cv2.dilate(share, np.ones((2 * px + 1,) * 2, np.uint8))
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), sigma), np.float32)


def _nearer(one: Floats, other: Floats) -> Floats:
    """1 where what has the share `one` is nearer than what has the other, H x W: beyond an arm no cloth ends."""
    to_one, to_other = (cv2.distanceTransform((each < 0.5).astype(np.uint8), cv2.DIST_L2, 3) for each in (one, other))
    return np.asarray((to_other - to_one + 1).clip(0, 1), np.float32)


def _reach(layers: Layers) -> int:
    """Beyond the garments no pixel changes, px: a hundredth of the height, as the contract says."""
    return max(1, int(0.01 * layers.labels.shape[0]) - 2)
