"""Trousers with a bitten outline and with a clean one, on the drawn person."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.check.bitten import bitten_area
from lingtu.imaging.tryon.check.judge import BITTEN
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_notches_along_the_outside_are_bites_the_gap_between_the_legs_is_none() -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    cloth = (layers.labels == Part.LOWER).astype(np.float32)
    assert bitten_area(layers.labels, wearer, cloth) < BITTEN
    labels = layers.labels.copy()
    top = int(np.flatnonzero(cloth.any(axis=1))[0])
    for row in range(top + 80, top + 200, 20):
        left = int(np.flatnonzero(cloth[row])[0])
        cloth[row : row + 6, left - 10 : left + 10] = 0
        labels[row : row + 6, left - 10 : left + 10] = Part.BACKGROUND
    assert bitten_area(labels, wearer, cloth) > BITTEN
