"""The CPU engine by itself: whose picture is at fault if several are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.engines.base import Clothing
from lingtu.engines.classic import ClassicEngine
from lingtu.errors import PictureError
from lingtu.settings import Settings

NOBODY = np.full((320, 240, 3), 0.5, np.float32)


@pytest.fixture(scope="module")
def engine() -> ClassicEngine:
    return ClassicEngine(Settings().weights_dir, 2)


def garment(field: str, *corners: tuple[int, int]) -> Clothing:
    """A drawn one, of 300 x 300 px."""
    alpha = np.zeros((300, 300), np.uint8)
    if corners:
        cv2.fillPoly(alpha, [np.array([*corners, *((300 - x, y) for x, y in corners[::-1])], np.int32)], 255)
    return Clothing(np.full((300, 300, 3), 0.4, np.float32), np.asarray(alpha / 255, np.float32), "upperBody", field)


TEE = ((120, 20), (75, 35), (30, 100), (60, 118), (80, 90), (82, 260))


def test_person_and_garments_are_read_at_once_and_the_first_garment_at_fault_is_told(engine: ClassicEngine) -> None:
    with pytest.raises(PictureError, match=r"dresses\.1\.image"):
        engine.dress(NOBODY, [garment("dresses.0.image", *TEE), garment("dresses.1.image")], 0, 0)


def test_the_person_is_told_if_the_garments_are_good(engine: ClassicEngine) -> None:
    with pytest.raises(PictureError, match="model"):
        engine.dress(NOBODY, [garment("dresses.0.image", *TEE)], 0, 0)
