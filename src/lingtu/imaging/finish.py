"""What a camera would have done to a product in its scene: light round its rim, the same blur, grain and black level.

Every step is small, and none when the scene gives no reason for it: a sharp scene without grain changes the
rim alone.
"""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part

_WRAP, _WRAP_REACH = 0.1, 0.008  # of brighter surroundings on the rim; of the product's shorter side
_LEAST_BLUR, _MOST_BLUR = 0.45, 0.7  # px
_LEAST_GRAIN, _MOST_GRAIN = 0.002, 0.011  # sRGB
_GRAIN_SHARE = 0.9
_MOST_BLACK = 0.03  # a scene without black is no faded picture: a product's blacks are hardly raised
_BLOCK = 16  # px: grain is measured in even blocks of this side
_LAPLACE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6  # Immerkaer 1996


def finish(rgb: Floats, alpha: Floats, scene: Floats, seed: int) -> Floats:
    """The product's colours, all arrays of the canvas' size."""
    part = visible_part(alpha)
    if part[0].start == part[0].stop:
        return rgb
    own, share = rgb[part], alpha[part]
    black = 0.5 * min(float(np.percentile(scene[::4, ::4].mean(axis=2), 0.3)), _MOST_BLACK)
    found = black + (1 - black) * own
    found = _blurred(found, share, scene)
    found = found + _grain(scene, share.shape, seed)[..., None]
    found = _wrapped(found, share, scene, part)
    result = np.zeros_like(rgb)
    result[part] = np.clip(found, 0, 1)
    return result


def _blurred(own: Floats, share: Floats, scene: Floats) -> Floats:
    """As soft as the sharpest edges of the scene, if the product is sharper."""
    missing = min(edge_px(scene), 1.2) ** 2 - edge_px(own, share > 0.99) ** 2
    width = float(np.sqrt(max(missing, 0)))
    if width < _LEAST_BLUR:
        return own
    width = min(width, _MOST_BLUR)
    soft = cv2.GaussianBlur(np.dstack([own * share[..., None], share]), (0, 0), width)
    found: Floats = np.where(share[..., None] > 0.02, soft[..., :3] / np.maximum(soft[..., 3:], 1e-3), own)
    return found


def _grain(scene: Floats, shape: tuple[int, ...], seed: int) -> Floats:
    level = grain_of(scene)
    if level < _LEAST_GRAIN:
        return np.zeros(shape, np.float32)
    noise = np.random.default_rng(seed).standard_normal(shape, np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 0.6)
    found: Floats = soft * np.float32(_GRAIN_SHARE * min(level, _MOST_GRAIN) / max(float(soft.std()), 1e-3))
    return found


def _wrapped(own: Floats, share: Floats, scene: Floats, part: tuple[slice, slice]) -> Floats:
    """Brighter surroundings spill onto the rim."""
    reach = max(1.5, _WRAP_REACH * min(share.shape))
    # None from below, where the product's own shadow lies.
    closed = np.maximum.accumulate(share, axis=0)
    soft = cv2.GaussianBlur(closed, (0, 0), reach, borderType=cv2.BORDER_CONSTANT)
    rim = 2 * np.clip(1 - soft, 0, 0.5)
    around = cv2.GaussianBlur(scene[part], (0, 0), 3 * reach)
    found: Floats = own + np.float32(_WRAP) * rim[..., None] * np.maximum(around - own, 0)
    return found


def edge_px(picture: Floats, where: np.ndarray | None = None) -> float:
    """Width of the sharpest edges, as a Gaussian's: by how much they lose when they are blurred once more."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    sharp, soft = _slope(grey), _slope(cv2.GaussianBlur(grey, (0, 0), 1.0))
    edges = sharp > max(0.12, float(np.percentile(sharp[::2, ::2], 99)))
    if where is not None:
        edges &= cv2.erode(where.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if edges.sum() < 50:
        return 0.0 if where is None else 2.5  # nothing to measure: nothing to match
    loss = float(np.percentile(sharp[edges] / (soft[edges] + 1e-4), 80))
    return float(np.clip(1 / np.sqrt(max(loss**2 - 1, 0.02)), 0.3, 4))


def _slope(grey: Floats) -> Floats:
    found: Floats = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    return found


def grain_of(picture: Floats) -> float:
    """Standard deviation of a picture's noise, sRGB, in its evenest blocks."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    rough = np.abs(cv2.filter2D(grey, -1, _LAPLACE))
    rows, columns = grey.shape[0] // _BLOCK, grey.shape[1] // _BLOCK
    size = (columns, rows)
    area = (slice(rows * _BLOCK), slice(columns * _BLOCK))
    noise, level = (cv2.resize(each[area], size, interpolation=cv2.INTER_AREA) for each in (rough, grey))
    usable = (level > 0.06) & (level < 0.94)
    return 1.2533 * float(np.percentile(noise[usable], 15)) if usable.sum() > 20 else 0.0
