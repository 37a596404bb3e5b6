"""Joint upsampling: smooth values of a coarse grid brought to a finer one, kept apart where a guide has an edge."""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from lingtu.imaging.colour import Floats

_EVEN = np.float32(0.004)


def joint(values: Floats, guide: Floats, fine_guide: Floats, first: tuple[float, float], step: float) -> Floats:
    """Values h x w x C at every point of a fine grid, H x W x C.

    The fine point (row, column) lies at `first + step (row, column)` of the coarse grid. Of its four neighbours there
    those count that have a like guide (h x w x G and H x W x G): a difference of 1 takes away two thirds.
    """
    found = np.empty((*fine_guide.shape[:2], values.shape[2]), np.float32)
    _join(
        np.ascontiguousarray(values),
        np.ascontiguousarray(guide),
        np.ascontiguousarray(fine_guide),
        np.float32(first[0]),
        np.float32(first[1]),
        np.float32(step),
        found,
    )
    return found


@njit(cache=True, parallel=True)
def _join(values, guide, fine_guide, first_row, first_column, step, found):  # type: ignore[no-untyped-def]
    height, width, channels = values.shape
    for row in prange(found.shape[0]):
        y = min(max(first_row + step * np.float32(row), np.float32(0)), np.float32(height - 1))
        above = min(int(y), max(height - 2, 0))
        down = y - np.float32(above)
        for column in range(found.shape[1]):
            x = min(max(first_column + step * np.float32(column), np.float32(0)), np.float32(width - 1))
            before = min(int(x), max(width - 2, 0))
            right = x - np.float32(before)
            total = np.float32(0)
            found[row, column] = 0
            even = _is_even(values, above, before)
            for corner in range(4):
                near_row, near_column = min(above + corner // 2, height - 1), min(before + corner % 2, width - 1)
                share = (down if corner // 2 else 1 - down) * (right if corner % 2 else 1 - right)
                weight = share
                if not even:
                    weight = _likeness(guide, near_row, near_column, fine_guide, row, column)
                    weight = (share + np.float32(1e-3)) * weight + np.float32(1e-12)
                total += weight
                for channel in range(channels):
                    found[row, column, channel] += weight * values[near_row, near_column, channel]
            for channel in range(channels):
                found[row, column, channel] /= total


@njit(cache=True)
def _is_even(values, row, column):  # type: ignore[no-untyped-def]
    """The four values from there on hardly differ: no edge can matter."""
    below, after = min(row + 1, values.shape[0] - 1), min(column + 1, values.shape[1] - 1)
    for channel in range(values.shape[2]):
        one, two = values[row, column, channel], values[row, after, channel]
        three, four = values[below, column, channel], values[below, after, channel]
        if max(max(one, two), max(three, four)) - min(min(one, two), min(three, four)) > _EVEN:
            return False
    return True


@njit(cache=True)
def _likeness(guide, row, column, fine_guide, fine_row, fine_column):  # type: ignore[no-untyped-def]
    unlike = np.float32(0)
    for channel in range(guide.shape[2]):
        difference = guide[row, column, channel] - fine_guide[fine_row, fine_column, channel]
        unlike += difference * difference
    return np.float32(math.exp(-min(unlike, np.float32(30))))
