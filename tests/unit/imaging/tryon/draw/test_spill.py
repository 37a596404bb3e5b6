"""Coloured light of old clothes on an arm."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.spill import without_spill
from lingtu.imaging.tryon.worn.layers import Layers

SIZE, WIDTH_PX = (120, 160), 150.0
SKIN = np.array([0.85, 0.68, 0.58], np.float32)


def arm(cloth: tuple[float, float, float]) -> tuple[Layers, np.ndarray]:
    """From column 60 on, with the cloth's light at its edge; the cloth is before it."""
    labels = np.full(SIZE, Part.ARMS, np.uint8)
    labels[:, :60] = Part.TORSO
    shares = np.stack([labels == part for part in Part]).astype(np.float32)
    x = np.arange(SIZE[1])
    light = np.where(x < 60, 1, 0.4 * np.exp(-(x - 60) / 3))[None, :, None]
    rgb = np.broadcast_to(SKIN * (1 - light) + np.array(cloth) * light, (*SIZE, 3)).astype(np.float32)
    return Layers(rgb, labels, shares), shares[Part.TORSO]


def test_the_light_of_coloured_cloth_goes_and_no_pixel_far_from_it_changes() -> None:
    layers, old = arm((0.2, 0.8, 0.8))
    found = without_spill(layers, old, old, WIDTH_PX, 8.0).rgb
    before, after = (each[60, 61] / each[60, 61].sum() - SKIN / SKIN.sum() for each in (layers.rgb, found))
    assert np.abs(after).max() < 0.4 * np.abs(before).max()
    assert (found[:, 69:] == layers.rgb[:, 69:]).all()
    assert (found[:, :60] == layers.rgb[:, :60]).all()


def test_grey_cloth_has_no_light_that_is_seen() -> None:
    layers, old = arm((0.4, 0.4, 0.4))
    assert (without_spill(layers, old, old, WIDTH_PX, 8.0).rgb == layers.rgb).all()
