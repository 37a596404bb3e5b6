"""The shadow in the armpits and at the crotch of a lying garment: on a wearer its core would be a black crack."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.flat.bottom import Bottom
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from an armpit it is, and half its width at most, widths of the chest; beside lines on which it goes on.
REACH, THIN, BESIDE = 0.16, 0.03, 0.04
#: How far from a crotch, widths of the waist.
REACH_OF_LEGS = 0.2
#: Lightness in it, of the cloth's beside it: on plain cloth less of a shadow is seen.
DARK = (0.9, 0.6, 0.4)
#: Where more of the cloth around than this share is other such lines, so many times as far away, it has a pattern; and
#: where more is of the rest, which has its neckline and pockets.
PATTERN, AROUND, ELSEWHERE = 0.01, 2.0, 0.02
#: Its soft edge, px.
EDGE_PX = 2
#: Scale of the cloth's weave, px, and the percentile up to which its depth is usual.
WEAVE_PX, USUAL = 1.5, 90


def without_armpit_shadows(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """Colours H x W x 3 with the cloth around it in its place; `alpha` is the coverage, H x W."""
    if not top.sleeved:
        return rgb
    along, armpits = _beside_sleeves(top, alpha.shape), np.stack([side.armpit for side in top.sides])
    return _lit(rgb, alpha, armpits, along, (REACH * top.chest, THIN * top.chest))


def without_crotch_shadow(rgb: Floats, alpha: Floats, bottom: Bottom) -> Floats:
    """The same for trousers and shorts."""
    if bottom.crotch is None:
        return rgb
    wide, nowhere = bottom.waist_px, np.zeros(alpha.shape, np.bool_)
    return _lit(rgb, alpha, bottom.crotch[None], nowhere, (REACH_OF_LEGS * wide, THIN * wide))


def _lit(rgb: Floats, alpha: Floats, places: Points, along: Mask, sizes_px: tuple[float, float]) -> Floats:
    """Colours without the narrow shadows around places, N x 2 px, that go on `along`; their reach and half width."""
    reach_px, thin_px = sizes_px
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[..., 0]
    cloth = alpha > 0.5
    light = np.where(cloth, light, 100).astype(np.float32)
    side = 2 * max(2, int(thin_px)) + 1
    beside = cv2.morphologyEx(light, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    near, around = (_around(places, px, alpha.shape) for px in (reach_px, AROUND * reach_px))
    found = (_shadow(light < darkest * beside, near, around, along, cloth) for darkest in DARK)
    shadow = next((each for each in found if each is not None), None)
    if shadow is None or not shadow.any():
        return rgb
    gone = cv2.dilate(shadow.astype(np.uint8), np.ones((2 * EDGE_PX + 1,) * 2, np.uint8))
    left, upper, wide, high = cv2.boundingRect(gone)
    rim = int(reach_px)
    view = slice(max(0, upper - rim), upper + high + rim), slice(max(0, left - rim), left + wide + rim)
    share = cv2.GaussianBlur(gone[view].astype(np.float32), (0, 0), 1.0)[..., None]
    result = rgb.copy()
    result[view] = rgb[view] * (1 - share) + filled(rgb[view], (alpha > 0.9)[view], gone[view] > 0) * share
    return np.asarray(result, np.float32)


def _shadow(dark: Mask, near: Mask, around: Mask, along: Mask, cloth: Mask) -> Mask | None:
    """What is dark near the places, and goes on from there; None if other lines as dark say that it is a pattern."""
    shadow = reached(dark & (near | along), dark & near)
    others = dark & ~reached(dark & (around | along), dark & near)
    beyond, elsewhere = around & ~near, ~(around | along)
    if _share(others, beyond & cloth) > PATTERN or _share(others, elsewhere & cloth) > ELSEWHERE:
        return None
    return shadow


def filled(rgb: Floats, cloth: Mask, gone: Mask) -> Floats:
    """Colours H x W x 3 of the cloth as it goes on where it is gone, with its weave."""
    known = cloth & ~gone
    mirrored = goes_on(rgb, known, gone)
    # the shadow's soft rim would be mirrored, too: the weave alone is
    weave = mirrored - cv2.GaussianBlur(mirrored, (0, 0), WEAVE_PX)
    most = float(np.percentile(np.abs(weave[known]), USUAL)) if known.any() else 0.0
    filled = continued(rgb, known.astype(np.float32)) + weave.clip(-most, most)
    return np.asarray(filled.clip(0, 1), np.float32)


def _around(places: Points, px: float, shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    for place in places:
        cv2.circle(mask, np.rint(place).astype(int).tolist(), int(px), 1, -1)
    return mask > 0


def _beside_sleeves(top: Top, shape: tuple[int, ...]) -> Mask:
    """Where sleeves and body meet above the armpits, and where they are open below them."""
    mask = np.zeros(shape, np.uint8)
    for side in top.sides:
        if side.sleeve is not None:
            cv2.fillPoly(mask, [np.rint(np.concatenate([side.armpit[None], side.slope])).astype(np.int32)], 1)
            cv2.polylines(mask, [np.rint(side.sleeve.inner).astype(np.int32)], False, 1)
    return dilated(mask > 0, int(BESIDE * top.chest))


def _share(mask: Mask, of: Mask) -> float:
    return float(mask[of].mean()) if of.any() else 0.0
