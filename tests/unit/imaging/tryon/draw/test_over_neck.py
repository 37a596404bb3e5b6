"""Hair at a standing collar: curls are behind it, locks that go on before it."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.in_front import InFront
from lingtu.imaging.tryon.draw.over_neck import over_neck
from lingtu.imaging.tryon.worn.layers import split
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


@pytest.mark.parametrize(("below", "behind"), [(-0.02, True), (0.3, False)])
def test_curls_that_end_at_a_collar_are_behind_it(below: float, behind: bool) -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    base = wearer.shoulders
    aside, up = 0.2 * wearer.width * wearer.right_hand, 0.1 * wearer.width * wearer.down
    collar = np.stack([base - aside, base - aside - up, base, base + aside - up, base + aside])
    labels = wearer.labels.copy()
    x, y = (int(each) for each in collar[0])
    low = y + int(below * wearer.width)
    labels[y - 12 : low, x : x + 8] = Part.HAIR
    layers = split(rgb, labels, (labels != Part.BACKGROUND).astype(np.float32))
    hair, none = layers.share(Part.HAIR), np.zeros(labels.shape, np.float32)
    cloth = np.zeros(labels.shape, np.float32)
    cloth[y - 20 :] = 1
    after, front = over_neck(layers, InFront(hair, none, none, none), cloth, collar, wearer)
    assert (after.labels[y - 8, x + 4] == Part.NECK) == behind
    assert (front.always[y - 8, x + 4] < 0.1) == behind
