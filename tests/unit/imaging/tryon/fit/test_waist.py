"""What lies over what around the waist, on the drawn person."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.waist import around_waist
from lingtu.imaging.tryon.try_on import read_item
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person, trousers


def test_wider_trousers_widen_below_the_waist_without_a_step() -> None:
    rgb, who = person()
    layers, wearer = read_person(rgb, who, ("lowerBody",))
    picture, alpha = trousers()
    garment = read_item(picture, alpha, "lowerBody", "g", None).garment
    _, beyond = around_waist(layers, wearer, garment, tucked=False)
    row = int(wearer.at(wearer.outfit.waist, 0)[1])
    free = [int(np.flatnonzero(beyond[y, 256:] > 0.5)[0]) for y in range(row + 4, row + 22)]
    assert free[-1] > free[0]
    assert np.abs(np.diff(free)).max() <= 2
