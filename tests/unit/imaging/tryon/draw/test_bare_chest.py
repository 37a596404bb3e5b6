"""A bared chest has collarbones with a hollow between them, and is lighter than the neck in the head's shade."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.arm_form import light_aside
from lingtu.imaging.tryon.draw.arm_tone import arm_tones
from lingtu.imaging.tryon.draw.bare_chest import HOLLOW, relief, with_chest
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_there_are_two_collarbones_and_a_hollow_and_no_steps() -> None:
    down, across = np.meshgrid(np.linspace(-0.4, 0.5, 181), np.linspace(-0.5, 0.5, 201), indexing="ij")
    light = relief(across.astype(np.float32), down.astype(np.float32))
    assert np.allclose(light, light[:, ::-1], atol=1e-5)
    column = light[:, int(0.65 * 200)]
    bone = int(np.abs(np.linspace(-0.4, 0.5, 181) - HOLLOW).argmin())
    assert column[bone - 14 : bone].min() < -0.03
    assert light[bone, 100] < -0.04
    assert light[bone + 40, 100] > light[bone, 100] + 0.05
    assert max(np.abs(np.diff(light, axis=axis)).max() for axis in (0, 1)) < 0.035


def test_a_chest_is_drawn_in_the_tone_of_the_neck() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    flat = np.full(layers.rgb.shape, 0.2, np.float32)
    drawn = with_chest(flat, layers, wearer, arm_tones(layers, wearer), light_aside(layers))
    x, y = np.rint(wearer.at(0.1, 0)).astype(int)
    neck = np.median(layers.rgb[layers.labels == Part.NECK], axis=0)
    assert np.abs(drawn[y, x] - neck).max() < 0.15
    assert (drawn[-5:] == flat[-5:]).all()
