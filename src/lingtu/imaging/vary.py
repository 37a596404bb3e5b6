"""A new scene in a reference's style: a studio sweep in its colours, lit by the seed.

It knows the palette of the reference, not its place: a kitchen gives a studio in the kitchen's colours.
"""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, luminance, to_linear, to_srgb

_NO_WINDOW, _PANES = 0, 1  # the third is blinds
_GRAIN = 0.004  # sRGB; hides the steps of 8 bits in long gradients


def vary(scene: Floats, seed: int) -> Floats:
    """A scene of the same size, H x W x 3, clearly another for another seed."""
    draw = np.random.default_rng(seed)
    height, width = scene.shape[:2]
    wall, floor = _tones(scene, draw)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(max(height, width))
    bend = draw.uniform(0.55, 0.7) * height / max(height, width)
    sweep = _smooth((y - bend) / draw.uniform(0.10, 0.2) + 0.5)[..., None]
    linear = wall * (1 - sweep) + floor * sweep
    linear = linear * _light(x, y, draw)[..., None]
    linear = linear * _window(x, y, bend, draw)[..., None]
    noise = draw.normal(0, _GRAIN, (height, width, 1)).astype(np.float32)
    result: Floats = np.clip(to_srgb(linear.astype(np.float32)) + noise, 0, 1).astype(np.float32)
    return result


def _tones(scene: Floats, draw: np.random.Generator) -> tuple[Floats, Floats]:
    """Linear colours of wall and floor: the reference's upper and lower main colours, kept in a usable range."""
    small = cv2.resize(scene, (48, 48), interpolation=cv2.INTER_AREA)
    upper = np.median(to_linear(small[:24]).reshape(-1, 3), axis=0)
    lower = np.median(to_linear(small[34:]).reshape(-1, 3), axis=0)
    if draw.random() < 0.35:
        upper, lower = lower, upper
    return _usable(upper, draw.uniform(0.32, 0.62)), _usable(lower, draw.uniform(0.38, 0.68))


def _usable(colour: Floats, light: float) -> Floats:
    """The colour's hue, softened, at a luminance that shows a product."""
    own = max(float(luminance(colour.astype(np.float32))), 1e-3)
    soft = 0.65 * colour / own + 0.35
    result: Floats = np.clip(soft * light, 0.02, 0.92).astype(np.float32)
    return result


def _light(x: Floats, y: Floats, draw: np.random.Generator) -> Floats:
    """Fall-off of one large soft lamp beside and above, and a slight vignette."""
    side = 1.15 if draw.random() < 0.5 else -0.15
    distance = np.hypot(x - side, 0.8 * (y - draw.uniform(-0.1, 0.3)))
    lamp = 1.22 - draw.uniform(0.35, 0.6) * _smooth(distance / 1.3)
    vignette = 1 - 0.10 * np.clip(np.hypot(x - 0.5, y - 0.5) / 0.7, 0, 1) ** 2
    result: Floats = (lamp * vignette).astype(np.float32)
    return result


def _window(x: Floats, y: Floats, bend: float, draw: np.random.Generator) -> Floats:
    """Sunlight through a window or blinds on the wall, or none: factors around 1."""
    kind = draw.integers(0, 3)
    if kind == _NO_WINDOW:
        return np.ones_like(x)
    slant = draw.uniform(-0.5, 0.5)
    u = np.float32(-draw.uniform(0.1, 0.5)) + x + np.float32(slant) * y
    v = y - np.float32(0.05) + np.float32(0.15) * x
    panes = _bars(u, 0.26, 0.85) * _bars(v, 0.24, 0.85) if kind == _PANES else _bars(v, 0.075, 0.6)
    inside = _smooth(u * 6) * _smooth((np.float32(0.62) - u) * 6) * _smooth((np.float32(bend * 1.15) - y) * 8)
    pattern = cv2.GaussianBlur((panes * inside).astype(np.float32), (0, 0), 0.012 * max(x.shape))
    result: Floats = (0.88 + draw.uniform(0.25, 0.4) * pattern).astype(np.float32)
    return result


def _bars(position: Floats, period: float, share: float) -> Floats:
    result: Floats = (np.mod(position / period, 1) < share).astype(np.float32)
    return result


def _smooth(value: Floats) -> Floats:
    value = np.clip(value, 0, 1)
    result: Floats = value * value * (3 - 2 * value)
    return result
