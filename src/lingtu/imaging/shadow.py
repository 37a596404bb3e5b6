"""The shadow of a product that stands on something: dark where its base touches, soft around it.

The scene's geometry is not known here, so nothing is cast far: a contact shadow is right on every surface, a wrong
cast shadow is worse than none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, to_linear, to_srgb
from lingtu.imaging.composite import visible_part

_SOLID = 0.5  # alpha from which a pixel belongs to the product's outline
_BASE_SHARE = 0.12  # columns that end within this share of the height above the lowest point touch the ground
#: Of the product's scale: blur, strength, shift down. From hard contact to soft surroundings.
LAYERS = ((0.008, 0.95, 0.010), (0.026, 0.70, 0.020), (0.085, 0.50, 0.040))


@dataclass(frozen=True)
class Look:
    """How a shadow is drawn."""

    #: Blur, relative to the usual.
    softness: float = 1.0
    #: Darkness, relative to the usual.
    strength: float = 1.0

    @classmethod
    def of_seed(cls, seed: int) -> Look:
        """One of the small differences between variations."""
        draw = np.random.default_rng(seed)
        return cls(softness=float(draw.uniform(0.85, 1.25)), strength=float(draw.uniform(0.85, 1.1)))


def base_of(alpha: Floats) -> Floats:
    """Where an outline comes down to the ground: [0, 1], rising towards its lowest point.

    `alpha` is the product's own bounding part of the canvas, h x w; so is the result.
    """
    solid = alpha > _SOLID
    height = alpha.shape[0]
    columns = solid.any(axis=0)
    bottoms = np.where(columns, height - 1 - solid[::-1].argmax(axis=0), -1)
    lowest = float(np.percentile(bottoms[columns], 99.5))
    touching = columns & (bottoms > lowest - _BASE_SHARE * height)
    start = lowest - 0.10 * height
    ramp = np.clip((np.arange(height, dtype=np.float32) - start) / max(1.0, lowest - start), 0, 1) ** 1.5
    base: Floats = (alpha * ramp[:, None] * touching[None, :]).astype(np.float32)
    return base


def contact(alpha: Floats, look: Look, layers: Sequence[tuple[float, float, float]] = LAYERS) -> Floats:
    """Share of light that the product takes from the scene: H x W in [0, 1].

    None where there is no base to see: nothing solid, or an outline that the canvas' lower edge cuts off.
    """
    dark = np.zeros_like(alpha)
    rows, columns = visible_part(alpha, _SOLID)
    if rows.start == rows.stop or rows.stop >= alpha.shape[0] - 1:
        return dark
    height, width = rows.stop - rows.start, columns.stop - columns.start
    scale = min(height, 1.2 * width)
    step = max(1.0, layers[0][0] * scale * look.softness / 1.2)  # soft layers don't need every pixel
    margin = math.ceil((4 * layers[-1][0] * look.softness + layers[-1][2]) * scale / step) + 2
    small_size = (max(1, round(width / step)), max(1, round(height / step)))
    base = cv2.resize(base_of(alpha[rows, columns]), small_size, interpolation=cv2.INTER_AREA)
    base = cv2.copyMakeBorder(base, margin, margin, margin, margin, cv2.BORDER_CONSTANT)
    soft = _layered(base, scale / step, look, layers)
    to_canvas = np.array(
        [
            [width / small_size[0], 0, columns.start - (margin - 0.5) * width / small_size[0] - 0.5],
            [0, height / small_size[1], rows.start - (margin - 0.5) * height / small_size[1] - 0.5],
        ]
    )
    size = (alpha.shape[1], alpha.shape[0])
    result: Floats = cv2.warpAffine(soft, to_canvas, size, dst=dark, borderMode=cv2.BORDER_CONSTANT)
    return result


def _layered(base: Floats, scale: float, look: Look, layers: Sequence[tuple[float, float, float]]) -> Floats:
    dark = np.zeros_like(base)
    for blur, strength, shift in layers:
        sigma = max(0.8, blur * scale * look.softness)
        move = np.array([[1, 0, 0], [0, 1, shift * scale]], np.float32)
        moved = cv2.warpAffine(base, move, (base.shape[1], base.shape[0]))
        soft = cv2.GaussianBlur(moved, (0, 0), sigmaX=sigma * 1.25, sigmaY=sigma * 0.8, borderType=cv2.BORDER_CONSTANT)
        dark = 1 - (1 - dark) * (1 - np.clip(strength * look.strength * soft, 0, 1))
    return dark


def cast(scene: Floats, dark: Floats) -> Floats:
    """Take that share of light from the scene, in linear light; what stays lit is copied."""
    part = visible_part(dark, 1 / 512)
    result = scene.copy()
    result[part] = to_srgb(to_linear(scene[part]) * (1 - dark[part][..., None]))
    return result
