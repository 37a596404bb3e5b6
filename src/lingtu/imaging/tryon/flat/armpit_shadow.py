"""The shadow in the armpits and at the crotch of a lying garment: on a wearer its core would be a black crack."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.flat.bottom import Bottom
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from an armpit it is, and half its width at most, widths of the chest.
REACH, THIN = 0.16, 0.03
#: How far from a crotch, widths of the waist.
REACH_OF_LEGS = 0.2
#: Lightness in it, of the cloth's beside it: on plain cloth less of a shadow is seen.
DARK = (0.9, 0.6)
#: Where more of the cloth around than this share is such lines, so many times as far away, it has a pattern.
PATTERN, AROUND = 0.01, 2.0
#: Its soft edge, px.
EDGE_PX = 2


def without_armpit_shadows(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """Colours H x W x 3 with the cloth around it in its place; `alpha` is the coverage, H x W."""
    if not top.sleeved:
        return rgb
    return _lit(rgb, alpha, np.stack([side.armpit for side in top.sides]), REACH * top.chest, THIN * top.chest)


def without_crotch_shadow(rgb: Floats, alpha: Floats, bottom: Bottom) -> Floats:
    """The same for trousers and shorts."""
    if bottom.crotch is None:
        return rgb
    wide = bottom.waist_px
    return _lit(rgb, alpha, bottom.crotch[None], REACH_OF_LEGS * wide, THIN * wide)


def _lit(rgb: Floats, alpha: Floats, places: Points, reach_px: float, thin_px: float) -> Floats:
    """Colours without the narrow shadows around places, N x 2 px."""
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[..., 0]
    light = np.where(alpha > 0.5, light, 100).astype(np.float32)
    side = 2 * max(2, int(thin_px)) + 1
    beside = cv2.morphologyEx(light, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    near, around = (_around(places, px, alpha.shape) for px in (reach_px, AROUND * reach_px))
    beyond = around & ~near & (alpha > 0.5)
    lines = (light < darkest * beside for darkest in DARK)
    plain = (dark for dark in lines if np.count_nonzero(dark & beyond) <= PATTERN * np.count_nonzero(beyond))
    shadow = next(plain, np.zeros_like(near)) & near
    if not shadow.any():
        return rgb
    gone = cv2.dilate(shadow.astype(np.uint8), np.ones((2 * EDGE_PX + 1,) * 2, np.uint8))
    left, upper, wide, high = cv2.boundingRect(gone)
    rim = int(reach_px)
    view = slice(max(0, upper - rim), upper + high + rim), slice(max(0, left - rim), left + wide + rim)
    known = ((gone == 0) & (alpha > 0.9))[view].astype(np.float32)
    share = cv2.GaussianBlur(gone[view].astype(np.float32), (0, 0), 1.0)[..., None]
    result = rgb.copy()
    result[view] = rgb[view] * (1 - share) + continued(rgb[view], known) * share
    return np.asarray(result, np.float32)


def _around(places: Points, px: float, shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    for place in places:
        cv2.circle(mask, np.rint(place).astype(int).tolist(), int(px), 1, -1)
    return mask > 0
