from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.studio.subject import study
from tests.unit.imaging.studio.cases import BOTTLE, product


def drawn(*polygons: list[tuple[int, int]]) -> Floats:
    alpha = np.zeros((200, 200), np.float32)
    for polygon in polygons:
        cv2.fillPoly(alpha, [np.array(polygon, np.int32)], 1.0)
    return alpha


def mirrored(*half: tuple[int, int]) -> list[tuple[int, int]]:
    return [*half, *((200 - x, y) for x, y in reversed(half))]


SHIRT = drawn(mirrored((85, 30), (55, 40), (30, 80), (50, 95), (62, 80), (62, 170)))
LONG_SLEEVES = drawn(mirrored((85, 30), (55, 40), (30, 165), (48, 168), (64, 90), (64, 170)))
TROUSERS = drawn(mirrored((60, 20), (52, 180), (92, 180), (99, 70)))
VASE = drawn(mirrored((90, 30), (88, 60), (60, 90), (60, 120), (80, 170)))
CHAIR = drawn(mirrored((60, 20), (60, 100)), mirrored((60, 100), (60, 180), (66, 180), (66, 105)))
COLOUR = np.full((200, 200, 3), 0.5, np.float32)


def test_outlines_tell_how_products_are_seen() -> None:
    plate = np.zeros((200, 200), np.float32)
    cv2.circle(plate, (100, 100), 60, 1.0, -1)
    assert [study(COLOUR, alpha).stance for alpha in (SHIRT, LONG_SLEEVES, TROUSERS, plate)] == ["lying"] * 4
    assert [study(COLOUR, alpha).stance for alpha in (VASE, CHAIR)] == ["standing"] * 2
    assert study(*product(BOTTLE)).stance == "standing"


def test_box_base_and_colours() -> None:
    found = study(*product(BOTTLE, colour=(0.8, 0.1, 0.1)))
    assert (found.left, found.top, found.right, found.bottom) == (64, 50, 96, 126)
    assert found.base_x == 80
    assert found.chroma > 40
    assert abs(found.hue) < 0.9


def test_no_product_is_a_grey_box_in_the_middle() -> None:
    found = study(COLOUR, np.zeros((200, 200), np.float32))
    assert found.left < 100 < found.right
    assert found.chroma < 1
