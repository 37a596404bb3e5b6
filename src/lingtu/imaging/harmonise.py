"""A gentle grade of the product towards its scene, within limits that never spoil a product's colour.

Statistics of colour carried from scene to product are known to do harm; so this shifts a little and stops early:
tint by at most 2 %, exposure by a few per cent, a mean difference of at most 2 (CIE76).
"""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, luminance, mean_delta_e, to_linear, to_srgb
from lingtu.imaging.composite import visible_part

TINT_LIMIT = 0.02
EXPOSURE_RANGE = (0.92, 1.04)
DELTA_E_LIMIT = 2.0
_TINT_SHARE = 0.08  # of the scene's own tint
_EXPOSURE_SHARE = 0.10
_MIDDLE = 0.30  # luminance of a scene that calls for no change
_COMPARED = 10_000  # pixels that the difference is measured on
_STEP = 0.98  # the difference isn't quite linear in the factors: each step goes at least so far
_SAMPLE = 64  # px a side: the scene's mean light needs no more


def gains(scene: Floats, strength: float) -> Floats:
    """Factors of linear light for the product's channels, 3 values near 1."""
    mean = to_linear(cv2.resize(scene, (_SAMPLE, _SAMPLE), interpolation=cv2.INTER_AREA)).reshape(-1, 3).mean(axis=0)
    light = float(luminance(mean))
    tint = (np.maximum(mean, 1e-4) / max(light, 1e-4)) ** (_TINT_SHARE * strength)
    tint = np.clip(tint / tint.mean(), 1 - TINT_LIMIT, 1 + TINT_LIMIT)
    exposure = np.clip((max(light, 1e-3) / _MIDDLE) ** (_EXPOSURE_SHARE * strength), *EXPOSURE_RANGE)
    result: Floats = (tint * exposure).astype(np.float32)
    return result


def grade(rgb: Floats, alpha: Floats, scene: Floats, strength: float) -> Floats:
    """The product's colours in the scene's light; rgb, alpha and scene are of the canvas' size."""
    part = visible_part(alpha)
    pixels = rgb[part]
    if pixels.size == 0:
        return rgb
    stride = max(1, round((pixels.size / 3 / _COMPARED) ** 0.5))
    sample = (slice(None, None, stride), slice(None, None, stride))
    wanted = _limited(gains(scene, strength), pixels[sample][alpha[part][sample] > 0.5])
    result = np.zeros_like(rgb)  # what is hidden has no colour; a copy of it would cost more than the grade
    result[part] = to_srgb(to_linear(pixels) * wanted)
    return result


def _limited(wanted: Floats, pixels: Floats) -> Floats:
    """The factors, drawn towards 1 until they move these pixels (N x 3) by no more than the limit."""
    linear = to_linear(pixels)
    while len(pixels) and (difference := mean_delta_e(pixels, to_srgb(linear * wanted))) > DELTA_E_LIMIT:
        wanted = (1 + (wanted - 1) * min(_STEP, DELTA_E_LIMIT / difference)).astype(np.float32)
    return wanted
