"""Where hair's share of a pixel is unknown."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.hair_trimap import hair_trimap
from lingtu.imaging.tryon.worn.layers import Layers

HAIR, WHITE, SKIN = (0.25, 0.15, 0.1), (0.9, 0.9, 0.93), (0.85, 0.65, 0.55)
WIDTH_PX = 200.0
BOX = (slice(0, 200), slice(0, 200))


def _layers(labels: np.ndarray, rgb: np.ndarray) -> Layers:
    return Layers(rgb, labels, (labels == np.arange(len(Part))[:, None, None]).astype(np.float32))


def _hair_on_cloth() -> tuple[np.ndarray, np.ndarray]:
    labels = np.full((200, 200), Part.TORSO, np.uint8)
    labels[:120, 40:160] = Part.HAIR
    rgb = np.where((labels == Part.HAIR)[..., None], np.float32(HAIR), np.float32(WHITE))
    return labels, rgb.astype(np.float32)


def test_the_outline_alone_is_unknown() -> None:
    unknown, told = hair_trimap(_layers(*_hair_on_cloth()), BOX, np.ones((200, 200), np.bool_), WIDTH_PX)

    assert unknown[118:120, 60:140].all()
    assert not unknown[:100, 60:140].any()
    assert not unknown[140:].any()
    assert told[:100, 60:140].min() == 1


def test_cloth_that_was_taken_for_hair_is_none_and_a_lock_that_was_taken_for_cloth_is_hair() -> None:
    labels, rgb = _hair_on_cloth()
    rgb[100:120, 90:110] = WHITE
    rgb[120:145, 60:80] = HAIR

    unknown, told = hair_trimap(_layers(labels, rgb), BOX, np.ones((200, 200), np.bool_), WIDTH_PX)

    assert (unknown | (told == 0))[106:120, 94:106].all()
    assert told[110, 100] == 0
    assert told[132, 70] == 1
