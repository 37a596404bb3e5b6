"""Rows of the matting Laplacian (Levin, Lischinski, Weiss 2007), compiled.

Of a window k of 3 x 3 pixels with mean colour mu and covariance S, pixels i and j get
    delta_ij - 1/9 (1 + (I_i - mu)' (S + epsilon)^-1 (I_j - mu))
so a pixel is coupled to the 5 x 5 around it. Everything here is serial: the same bits on any number of cores.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Vector = NDArray[np.float64]

#: How far a pixel's couplings reach.
REACH_PX = 2
_AREA = 9.0


def couple_rows(rgb: NDArray[np.float32], unknown: NDArray[np.bool_], epsilon: float) -> NDArray[np.float64]:
    """Couplings N x 5 x 5 of the N unknown pixels, in the order of the picture's rows.

    Both arrays have a margin of `REACH_PX` that is not part of the picture.
    """
    number = np.full(unknown.shape, -1, np.int32)
    number[unknown] = np.arange(np.count_nonzero(unknown))
    values = np.zeros((int(number.max()) + 1, 5, 5))
    _couple(np.ascontiguousarray(rgb), number, epsilon, values)
    return values


def apply_rows(
    values: NDArray[np.float64], y: NDArray[np.intp], x: NDArray[np.intp], plane: NDArray[np.float64]
) -> Vector:
    """The rows times a plane with the same margin."""
    product = np.empty(len(values))
    _apply(values, y, x, plane, product)
    return product


@njit(cache=True)
def _couple(rgb, number, epsilon, values):  # type: ignore[no-untyped-def]
    height, width = number.shape
    centred = np.empty((3, 3, 3))
    spread = np.empty((3, 3, 3))
    for y in range(3, height - 3):
        for x in range(3, width - 3):
            if number[y - 1 : y + 2, x - 1 : x + 2].max() < 0:
                continue
            _whiten(rgb[y - 1 : y + 2, x - 1 : x + 2], epsilon, centred, spread)
            for yi in range(3):
                for xi in range(3):
                    row = number[y + yi - 1, x + xi - 1]
                    if row < 0:
                        continue
                    for yj in range(3):
                        for xj in range(3):
                            agreement = 0.0
                            for channel in range(3):
                                agreement += spread[yi, xi, channel] * centred[yj, xj, channel]
                            same = 1.0 if yi == yj and xi == xj else 0.0
                            values[row, yj - yi + 2, xj - xi + 2] += same - (1.0 + agreement) / _AREA


@njit(cache=True)
def _whiten(window, epsilon, centred, spread):  # type: ignore[no-untyped-def]
    """centred = I - mu; spread = (S + epsilon)^-1 (I - mu)."""
    for channel in range(3):
        mean = 0.0
        for y in range(3):
            for x in range(3):
                mean += window[y, x, channel]
        for y in range(3):
            for x in range(3):
                centred[y, x, channel] = window[y, x, channel] - mean / _AREA
    a = b = c = d = e = f = 0.0
    for y in range(3):
        for x in range(3):
            r, g, v = centred[y, x, 0], centred[y, x, 1], centred[y, x, 2]
            a, b, c = a + r * r, b + r * g, c + r * v
            d, e, f = d + g * g, e + g * v, f + v * v
    a, b, c = (a + epsilon) / _AREA, b / _AREA, c / _AREA
    d, e, f = (d + epsilon) / _AREA, e / _AREA, (f + epsilon) / _AREA
    # The inverse of a symmetric 3 x 3 matrix by its adjugate.
    p, q, s = d * f - e * e, c * e - b * f, b * e - c * d
    t, u, w = a * f - c * c, b * c - a * e, a * d - b * b
    scale = 1.0 / (a * p + b * q + c * s)
    for y in range(3):
        for x in range(3):
            r, g, v = centred[y, x, 0], centred[y, x, 1], centred[y, x, 2]
            spread[y, x, 0] = scale * (p * r + q * g + s * v)
            spread[y, x, 1] = scale * (q * r + t * g + u * v)
            spread[y, x, 2] = scale * (s * r + u * g + w * v)


@njit(cache=True)
def _apply(values, y, x, plane, product):  # type: ignore[no-untyped-def]
    for row in range(len(product)):
        total = 0.0
        for dy in range(5):
            for dx in range(5):
                total += values[row, dy, dx] * plane[y[row] + dy - 2, x[row] + dx - 2]
        product[row] = total
