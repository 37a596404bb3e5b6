"""The shadow that a lying garment's sleeves have at their armpits: on a wearer its core would be a black crack."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from an armpit it is, and half its width at most, widths of the chest; beside lines on which it goes on.
REACH, THIN, BESIDE = 0.16, 0.03, 0.04
#: Lightness in it, of the cloth's beside it.
DARK = 0.6
#: Where more of the cloth around than this share is other such lines, so far from the armpits, it has a pattern; and
#: where more is of the rest, which has its neckline and pockets.
PATTERN, AROUND, ELSEWHERE = 0.01, 0.32, 0.02
#: Its soft edge, px.
EDGE_PX = 2
#: Scale of the cloth's weave, px, and the percentile up to which its depth is usual.
WEAVE_PX, USUAL = 1.5, 90


def without_armpit_shadows(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """Colours H x W x 3 with the cloth around it in its place; `alpha` is the coverage, H x W."""
    if not top.sleeved:
        return rgb
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[..., 0]
    cloth = alpha > 0.5
    light = np.where(cloth, light, 100).astype(np.float32)
    side = 2 * max(2, int(THIN * top.chest)) + 1
    beside = cv2.morphologyEx(light, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    dark = light < DARK * beside
    near, around = (_near_armpits(top, reach, alpha.shape) for reach in (REACH, AROUND))
    along = _beside_sleeves(top, alpha.shape)
    shadow = reached(dark & (near | along), dark & near)
    others = dark & ~reached(dark & (around | along), dark & near)
    beyond, elsewhere = around & ~near, ~(around | along)
    has_pattern = _share(others, beyond & cloth) > PATTERN or _share(others, elsewhere & cloth) > ELSEWHERE
    if not shadow.any() or has_pattern:
        return rgb
    gone = cv2.dilate(shadow.astype(np.uint8), np.ones((2 * EDGE_PX + 1,) * 2, np.uint8))
    left, upper, wide, high = cv2.boundingRect(gone)
    rim = int(REACH * top.chest)
    view = slice(max(0, upper - rim), upper + high + rim), slice(max(0, left - rim), left + wide + rim)
    known = ((gone == 0) & (alpha > 0.9))[view]
    mirrored = goes_on(rgb[view], known, gone[view] > 0)
    # the shadow's soft rim would be mirrored, too: the weave alone is
    weave = mirrored - cv2.GaussianBlur(mirrored, (0, 0), WEAVE_PX)
    most = float(np.percentile(np.abs(weave[known]), USUAL)) if known.any() else 0.0
    weave = weave.clip(-most, most)
    filled = continued(rgb[view], known.astype(np.float32)) + weave
    share = cv2.GaussianBlur(gone[view].astype(np.float32), (0, 0), 1.0)[..., None]
    result = rgb.copy()
    result[view] = rgb[view] * (1 - share) + filled.clip(0, 1) * share
    return np.asarray(result, np.float32)


def _near_armpits(top: Top, reach: float, shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    for each in top.sides:
        cv2.circle(mask, np.rint(each.armpit).astype(int).tolist(), int(reach * top.chest), 1, -1)
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
