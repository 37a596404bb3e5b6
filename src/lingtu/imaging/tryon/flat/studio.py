"""The outline of a garment on a studio's ground, from the picture itself: mattes are blocky, such a ground is not."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import border, reached
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.flat.bites import PRINTED, closed, of_print, without_bites

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Noise of a studio's ground, weighted Lab; weight of chroma, which JPEG spreads over blocks: what of it is nothing.
CLEAN, CHROMA, SPREAD = 0.7, 0.35, 2.0
#: From this distance on it is something else: noises, and at least, also beside cloth like it, weighted Lab.
NOISES, LEAST, LEAST_WEAK = 4.0, 0.7, 0.35
#: What the matte has nothing of is cloth (a strap) from this distance on.
CLEAR = 5.0
#: JPEG's ringing: its share of the contrast of an edge at most, and how far it is seen, px.
RINGING, RINGING_PX = 0.07, 8
#: It is seen on the ground from so far beside the matte on, px, at edges of such a contrast, and is up to so many times
#: what most such pixels have of it (percentile).
RINGS_FROM_PX, RINGS_AT, RINGS_UP, RINGS_MOST = 3, 15.0, 2.0, 90
#: How far from the matte's edge the outline is looked for, of the garment's longer side and px at least.
BAND, BAND_PX = 0.02, 6
#: Coverage from which on a matte is sure that a garment goes on beyond the picture.
GOES_ON = 0.9
#: Soft pixels within the outline, px; the share of the cloth's contrast at which it is none and all.
SOFT_PX, NONE, ALL = 3, 0.15, 0.85
#: Smaller bites of the outline are closed, px.
BITE_PX = 3
#: Up to this contrast, Lab, cloth can hardly be told from the ground: there its outline is even; and such bites of it
#: are closed, of the garment's longer side.
WEAK, EVEN, WEAK_BITE = 5.0, 0.006, 0.07
#: Where a print with the ground's colours reaches the outline it bites into it, and tears straps. Its bites so wide and
#: deep are closed, of the garment's longer side.
PRINT_BITE = 0.05
#: Contrast of the ground beside the garment with the studio's (a shadow) in that of the cloth, at most.
SHADED = 0.1
#: Shadows on the ground: their share of the cloth's contrast, which is so high, their chroma, Lab, and their slope:
#: Lab/px, and of their depth per px.
SHADOW, STRONG, GREY, SLOPE = 0.5, 15.0, 3.0, (0.5, 0.35)
#: Cloth within the outline looks like one where its contrast is less than this share of its own dark print's nearby;
#: where so much of it does, so does its edge, and none is told.
PALE, PALE_PRINT = 0.25, 0.12
#: Where the matte has little of strongly coloured cloth (coverage, chroma), JPEG gives them so much of its chroma
#: besides, and they need no slope: what is mixed with such cloth has more.
LITTLE, COLOURED, BLED = 0.4, 40.0, 0.07
#: A stripe doesn't make cloth coloured: it is so over as many px.
NEARBY_PX = 15
#: The outline agrees with the matte's to this intersection over union.
AGREED = 0.9


def keyed(alpha: Floats, off: Floats) -> Floats:
    """Coverage H x W by the contrast with the ground; `off`: the picture minus its ground, Lab.

    The matte `alpha` where the ground is no studio's, or lies in shadow.
    """
    matte = alpha > 0.5
    rows, columns = np.nonzero(matte)
    if len(rows) < 500:
        return alpha
    hue = np.asarray(np.hypot(off[..., 1], off[..., 2]), np.float32)
    chroma = CHROMA * (hue - SPREAD).clip(0)
    away = np.asarray(np.hypot(off[..., 0], chroma), np.float32)
    reach = max(BAND_PX, int(BAND * max(np.ptp(rows), np.ptp(columns))))
    # mattes are unsure of the strip of ground between a hem and the picture's end
    ends = ~matte | (border(matte.shape) & (alpha < GOES_ON))
    outside, inside = ~dilated(matte, reach), ~dilated(ends, reach)
    if not outside.any() or not inside.any():
        return alpha
    noise = float(np.percentile(away[outside], 75))
    if noise > CLEAN:
        return alpha
    open_ground = (alpha < 0.05) & ~dilated(matte, RINGING_PX // 2)
    beside = cv2.dilate(away, np.ones((2 * RINGING_PX + 1,) * 2, np.uint8))
    cloth = _spread(away, inside)
    least = np.maximum(np.where(cloth < WEAK, LEAST_WEAK, LEAST), NOISES * noise)
    limit = np.maximum(least, _ringing(matte, away, beside) * beside)
    colour = _spread(cv2.blur(hue, (NEARBY_PX, NEARBY_PX)), inside)
    told = (alpha < LITTLE) & (colour > COLOURED)
    grey = hue < GREY + BLED * colour * told
    shade = grey & _is_shade(off[..., 0], away, cloth, told)
    if shade.any() and _has_pale_print(off[..., 0], away, grey & (away > limit), inside, reach):
        shade[:] = False
    ground = (away < limit) | shade | (outside & (away < CLEAR))
    side = float(max(np.ptp(rows), np.ptp(columns)))
    printed = has_print_like_ground(away[inside], limit[inside])
    opened = _unreached(ground & ~inside, open_ground)
    garment = seen = _joined(reached(opened, inside))
    if printed:
        garment = seen | _joined(reached(_without_print_bites(opened, off[..., 0], side), inside))
    solid = _contrast(away, garment)
    open_rim = ~dilated(garment, RINGING_PX // 2) & ~outside
    shaded = open_rim.any() and float(np.percentile((away[open_rim] - noise) / solid[open_rim], 80)) > SHADED
    both, either = np.count_nonzero(garment & matte), np.count_nonzero(garment | matte)
    if shaded or both < AGREED * either:
        return alpha
    coverage = _soft(garment, np.asarray(away / solid, np.float32))
    if printed:
        bites = dilated(garment & ~seen, SOFT_PX)
        coverage = np.where(bites, cv2.GaussianBlur(garment.astype(np.float32), (0, 0), 0.8), coverage)
    return _evened(garment, coverage, solid < WEAK)


def has_print_like_ground(away: Floats, limit: Floats) -> bool:
    """Whether cloth that is far from the ground's colour has a print in that; N pixels' Lab distances and limits."""
    return bool((away < limit).mean() > PRINTED and np.median(away) > WEAK)


def _evened(garment: Mask, coverage: Floats, weak: Mask) -> Floats:
    """Coverage with an even outline, without bites, where the cloth can hardly be told from the ground."""
    rows, columns = np.nonzero(garment)
    side = float(max(np.ptp(rows), np.ptp(columns)))
    bite, sigma = int(WEAK_BITE * side) | 1, max(1.0, EVEN * side)
    even = cv2.GaussianBlur(without_bites(garment, bite).astype(np.float32), (0, 0), sigma) > 0.5
    soft = cv2.GaussianBlur(even.astype(np.float32), (0, 0), 0.8)
    # an island of a print in weak cloth has no outline of its own
    share = cv2.GaussianBlur(closed(weak, bite).astype(np.float32), (0, 0), sigma)
    return np.asarray(coverage * (1 - share) + soft * share, np.float32)


def _ringing(matte: Mask, away: Floats, beside: Floats) -> float:
    """The picture's own: of the contrast of an edge."""
    ring = ~dilated(matte, RINGS_FROM_PX) & dilated(matte, RINGING_PX) & (beside > RINGS_AT)
    if not ring.any():
        return RINGING
    return min(RINGING, RINGS_UP * float(np.percentile(away[ring] / beside[ring], RINGS_MOST)))


