"""The grain of the photo's cloth on the new one: what is drawn larger or smaller than it is has lost its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.smooth_fill import grain_of, with_grain
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.layers import PURE, Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Grain that is added at most, standard deviation of values in [0, 1], and the usual one where no cloth is seen.
MOST, USUAL = 0.007, 0.004
#: Lightness at which grain has its strength; in what is darker it is weaker, and in white.
LIGHT, IN_WHITE = 0.5, 0.5


def grained(cloth: Cloth, layers: Layers, plain: Mask, seed: int) -> Cloth:
    """The cloth with as much grain as the photo's has, H x W `plain` of it, if that is more than its own."""
    clothes = plain if np.count_nonzero(plain) > 400 else layers.share(Part.TORSO, Part.LOWER) > PURE
    seen = cloth.alpha > 0.95
    wanted = min(MOST, grain_of(layers.rgb, clothes) / _weight(layers.rgb, clothes) if clothes.any() else USUAL)
    own = grain_of(cloth.rgb, seen) / _weight(cloth.rgb, seen) if seen.any() else 0.0
    if own >= wanted:
        return cloth
    strength = float(np.sqrt(wanted**2 - own**2))
    noise = with_grain(np.zeros_like(cloth.rgb), strength, seed)
    light = cloth.rgb.mean(axis=2, keepdims=True)
    weight = np.minimum((light / LIGHT).clip(0.15, 1), 1 - IN_WHITE * ((light - LIGHT) / (1 - LIGHT)).clip(0, 1))
    return Cloth(np.asarray((cloth.rgb + noise * weight).clip(0, 1), np.float32), cloth.alpha)


def _weight(rgb: Floats, seen: Mask) -> float:
    return float(np.clip(np.median(rgb[seen]) / LIGHT, 0.4, 1))
