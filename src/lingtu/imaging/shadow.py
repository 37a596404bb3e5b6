"""The shadow of a product that stands on something: dark where its base touches, soft around it.

The scene's geometry is not known here, so nothing is cast far: a contact shadow is right on every surface, a wrong
cast shadow is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, to_linear, to_srgb

_SOLID = 0.5  # alpha from which a pixel belongs to the product's outline
_BASE_SHARE = 0.12  # columns that end within this share of the height above the lowest point touch the ground
#: Of the product's scale: blur, strength, shift down. From hard contact to soft surroundings.
_LAYERS = ((0.007, 0.85, 0.005), (0.024, 0.55, 0.010), (0.08, 0.35, 0.022))


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
    """Where the product's outline comes down to the ground: H x W in [0, 1], rising towards the lowest point.

    All zero when there is no base: nothing solid, or an outline that the canvas' lower edge cuts off.
    """
    solid = alpha > _SOLID
    columns = solid.any(axis=0)
    height = alpha.shape[0]
    if not columns.any():
        return np.zeros_like(alpha)
    bottoms = np.where(columns, height - 1 - solid[::-1].argmax(axis=0), -1)
    lowest = int(np.percentile(bottoms[columns], 99.5))
    if lowest >= height - 2:
        return np.zeros_like(alpha)
    tallest = lowest - int(solid.any(axis=1).argmax())
    touching = columns & (bottoms > lowest - _BASE_SHARE * tallest)
    start = lowest - 0.10 * tallest
    ramp = np.clip((np.arange(height) - start) / max(1.0, lowest - start), 0, 1) ** 1.5
    base: Floats = (alpha * ramp[:, None] * touching[None, :]).astype(np.float32)
    return base


def contact(alpha: Floats, look: Look) -> Floats:
    """Share of light that the product takes from the scene: H x W in [0, 1]."""
    rows, columns = np.nonzero(alpha > _SOLID)
    dark = np.zeros_like(alpha)
    if len(rows) == 0:
        return dark
    width, height = np.ptp(columns) + 1, np.ptp(rows) + 1
    scale = float(min(height, 1.2 * width))
    base = base_of(alpha)
    for blur, strength, shift in _LAYERS:
        sigma = max(0.8, blur * scale * look.softness)
        move = np.array([[1, 0, 0], [0, 1, shift * scale]], np.float32)
        moved = cv2.warpAffine(base, move, (alpha.shape[1], alpha.shape[0]))
        soft = cv2.GaussianBlur(moved, (0, 0), sigmaX=sigma * 1.25, sigmaY=sigma * 0.8)
        dark = 1 - (1 - dark) * (1 - np.clip(strength * look.strength * soft, 0, 1))
    return dark


def cast(scene: Floats, dark: Floats) -> Floats:
    """Take that share of light from the scene, in linear light; what stays lit is copied."""
    rows = np.nonzero((dark > 1 / 512).any(axis=1))[0]
    columns = np.nonzero((dark > 1 / 512).any(axis=0))[0]
    if len(rows) == 0:
        return scene
    part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    result = scene.copy()
    result[part] = to_srgb(to_linear(scene[part]) * (1 - dark[part][..., None]))
    return result