def _is_shade(light: Floats, away: Floats, cloth: Floats, told: Mask) -> Mask:
    """What may be ground in the garment's shadow: darker than the ground, and smooth where it isn't `told` by its hue.

    `light`: how much lighter than the ground a pixel is.
    """
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), 1.0), np.float32)
    slope = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(light, cv2.CV_32F, 0, 1, scale=1 / 8))
    shadow = ((slope < SLOPE[0] - SLOPE[1] * light) | told) & (light < 0)
    return np.asarray(shadow & (away < SHADOW * cloth) & (cloth > STRONG), np.bool_)


def _has_pale_print(light: Floats, away: Floats, grey: Mask, inside: Mask, near_px: int) -> bool:
    """Whether cloth well `inside` looks like a shadow beside its own dark print: H x W, contrasts Lab."""
    dark = cv2.dilate(np.where(inside, away, 0).astype(np.float32), np.ones((2 * near_px + 1,) * 2, np.uint8))
    like = grey & (away < PALE * dark) & _is_shade(light, away, dark, np.zeros_like(inside))
    return float(like[inside].mean()) > PALE_PRINT


def _unreached(ground: Mask, sure: Mask) -> Mask:
    """What the ground does not reach from the border or from where it is `sure`."""
    garment = (~reached(ground, sure | border(sure.shape))).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(garment, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)


def _joined(mask: Mask) -> Mask:
    kernel = np.ones((2 * BITE_PX + 1,) * 2, np.uint8)
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0)


def _without_print_bites(garment: Mask, light: Floats, side: float) -> Mask:
    """Without bites of a print with the ground's colours: gaps beside sleeves and straps are deeper, or smooth.

    `light`: how much lighter than the ground a pixel is.
    """
    whole = closed(garment, int(PRINT_BITE * side) | 1)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((whole & ~garment).astype(np.uint8))
    depth = np.zeros(len(stats), np.float32)
    np.maximum.at(depth, pieces, cv2.distanceTransform(whole.astype(np.uint8), cv2.DIST_L2, 5))
    bite = (depth > SOFT_PX) & (depth < PRINT_BITE * side) & of_print(pieces, len(stats), light)
    return np.asarray(garment | (bite[pieces] & whole))


def _contrast(away: Floats, garment: Mask) -> Floats:
    """The distance from the ground of the cloth that is nearest."""
    return _spread(away, ~dilated(~garment, SOFT_PX))


def _spread(away: Floats, core: Mask) -> Floats:
    """The values of a core, and beyond it the nearest ones."""
    _, labels = cv2.distanceTransformWithLabels(
        (~core).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    values = np.zeros(int(labels.max()) + 1, np.float32)
    values[labels[core]] = cv2.blur(away, (3, 3))[core]
    return np.asarray(np.maximum(values[labels], 1e-3), np.float32)


def _soft(garment: Mask, share: Floats) -> Floats:
    """Coverage: all within, none beyond, and at the outline by the cloth's contrast."""
    rim = garment & dilated(~garment, SOFT_PX)
    thin = rim & reached(~garment | (rim & (share < ALL)), ~garment | border(rim.shape))
    return np.where(thin, ((share - NONE) / (ALL - NONE)).clip(0, 1), garment).astype(np.float32)
