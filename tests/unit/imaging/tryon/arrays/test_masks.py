"""What lies within a mask's rows, and the box around one."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.masks import box_around, enclosed


def test_enclosed_is_what_has_the_mask_on_both_sides_in_its_row() -> None:
    rows = np.array([[0, 1, 0, 0, 1, 0], [0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0], [1, 0, 1, 1, 0, 1]], np.bool_)
    expected = np.array([[0, 1, 1, 1, 1, 0], [0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]], np.bool_)
    assert np.array_equal(enclosed(rows), expected)


def test_box_is_so_much_larger_than_what_is_in_it_and_stays_in_the_picture() -> None:
    mask = np.zeros((20, 30), np.bool_)
    mask[1:5, 10:13] = True
    inside = np.zeros_like(mask)
    inside[box_around(mask, 3)] = True
    expected = np.zeros_like(mask)
    expected[:8, 7:16] = True
    assert np.array_equal(inside, expected)


def test_box_around_nothing_is_empty() -> None:
    assert np.zeros((20, 30))[box_around(np.zeros((20, 30), np.bool_), 3)].size == 0
