"""sRGB and linear light (IEC 61966-2-1), luminance, and differences of colour."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)  # of linear sRGB, ITU-R BT.709


def to_linear(srgb: Floats) -> Floats:
    """sRGB in [0, 1] to linear light in [0, 1]; any shape."""
    curve = cv2.pow((srgb + 0.055) / 1.055, 2.4).reshape(srgb.shape)
    result: Floats = np.where(srgb <= 0.04045, srgb / 12.92, curve).astype(np.float32, copy=False)
    return result


def to_srgb(linear: Floats) -> Floats:
    """Linear light to sRGB, both in [0, 1]; any shape."""
    linear = np.clip(linear, 0, 1)
    curve = 1.055 * cv2.pow(linear, 1 / 2.4).reshape(linear.shape) - 0.055
    result: Floats = np.where(linear <= 0.0031308, linear * 12.92, curve).astype(np.float32, copy=False)
    return result


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
