"""The reference itself, far out of focus behind a set."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Scene
from lingtu.imaging.tone import to_scene

_SIDE = 512  # px of the longer side: it is blurred
_ZOOM = ((1.05, 1.2), (1.5, 1.8))  # wide and close views by turns
_CIRCLE = (0.016, 0.028)  # radius of the lens' circle, of the longer side
_GLOW = 1.5  # lights grow in the circle: power of the light that is averaged
_BRIGHTEST = 3.0  # scene-linear


def far_light(reference: Scene, horizon: float, seed: int, draw: np.random.Generator) -> Floats:
    """Scene-linear light, h x w x 3, over the whole canvas; the reference's lower part lies below the horizon.

    `horizon` is the share of the canvas' height at which the set ends. Seeds two apart show it turned, wide or close.
    """
    height, width = reference.picture.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    light = to_scene(cv2.resize(reference.picture, size, interpolation=cv2.INTER_AREA), reference.tone)
    light = np.clip(light, 0, _BRIGHTEST)
    if seed // 2 % 2:
        light = light[:, ::-1]
    cut = _cropped(light, float(np.clip(horizon, 0.2, 1.0)), _ZOOM[seed // 2 % 2], draw)
    return _out_of_focus(cv2.resize(cut, size, interpolation=cv2.INTER_CUBIC), float(draw.uniform(*_CIRCLE)))


def _cropped(light: Floats, horizon: float, zooms: tuple[float, float], draw: np.random.Generator) -> Floats:
    """A closer view, its upper two thirds above the horizon."""
    height, width = light.shape[:2]
    zoom = float(draw.uniform(*zooms))
    rows, columns = int(height / zoom), int(width / zoom)
    left = int(draw.uniform(0, width - columns + 1))
    # What was at 0.72 of the reference's height comes to the horizon.
    top = int(np.clip(0.72 * height - horizon * rows, 0, height - rows))
    return np.ascontiguousarray(light[top : top + rows, left : left + columns])


def _out_of_focus(light: Floats, radius: float) -> Floats:
    """Mean over the lens' circle."""
    reach = max(1, round(radius * max(light.shape[:2])))
    steps = np.arange(-reach, reach + 1)
    disc = np.clip(reach + 0.5 - np.hypot(steps[:, None], steps[None]), 0, 1).astype(np.float32)
    grown = np.maximum(light, 0) ** np.float32(_GLOW)
    mean = cv2.filter2D(grown, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT)
    soft = cv2.GaussianBlur(np.maximum(mean, 0) ** np.float32(1 / _GLOW), (0, 0), 0.35 * reach + 0.3)
    result: Floats = np.maximum(soft, 0)
    return result
