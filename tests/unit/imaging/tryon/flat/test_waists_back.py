"""The inside of a waist's back, above the front's edge."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.flat.bottom import read_bottom
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.waists_back import without_waists_back
from tests.unit.imaging.tryon.drawn import trousers

#: Corners of a label behind the waist's middle, whose front ends below it.
LABEL = (190, 44), (210, 54)


def with_label(colour: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    rgb, alpha = trousers((0.3, 0.4, 0.6))
    cv2.rectangle(rgb, *LABEL, colour, -1)
    return rgb, alpha


def test_a_label_tells_where_the_front_begins() -> None:
    rgb, alpha = with_label((0.9, 0.9, 0.88))
    found = without_waists_back(rgb, alpha, read_bottom(alpha > 0.5))
    assert not (found[44:54, 195:205] > 0.5).any()
    assert (found[60:70, 130:270] > 0.9).all()
    assert found[44, 123] > 0.5  # at the sides front and back meet
    bottom = read_garment(rgb, alpha, "lowerBody").bottom
    assert bottom is not None
    assert bottom.waist[len(bottom.waist) // 2, 1] > bottom.waist[:, 1].min() + 10


@pytest.mark.parametrize("colour", [(0.8, 0.6, 0.1), (0.3, 0.4, 0.6)])
def test_a_clasp_and_a_plain_waist_stay(colour: tuple[float, float, float]) -> None:
    rgb, alpha = with_label(colour)
    assert without_waists_back(rgb, alpha, read_bottom(alpha > 0.5)) is alpha


def test_a_print_stays() -> None:
    rgb, alpha = with_label((0.9, 0.9, 0.88))
    for y in range(120, 600, 40):
        cv2.rectangle(rgb, (130, y), (150, y + 10), (0.9, 0.9, 0.88), -1)
    assert without_waists_back(rgb, alpha, read_bottom(alpha > 0.5)) is alpha
