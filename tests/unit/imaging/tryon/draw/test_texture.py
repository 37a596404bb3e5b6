"""Grain of the photo's cloth on the new one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.texture import MOST, grained
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def grain(strength: float, value: float = 0.5) -> tuple[float, float]:
    """Deviation of the new cloth's values before and after, for so much grain in the photo's."""
    layers, _ = read_person(*person(), ("upperBody",))
    rgb = np.full_like(layers.rgb, 0.5) + np.random.default_rng(1).normal(0, strength, layers.rgb.shape)
    layers = replace(layers, rgb=rgb.astype(np.float32))
    old = layers.labels == Part.TORSO
    cloth = Cloth(np.full_like(layers.rgb, value), old.astype(np.float32))
    made = grained(cloth, layers, old, 0)
    assert (made.alpha == cloth.alpha).all()
    return float(cloth.rgb[old].std()), float(made.rgb[old].std())


def test_smooth_cloth_gets_the_grain_of_a_grainy_photo_within_bounds() -> None:
    before, after = grain(0.006)
    assert before == 0
    assert 0.002 < after < MOST
    assert grain(0.05)[1] < 1.2 * MOST


def test_cloth_of_a_smooth_photo_and_grainy_cloth_stay_as_they_are() -> None:
    assert grain(0.0)[1] < 1e-6
    layers, _ = read_person(*person(), ("upperBody",))
    noisy = 0.5 + np.random.default_rng(2).normal(0, 0.03, layers.rgb.shape)
    cloth = Cloth(noisy.astype(np.float32), np.ones(layers.labels.shape, np.float32))
    assert grained(cloth, layers, layers.labels == Part.TORSO, 0) is cloth


def test_white_and_black_show_less_of_it() -> None:
    middle = grain(0.006)[1]
    assert grain(0.006, 0.95)[1] < 0.8 * middle
    assert grain(0.006, 0.1)[1] < 0.5 * middle
