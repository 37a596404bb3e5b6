"""The form of an arm: round, in the body's shade inside, lighter to the side of the light."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.arm_form import form, light_aside
from lingtu.imaging.tryon.worn.layers import Layers


def row(from_outside: float) -> np.ndarray:
    across = np.linspace(-0.9, 0.9, 19, dtype=np.float32)[None]
    return form(np.full_like(across, 0.7), across, from_outside)[0]


def test_an_arm_is_round_and_darker_beside_the_body_and_light_has_a_side() -> None:
    even = row(0.1)
    assert even[9] > even[0] + 0.1
    assert even[9] > even[-1] + 0.05
    assert even[0] < even[-1]
    assert row(0.3)[-1] > even[-1]
    assert row(0.3)[0] < even[0]
    assert np.abs(np.diff(even)).max() < 0.1


def test_the_light_is_from_where_face_and_neck_are_lighter() -> None:
    labels = np.zeros((60, 60), np.uint8)
    labels[:40, 20:40] = Part.FACE
    labels[40:, 20:40] = Part.NECK
    rgb = np.full((60, 60, 3), 0.5, np.float32)
    rgb[:, 30:] = 0.6
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    aside = light_aside(Layers(rgb, labels, shares))
    assert aside > 0.05
    assert light_aside(Layers(rgb[:, ::-1], labels, shares)) < -0.05
