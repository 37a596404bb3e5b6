"""A drawn person's shoulders below a top."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.draw.below_shoulders import DOWN_TO, THICK, below_shoulders
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_a_shoulder_is_below_its_cloth_and_the_rest_stays() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    body = (layers.labels != Part.BACKGROUND).astype(np.float32)
    found = below_shoulders(body, layers, wearer)
    assert (found <= body).all()
    low = wearer.frame.along > DOWN_TO + 0.05
    assert (found == body)[low].all()
    cloth = (layers.labels == Part.TORSO) & (wearer.frame.along < 0.3)
    rim = cloth & dilated(layers.labels == Part.BACKGROUND, 1)
    inside = cloth & ~dilated(layers.labels == Part.BACKGROUND, round(2.5 * THICK * wearer.width))
    assert found[rim].mean() < 0.3
    assert found[inside].mean() > 0.95
