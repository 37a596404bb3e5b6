"""Dark cloth without the noise and blocks that a compressed picture has there: drawn larger, they would be blotches.

What differs by no more than they do is evened, folds and knit stay; colours, that such a picture keeps at a half of
its size, are evened farther.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Lightness (mean of R, G and B) up to which cloth is dark, and from which it is not.
DARK, LIGHT = 0.13, 0.24
#: Deviation of lightness that is noise; sides of the squares over which lightness and colour are evened, px.
NOISE, AROUND_PX, COLOUR_PX = 0.009, 13, 25
#: Share of the garment below which its dark is a print's.
LEAST = 0.15
#: Lightness is blurred by so much to tell dark cloth, px: single pixels are noise.
TOLD_PX = 2.0


def without_dark_noise(rgb: Floats, alpha: Floats) -> Floats:
    """Colours H x W x 3 of a garment with the coverage `alpha`; noise of its dark cloth is evened."""
    light = np.asarray(rgb.mean(axis=2), np.float32)
    told = np.maximum(light, cv2.GaussianBlur(light, (0, 0), TOLD_PX))
    dark = ((LIGHT - told) / (LIGHT - DARK)).clip(0, 1) * (alpha > 0.5)
    if dark.sum() < LEAST * max(alpha.sum(), 1.0):
        return rgb
    dark = np.asarray(dark, np.float32)
    even = _evened(light, dark)
    colour = _average(np.asarray(rgb - light[..., None], np.float32), dark, COLOUR_PX)
    return np.asarray(rgb + dark[..., None] * (even[..., None] + colour - rgb), np.float32)


def _evened(light: Floats, weight: Floats) -> Floats:
    """A guided filter by the picture itself over what has weight."""
    mean, square = (_average(each, weight, AROUND_PX) for each in (light, light * light))
    spread = np.maximum(square - mean * mean, 0)
    kept = np.asarray(spread / (spread + NOISE**2), np.float32)
    share, rest = (_average(each, weight, AROUND_PX) for each in (kept, np.asarray((1 - kept) * mean, np.float32)))
    return np.asarray(share * light + rest, np.float32)


def _average(values: Floats, weight: Floats, side_px: int) -> Floats:
    """Average H x W (x channels) of what has weight in the square around each pixel."""
    size = side_px, side_px
    known = np.maximum(cv2.boxFilter(weight, -1, size), 1e-4)
    if values.ndim == 2:
        return np.asarray(cv2.boxFilter(values * weight, -1, size) / known, np.float32)
    return np.asarray(cv2.boxFilter(values * weight[..., None], -1, size) / known[..., None], np.float32)
