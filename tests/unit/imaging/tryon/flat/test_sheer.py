"""Lace of a dark garment before a light ground."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.flat.sheer import find_sheer

SIDE = 400
#: Places in the left sleeve, and in the body.
SLEEVE, BODY = (100, 75), (250, 200)


def _garment(sleeves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A black top on paper whose sleeves have such greys, and its coverage."""
    body, arms = np.zeros((SIDE, SIDE), np.uint8), np.zeros((SIDE, SIDE), np.uint8)
    cv2.rectangle(body, (110, 50), (290, 370), 1, -1)
    for x in (50, 291):
        cv2.rectangle(arms, (x, 50), (x + 59, 160), 1, -1)
    grey = np.where(arms > 0, sleeves, np.where(body > 0, 0.08, 0.96)).astype(np.float32)
    rgb = np.repeat(cv2.GaussianBlur(grey, (0, 0), 0.6)[..., None], 3, axis=2)
    return rgb, (body | arms).astype(np.float32)


def _lace() -> np.ndarray:
    """Flowers of thread, and mesh through which ground is seen."""
    grey = np.full((SIDE, SIDE), 0.65)
    for y in range(0, SIDE, 14):
        for x in range(0, SIDE, 14):
            cv2.circle(grey, (x, y), 4, 0.1, -1)
    return grey


def test_lace_sleeves_are_found_and_nothing_else() -> None:
    found = find_sheer(*_garment(_lace()))
    assert found is not None
    assert found.zone[SLEEVE] > 0.9
    assert found.zone[BODY] < 0.1
    assert found.thread.mean() < 0.15
    assert found.ground.mean() > 0.9


@pytest.mark.parametrize("sleeves", [0.08, 0.5])
def test_sleeves_of_one_colour_are_no_lace(sleeves: float) -> None:
    assert find_sheer(*_garment(np.full((SIDE, SIDE), sleeves))) is None


def test_a_print_on_the_body_is_no_lace() -> None:
    rgb, alpha = _garment(np.full((SIDE, SIDE), 0.08))
    rgb[150:300, 150:250] = _lace()[150:300, 150:250, None]
    assert find_sheer(rgb, alpha) is None


def test_a_coloured_garment_has_none() -> None:
    rgb, alpha = _garment(_lace())
    rgb[200:370, 110:290] = (0.7, 0.1, 0.1)
    assert find_sheer(rgb, alpha) is None
