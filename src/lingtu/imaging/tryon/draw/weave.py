"""The weave of cloth: on photos of persons every cloth has a grain of yarns; cut-outs of shops are smoothed to none."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.draw.contrast import seen_lightness
from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]

#: Lightness (display value) of cloth, and the grain that half of all clothes on photos of persons have: standard
#: deviation of the lightness' logarithm, in details of about a pixel.
LIGHTNESS = (0.05, 0.12, 0.33, 0.64, 0.8, 0.92)
GRAIN = (0.022, 0.03, 0.024, 0.011, 0.005, 0.003)
#: Details of that grain are so fine, px; so much of it is lumpier, of yarns and their shadows, of that scale, px.
FINE_PX, LUMPY, LUMPY_PX = 0.5, 0.55, 1.2
#: Shoulders so wide are so near that yarns are seen, px; of what they do then so much is seen from afar.
CLOSE, FAR = 200.0, 0.35
#: How much less grain satin has by the depth of its folds, and between which lightnesses it is told from other cloth.
SATIN, SHINES = 1.5, (0.25, 0.45)
#: Side of the patch of noise that is repeated, px.
TILE = 512
#: What deviates so many times more than most is an edge or a print, not grain.
STEADY = 1.4826
#: What differs from its four neighbours by 1 differs so much from what is blurred over a pixel.
AS_BLUR = 0.8
#: Grain of 256 lightnesses.
GRAINS = np.interp(np.linspace(0, 1, 256), LIGHTNESS, GRAIN).astype(np.float32)


def weave(cloth: Cloth, folded: float, width_px: float, seed: int) -> Floats:
    """Logarithm H x W of what the yarns do to the cloth's lightness: as much as it lacks of what is usual.

    `folded`: from 0 to 1, how deep the folds in its own picture are. `width_px`: width of the wearer's shoulders.
    """
    result = np.zeros(cloth.alpha.shape, np.float32)
    box = box_around(cloth.alpha, 2)
    rgb, seen = cloth.rgb[box], cloth.alpha[box] > 0.95
    if np.count_nonzero(seen) < 400:
        return result
    own = STEADY * float(np.median(np.abs(_details(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)))[seen[1:-1:3, 1:-1:3]]))
    wanted = GRAINS[(seen_lightness(rgb) * (len(GRAINS) - 1)).clip(0, len(GRAINS) - 1).astype(np.uint8)]
    lacks = float(np.sqrt(max(0.0, 1 - (own / float(np.median(wanted[seen]))) ** 2)))
    lacks *= float(np.clip(width_px / CLOSE, FAR, 1))
    # light cloth in deep folds without yarns that are seen is satin
    light = float(np.median(seen_lightness(rgb)[seen]))
    lacks *= 1 - SATIN * folded * float(np.clip((light - SHINES[0]) / (SHINES[1] - SHINES[0]), 0, 1))
    result[box] = wanted * np.float32(lacks) * _noise(seen.shape, seed)
    return result


def _details(grey: Floats) -> Floats:
    """By how much every third pixel's logarithm differs from those beside it, about as from a blur over a pixel."""
    log = np.log(np.maximum(grey, 0.02))
    rows, columns = log.shape
    middle, *others = (
        log[1 + dy : rows - 1 + dy : 3, 1 + dx : columns - 1 + dx : 3]
        for dy, dx in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))
    )
    return np.asarray(AS_BLUR * (middle - sum(others) / 4), np.float32)


def _noise(shape: tuple[int, int], seed: int) -> Floats:
    """Of standard deviation 1 in details of a pixel, H x W."""
    draw = np.random.default_rng(seed + 7)
    fine, lumpy = draw.standard_normal((2, TILE, TILE)).astype(np.float32)
    mixed = _scaled(fine, FINE_PX) + LUMPY * _scaled(lumpy, LUMPY_PX)
    mixed /= float((mixed - cv2.GaussianBlur(mixed, (0, 0), 1.0)).std())
    times = -(-shape[0] // TILE), -(-shape[1] // TILE)
    return np.tile(mixed, times)[: shape[0], : shape[1]]


def _scaled(noise: Floats, sigma: float) -> Floats:
    blurred = cv2.GaussianBlur(noise, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred / blurred.std(), np.float32)
