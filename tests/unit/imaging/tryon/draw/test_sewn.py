"""Cracks at the seams of sleeves are closed; the gap beside an arm that is held away is none."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.sewn import _closed
from lingtu.imaging.tryon.worn.layers import split
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


@pytest.mark.parametrize(("wide", "is_closed"), [(0.05, True), (0.12, False)])
def test_narrow_cracks_in_an_armpit_are_closed(wide: float, is_closed: bool) -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    shape = wearer.labels.shape
    x, y = np.rint(wearer.left.joint + 0.3 * wearer.width * wearer.down).astype(int)
    half = int(wide * wearer.width / 2)
    alpha = np.zeros(shape, np.float32)
    alpha[y - 60 : y + 60, x - 60 : x + 60] = 1
    alpha[y - 20 : y + 60, x - half : x + half] = 0
    layers = split(rgb, np.full(shape, Part.TORSO, np.uint8), np.ones(shape, np.float32))
    closed = _closed(Cloth(rgb, alpha), layers, wearer, np.ones(shape, np.float32), np.zeros(shape, np.float32))
    assert (closed.alpha[y, x] > 0.9) == is_closed
