"""Prints, told from plain cloth."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.flat.pattern import STIFF, find_pattern, is_printed, stiffness

MASK = np.zeros((300, 240), bool)
MASK[30:270, 40:200] = True


def _cloth() -> np.ndarray:
    """Grey cloth with a wide fold, on white."""
    cloth = np.ones((300, 240, 3), np.float32)
    cloth[MASK] = 0.5
    fold = cv2.GaussianBlur(np.pad(np.full((300, 40), 0.3, np.float32), ((0, 0), (60, 140))), (0, 0), 20)
    return np.asarray(cloth - fold[..., None], np.float32)


def test_a_print_is_pattern_and_folds_and_the_outline_are_not() -> None:
    cloth = _cloth()
    cloth[120:180:6, 90:150] = (0.9, 0.1, 0.1)
    found = find_pattern(cloth, MASK)
    assert found[135:165, 105:135].min() > 0.9
    assert found[215:265].max() < 0.2
    assert found[~MASK].max() < 0.2


def test_cloth_with_a_pattern_is_stiff() -> None:
    pattern = np.zeros((20, 20), np.float32)
    pattern[10:] = 1
    assert stiffness(pattern, np.array([[5.0, 2.0], [5.0, 15.0], [50.0, 50.0]])).tolist() == [1, STIFF, 1]


@pytest.mark.parametrize("printed", [False, True])
def test_cloth_with_a_pattern_all_over_is_printed(printed: bool) -> None:
    rgb = np.full((400, 400, 3), 0.5, np.float32)
    if printed:
        rgb[np.arange(400) // 8 % 2 == 0] = 0.2
    assert is_printed(rgb, np.ones((400, 400), bool)) == printed
