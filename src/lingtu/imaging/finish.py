"""What a camera would have done to a product in its scene: light round its rim, the same blur, grain and black level.

Every step is small, and none when the scene gives no reason for it or the product has it already: a sharp scene
without grain changes the rim alone.
"""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.sharpness import edge_px

_WRAP, _WRAP_REACH = 0.1, 0.008  # of brighter surroundings on the rim; of the product's shorter side
_LEAST_BLUR, _MOST_BLUR = 0.45, 0.7  # px
_SOFTEST = 1.2  # px: a scene whose edges are wider is out of focus, and its product need not be
_LEAST_GRAIN, _MOST_GRAIN = 0.002, 0.011  # sRGB
_GRAIN_SHARE = 0.9
_MOST_BLACK = 0.03  # a scene without black is no faded picture: a product's blacks are hardly raised
_DARKEST = 0.3  # percentile that is told as a picture's black
_BLOCK = 16  # px: grain is measured in even blocks of this side
_LAPLACE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6  # Immerkaer 1996


def finish(rgb: Floats, alpha: Floats, scene: Floats, seed: int) -> Floats:
    """The product's colours, all arrays of the canvas' size."""
    part = visible_part(alpha)
    if part[0].start == part[0].stop:
        return rgb
    own, share = rgb[part], alpha[part]
    black = _missing_black(own, share, scene)
    found = black + (1 - black) * own
    found = _blurred(found, share, scene)
    found = found + _grain(_missing_grain(own, share, scene), share.shape, seed)[..., None]
    found = _wrapped(found, share, scene, part)
    result = np.zeros_like(rgb)
    result[part] = np.clip(found, 0, 1)
    return result


def _missing_black(own: Floats, share: Floats, scene: Floats) -> float:
    """What the product's blacks lack of half of the scene's."""
    solid = own[share > 0.99].mean(axis=1)
    darkest = float(np.percentile(solid, _DARKEST)) if solid.size else 0.0
    wanted = 0.5 * min(float(np.percentile(scene[::4, ::4].mean(axis=2), _DARKEST)), _MOST_BLACK)
    return max(wanted - darkest, 0.0)


def _missing_grain(own: Floats, share: Floats, scene: Floats) -> float:
    """Standard deviation, sRGB, of what the product's grain lacks of the scene's."""
    level, there = grain_of(scene), grain_of(own, share)
    return float(np.sqrt(max(level**2 - there**2, 0.0)))


def _blurred(own: Floats, share: Floats, scene: Floats) -> Floats:
    """As soft as the sharpest edges of the scene, if the product is sharper."""
    wanted = edge_px(cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY))
    there = edge_px(cv2.cvtColor(own, cv2.COLOR_RGB2GRAY), share > 0.99)
    if wanted is None or there is None:
        return own
    width = float(np.sqrt(max(min(wanted, _SOFTEST) ** 2 - there**2, 0)))
    if width < _LEAST_BLUR:
        return own
    width = min(width, _MOST_BLUR)
    soft = cv2.GaussianBlur(np.dstack([own * share[..., None], share]), (0, 0), width)
    found: Floats = np.where(share[..., None] > 0.02, soft[..., :3] / np.maximum(soft[..., 3:], 1e-3), own)
    return found


def _grain(level: float, shape: tuple[int, ...], seed: int) -> Floats:
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


def grain_of(picture: Floats, share: Floats | None = None) -> float:
    """Standard deviation of a picture's noise, sRGB, in its evenest blocks, of those that `share` covers."""
    if min(picture.shape[:2]) < _BLOCK:
        return 0.0
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    rough = np.abs(cv2.filter2D(grey, -1, _LAPLACE))
    rows, columns = grey.shape[0] // _BLOCK, grey.shape[1] // _BLOCK
    size = (columns, rows)
    area = (slice(rows * _BLOCK), slice(columns * _BLOCK))
    noise, level = (cv2.resize(each[area], size, interpolation=cv2.INTER_AREA) for each in (rough, grey))
    usable = (level > 0.06) & (level < 0.94)
    if share is not None:
        usable &= cv2.resize(share[area], size, interpolation=cv2.INTER_AREA) > 0.99
    return 1.2533 * float(np.percentile(noise[usable], 15)) if usable.sum() > 20 else 0.0
