"""The outline of a garment as light as its ground: the shortest one along what little of an edge is seen.

Thresholds tear such garments at their hems and cuffs. A shortest outline, in which length counts less where lightness
changes, closes what is not seen (Unger et al., TVSeg, BMVC 2008; solved as Chambolle and Pock 2011 do).
"""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import border, filled_up, reached
from lingtu.imaging.tryon.arrays.masks import dilated, sharp
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from a rough outline the right one is looked for, of the garment's longer side, and px at least.
BAND, BAND_PX = 0.025, 6
#: The garment may go on beyond that, where no smooth ground is seen, so many times as far.
BEYOND = 3
#: Slope of lightness, Lab/px, up to which a ground is smooth, and that of a clear edge.
SMOOTH, EDGE = 0.12, 0.3
#: Cloth differs from its ground by so much at least, Lab, and in deviations of it; with more noise nothing is told.
LEAST, NOISES, NOISY = 0.35, 3.0, 1.2
#: JPEG spreads hues over blocks: weight of what chroma is beyond that, Lab.
CHROMA, SPREAD = 0.35, 3.0
#: Edges of a higher contrast, Lab, are softer and ring: share of what it is more that is still ground, at the outline
#: and anywhere near, px.
CONTRAST, SOFT, RINGING, RINGING_PX = 8.0, 0.4, 0.07, 8
#: What a pixel that is surely cloth or ground counts against a pixel of the outline's length.
REGION = 0.15
#: Narrower ways between ground and ground lead through cloth of its colour, px.
WAY_PX = 5
#: Steps of the solver: both as large as they may be; rounds.
STEP, ROUNDS = 0.35, 300
#: Smoothing of the outline, and how far within what differs from the ground it lies, px: lenses blur cloth over it.
EVEN_PX, WITHIN_PX = 3.0, 0.5


def outlined(off: Floats, rough: Mask) -> Floats | None:
    """Coverage H x W of the garment that a mask is about; None on a ground that is too noisy.

    `off`: the picture minus its ground, Lab, H x W x 3.
    """
    rows, columns = np.nonzero(rough)
    if not len(rows):
        return None
    reach = max(BAND_PX, int(BAND * max(np.ptp(rows), np.ptp(columns))))
    inside, far = ~dilated(~rough, reach), ~dilated(rough, reach)
    slope = _slope(off[..., 0])
    ground = _smooth_ground(slope, far, inside)
    if not inside.any() or not ground.any():
        return None
    # grounds have gradients of their own
    off = off - cv2.GaussianBlur(continued(off, ground.astype(np.float32)), (0, 0), reach / 2)
    light = cv2.GaussianBlur(off[..., 0], (0, 0), 0.8)
    least = max(LEAST, NOISES * float(np.percentile(np.abs(light[far]), 80)))
    if least > NOISY:
        return None
    hue = lengths(cv2.GaussianBlur(off[..., 1:], (0, 0), 2.0))
    away = np.hypot(light, CHROMA * (hue - SPREAD).clip(0)).astype(np.float32)
    limit = np.maximum(least, _limit(away, ~dilated(~rough, reach // 2)))
    region = (REGION * (1 - away / limit)).clip(-REGION, REGION)
    region = np.where(_open(away < limit), region, np.minimum(region, 0)).astype(np.float32)
    length = (1 / (1 + (slope / EDGE) ** 2)).astype(np.float32)
    free = ~(inside | ground | ~dilated(rough, BEYOND * reach))
    share = np.where(free, rough, inside).astype(np.float32)
    _shorten(share, region, length, free, ROUNDS)
    whole = filled_up(share >= 0.5)
    return sharp(reached(whole, inside).astype(np.float32), EVEN_PX, WITHIN_PX)


def _slope(light: Floats) -> Floats:
    light = cv2.GaussianBlur(light, (0, 0), 0.8)
    across, down = (cv2.Sobel(light, cv2.CV_32F, x, 1 - x, scale=1 / 8) for x in (1, 0))
    return np.asarray(np.hypot(across, down), np.float32)


def _smooth_ground(slope: Floats, far: Mask, inside: Mask) -> Mask:
    """What is far from the garment and reached from the border without an edge on the way."""
    flat = slope < max(SMOOTH, NOISES * float(np.percentile(slope[far], 80)) if far.any() else 0.0)
    open_ = reached(flat | border(flat.shape), border(flat.shape)) & ~inside
    return np.asarray(far & (cv2.erode(open_.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0))


def _open(ground: Mask) -> Mask:
    """What of a ground is reached from the border on a way of some width: the rest tells nothing."""
    kernel = np.ones((WAY_PX,) * 2, np.uint8)
    wide = cv2.erode(ground.astype(np.uint8), kernel) > 0
    return np.asarray(cv2.dilate(reached(wide, border(wide.shape)).astype(np.uint8), kernel) > 0)


def _limit(away: Floats, core: Mask) -> Floats:
    """Up to which distance a pixel is ground beside what is in strong contrast to it."""
    _, nearest = cv2.distanceTransformWithLabels(
        (~core).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    values = np.zeros(int(nearest.max()) + 1, np.float32)
    values[nearest[core]] = cv2.blur(away, (3, 3))[core]
    beside = cv2.GaussianBlur(values[nearest], (0, 0), 1.5)
    around = cv2.dilate(away, np.ones((2 * RINGING_PX + 1,) * 2, np.uint8))
    return np.asarray(np.maximum(SOFT * (beside - CONTRAST), RINGING * (around - CONTRAST)), np.float32)


@njit(cache=True)
def _shorten(share, region, length, free, rounds):  # type: ignore[no-untyped-def]
    """Minimises the sum of length * |gradient of share| + region * share over what is free, in place."""
    rows, columns = share.shape
    across = np.zeros(share.shape, np.float32)
    down = np.zeros(share.shape, np.float32)
    ahead = share.copy()
    step, zero, one = np.float32(STEP), np.float32(0), np.float32(1)
    for _ in range(rounds):
        for y in range(rows - 1):
            for x in range(columns - 1):
                if not (free[y, x] or free[y + 1, x] or free[y, x + 1]):
                    continue
                a = across[y, x] + step * (ahead[y, x + 1] - ahead[y, x])
                d = down[y, x] + step * (ahead[y + 1, x] - ahead[y, x])
                size = np.sqrt(a * a + d * d)
                scale = min(one, length[y, x] / max(size, np.float32(1e-9)))
                across[y, x], down[y, x] = a * scale, d * scale
        for y in range(1, rows - 1):
            for x in range(1, columns - 1):
                if free[y, x]:
                    flow = across[y, x] - across[y, x - 1] + down[y, x] - down[y - 1, x]
                    new = min(max(share[y, x] + step * (flow - region[y, x]), zero), one)
                    ahead[y, x] = 2 * new - share[y, x]
                    share[y, x] = new
