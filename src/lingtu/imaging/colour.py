"""sRGB and linear light (IEC 61966-2-1), luminance, and differences of colour."""

from __future__ import annotations

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)  # of linear sRGB, ITU-R BT.709


_STEPS = 65535  # of the tables: 8-bit values fall on a step exactly, and no step is wider than 1/40 of an 8-bit one


def to_linear(srgb: Floats) -> Floats:
    """sRGB in [0, 1] to linear light in [0, 1]; any shape."""
    return _looked_up(srgb, _TO_LINEAR)


def to_srgb(linear: Floats) -> Floats:
    """Linear light to sRGB, both in [0, 1], what lies outside clipped; any shape."""
    return _looked_up(linear, _TO_SRGB)


def _looked_up(values: Floats, table: Floats) -> Floats:
    values = np.ascontiguousarray(values, np.float32)
    found = np.empty_like(values)
    _look_up(values.reshape(-1), table, found.reshape(-1))
    return found


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _look_up(values: Floats, table: Floats, found: Floats) -> None:
    for index in range(values.size):
        step = values[index] * _STEPS + 0.5
        found[index] = table[int(min(max(step, 0.0), _STEPS))]


def _linear_of(srgb: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _srgb_of(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


_TO_LINEAR: Floats = _linear_of(np.linspace(0, 1, _STEPS + 1)).astype(np.float32)
_TO_SRGB: Floats = _srgb_of(np.linspace(0, 1, _STEPS + 1)).astype(np.float32)


def luminance(linear: Floats) -> Floats:
    """Luminance of linear light, H x W x 3 to H x W."""
    result: Floats = linear @ LUMINANCE
    return result


def mean_delta_e(one: Floats, other: Floats) -> float:
    """Mean CIE76 difference of two sRGB pictures of N x 3 or H x W x 3."""
    labs = [
        cv2.cvtColor(np.ascontiguousarray(picture.reshape(-1, 1, 3)), cv2.COLOR_RGB2Lab) for picture in (one, other)
    ]
    return float(np.linalg.norm(labs[0] - labs[1], axis=2).mean())
