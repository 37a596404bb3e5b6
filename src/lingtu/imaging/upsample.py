"""Joint upsampling: smooth values of a coarse grid brought to a finer one, kept apart where a guide has an edge."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

_EVEN = np.float32(0.004)  # where values differ by less no edge can matter
_LEAST = np.float32(0.02)  # weight of a value whose guide is quite another


def joint(
    values: Floats, trust: Floats, guide: Floats, fine_guide: Floats, first: tuple[float, float], step: float
) -> Floats:
    """Values h x w x C at every point of a fine grid, H x W x C.

    The fine point (row, column) lies at `first + step (row, column)` of the coarse grid. Of its 16 neighbours there
    those count that are near, trusted (h x w) and of a like guide (h x w x G and H x W x G), where a difference of 1
    takes away two thirds.
    """
    found = np.empty((*fine_guide.shape[:2], values.shape[2]), np.float32)
    arrays = [np.ascontiguousarray(each, np.float32) for each in (values, trust, guide, fine_guide)]
    _join(
        arrays[0],
        _evenness(arrays[0]),
        *arrays[1:],
        np.float32(first[0]),
        np.float32(first[1]),
        np.float32(step),
        found,
    )
    return found


def _evenness(values: Floats) -> NDArray[np.uint8]:
    """h x w: 1 where the 16 values around the square that begins there hardly differ."""
    around = np.ones((4, 4), np.uint8)
    most = cv2.dilate(values, around, anchor=(1, 1), borderType=cv2.BORDER_REPLICATE)
    least = cv2.erode(values, around, anchor=(1, 1), borderType=cv2.BORDER_REPLICATE)
    spread = (most - least).reshape(*values.shape)
    even = np.ones(values.shape[:2], bool)
    for channel in range(values.shape[2]):
        even &= spread[..., channel] < _EVEN
    return even.astype(np.uint8)


@njit(cache=True, parallel=True)
def _join(values, even, trust, guide, fine_guide, first_row, first_column, step, found):  # type: ignore[no-untyped-def]
    height, width, channels = values.shape
    for row in prange(found.shape[0]):
        y = min(max(first_row + step * np.float32(row), np.float32(0)), np.float32(height - 1))
        above = min(int(y), max(height - 2, 0))
        for column in range(found.shape[1]):
            x = min(max(first_column + step * np.float32(column), np.float32(0)), np.float32(width - 1))
            before = min(int(x), max(width - 2, 0))
            if even[above, before]:
                down, right = y - np.float32(above), x - np.float32(before)
                below, after = min(above + 1, height - 1), min(before + 1, width - 1)
                for channel in range(channels):
                    upper = values[above, before, channel] * (1 - right) + values[above, after, channel] * right
                    lower = values[below, before, channel] * (1 - right) + values[below, after, channel] * right
                    found[row, column, channel] = upper * (1 - down) + lower * down
            else:
                _weigh(values, trust, guide, fine_guide, y, x, row, column, found)


@njit(cache=True)
def _weigh(values, trust, guide, fine_guide, y, x, row, column, found):  # type: ignore[no-untyped-def]
    height, width, channels = values.shape
    total = np.float32(0)
    found[row, column] = 0
    for near_row in range(max(int(y) - 1, 0), min(int(y) + 3, height)):
        for near_column in range(max(int(x) - 1, 0), min(int(x) + 3, width)):
            far_y, far_x = abs(np.float32(near_row) - y), abs(np.float32(near_column) - x)
            near = max(np.float32(1.5) - far_y, np.float32(0.02)) * max(np.float32(1.5) - far_x, np.float32(0.02))
            unlike = np.float32(0)
            for channel in range(guide.shape[2]):
                difference = guide[near_row, near_column, channel] - fine_guide[row, column, channel]
                unlike += difference * difference
            weight = near * trust[near_row, near_column] * (_LEAST + np.float32(math.exp(-min(unlike, np.float32(30)))))
            total += weight
            for channel in range(channels):
                found[row, column, channel] += weight * values[near_row, near_column, channel]
    for channel in range(channels):
        found[row, column, channel] /= total
