"""What is left of an old top beyond its outline, on drawn scenes."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.rests import rests
from lingtu.imaging.tryon.worn.layers import Layers, split

SHAPE, WIDTH_PX = (480, 400), 160.0
TOP = (slice(160, 480), slice(140, 260))
FRINGE = (slice(300, 312), slice(260, 270))


def scene(ground: np.ndarray, beside: Part = Part.BACKGROUND) -> Layers:
    """Somebody in a red top whose fringe was taken for background, before this one."""
    labels = np.zeros(SHAPE, np.uint8)
    labels[TOP] = Part.TORSO
    labels[280:330, 276:300] = beside
    rgb = ground.astype(np.float32).copy()
    rgb[TOP] = rgb[FRINGE] = (0.8, 0.1, 0.1)
    return split(rgb, labels, (labels > 0).astype(np.float32))


def wall() -> np.ndarray:
    """A grey wall that gets lighter to the right."""
    return np.repeat(np.linspace(0.7, 0.8, SHAPE[1])[None, :, None], SHAPE[0], axis=0).repeat(3, axis=2)


def test_a_fringe_before_an_even_wall_is_found_and_the_wall_is_not() -> None:
    found = rests(scene(wall()), (Part.TORSO,), WIDTH_PX)
    assert found[FRINGE].min() == 1
    found[296:316, 255:278] = 0
    assert found[:, 266:].max() == 0


def test_beside_hair_nothing_is_taken_off() -> None:
    assert rests(scene(wall(), Part.HAIR), (Part.TORSO,), WIDTH_PX)[FRINGE].mean() < 0.7


@pytest.mark.parametrize("parts", [(Part.LOWER,), ()])
def test_of_trousers_none_are_looked_for(parts: tuple[Part, ...]) -> None:
    assert rests(scene(wall()), parts, WIDTH_PX).max() == 0


def test_before_a_busy_background_none_are_told() -> None:
    busy = wall() + np.random.default_rng(0).normal(0, 0.1, (*SHAPE, 3))
    curtain = wall() + 0.15 * np.sin(np.arange(SHAPE[1]) / 6)[None, :, None]
    for ground in (busy, curtain):
        assert rests(scene(ground.clip(0, 1)), (Part.TORSO,), WIDTH_PX).max() == 0
