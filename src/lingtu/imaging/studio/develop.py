"""From scene-linear light to a picture: depth of field, exposure, vignette, tone and grain."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, luminance
from lingtu.imaging.tone import Tone, to_display

_LEVELS = (1.0, 2.2, 4.5, 9.0)  # px of a picture with a longer side of 1024
_SHARP = 0.06  # of the distance: a thing so far before or behind the focus is sharp
_NEAR = 0.3  # how much of it what is before the focus gets
_MOST = 9.0  # px, as the levels
_VIGNETTE = 0.13
_GRAIN = 0.006  # sRGB; hides the steps of 8 bits in long gradients
_WHITE = 2.2  # light, after exposure, that the brightest hundredth may have


def defocused(light: Floats, depth: Floats, focus: float, aperture: float) -> Floats:
    """Blurred where it is far from the focus; what is sharp doesn't run into what is not."""
    unit = max(light.shape[:2]) / 1024
    away = np.where(np.isfinite(depth), 1 - focus / np.maximum(depth, 1e-3), np.float32(0))
    away = np.maximum(away, -np.float32(_NEAR) * away)
    circle = np.minimum(np.maximum(away - _SHARP, 0) * np.float32(aperture * 1024), np.float32(_MOST))
    if float(circle.max()) < 0.5:
        return light
    found = light.copy()
    before = 0.0
    for level in _LEVELS:
        share = np.clip((circle - before) / (level - before), 0, 1)[..., None].astype(np.float32)
        if not share.any():
            break
        member = np.clip(circle / np.float32(0.7 * level), 0.02, 1)[..., None].astype(np.float32)
        found += share * (_blurred(light, member, level * unit) - found)
        before = level
    return found


def _blurred(light: Floats, member: Floats, sigma: float) -> Floats:
    """Weighted Gaussian mean; on a smaller grid where it is broad."""
    shrink = max(1, int(sigma / 1.6))
    height, width = light.shape[:2]
    both = np.dstack([light * member, member])
    if shrink > 1:
        both = cv2.resize(both, (max(2, width // shrink), max(2, height // shrink)), interpolation=cv2.INTER_AREA)
    both = cv2.GaussianBlur(both, (0, 0), sigma / shrink)
    mean: Floats = both[..., :3] / np.maximum(both[..., 3:], 1e-4)
    if shrink == 1:
        return mean
    found: Floats = cv2.resize(mean, (width, height), interpolation=cv2.INTER_CUBIC)
    return found


def exposure(light: Floats, gain: float) -> float:
    """The gain, less where the brightest parts would go white."""
    bright = float(np.percentile(luminance(light[::4, ::4].reshape(-1, 3)), 99))
    return min(gain, _WHITE / max(bright, 1e-3))


def printed(light: Floats, draw: np.random.Generator, tone: Tone) -> Floats:
    """The picture, sRGB."""
    height, width = light.shape[:2]
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    vignette = (1 - _VIGNETTE * ((x * x + y * y) / 2) ** 1.3).astype(np.float32)
    picture = to_display(light * vignette[..., None], tone)
    grain = draw.standard_normal((height, width), np.float32) * np.float32(_GRAIN)
    result: Floats = np.clip(picture + cv2.GaussianBlur(grain, (0, 0), 0.6)[..., None] * 1.5, 0, 1)
    return result
