"""Little skin that is bared beside an arm."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.little_skin import as_beside
from lingtu.imaging.tryon.worn.layers import Layers

SHADED, LIT = 0.3, 0.8


def _beside_arm(width: int, height: int) -> tuple[Layers, np.ndarray]:
    """An arm in shadow from column 100 on, and a corner of the cuff beside it, so wide and high, that is bared."""
    labels = np.full((200, 200), Part.BACKGROUND, np.uint8)
    labels[:, 100:160] = Part.ARMS
    bared = np.zeros(labels.shape, np.bool_)
    bared[100 : 100 + height, 100 - width : 100] = True
    labels[bared] = Part.TORSO
    rgb = np.where((labels == Part.ARMS)[..., None], SHADED, 0.0).repeat(3, axis=2).astype(np.float32)
    return Layers(rgb, labels, (labels == np.arange(len(Part))[:, None, None]).astype(np.float32)), bared


def test_a_corner_of_skin_beside_an_arm_lies_in_that_one_s_shadow() -> None:
    layers, bared = _beside_arm(6, 6)
    skin = as_beside(np.full_like(layers.rgb, LIT), layers, bared, 300.0)
    assert abs(skin[bared] - SHADED).max() < 0.02
    assert skin[190:].min() == np.float32(LIT)


def test_broad_skin_and_a_rim_along_the_arm_have_their_own_light() -> None:
    for width, height in ((60, 60), (4, 80), (2, 12)):
        layers, bared = _beside_arm(width, height)
        skin = as_beside(np.full_like(layers.rgb, LIT), layers, bared, 300.0)
        assert skin[bared].min() == np.float32(LIT)
