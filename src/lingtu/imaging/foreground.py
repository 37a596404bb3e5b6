"""The subject's own colours where it is mixed with its background (multi-level method, Germer et al. 2020).

I = alpha F + (1 - alpha) B has many solutions; wanted is the one with smooth F and B. Each level starts from the one of
half its size, so that colours travel far in a few sweeps.
"""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]

SWEEPS, SWEEPS_OF_SMALL, SMALL_PX = 2, 10, 32
SMOOTHNESS, SMOOTHNESS_AT_EDGES = 1e-5, 1.0
#: Beyond the subject by so much, colours are kept smooth: a later resize mixes them in. Farther out is black.
MARGIN_PX = 16


def own_colours(rgb: Rgb, alpha: Alpha) -> Rgb:
    """Colours H x W x 3 free of the background's.

    Where the subject covers a pixel wholly its colour is the picture's, to the bit; far from the subject it is black.
    """
    near = cv2.dilate((alpha > 0).astype(np.uint8), np.ones((2 * MARGIN_PX + 1, 2 * MARGIN_PX + 1), np.uint8))
    own = np.zeros_like(rgb)
    left, top, width, height = cv2.boundingRect(near)
    if not width:
        return own
    part = (slice(top, top + height), slice(left, left + width))
    part_rgb, part_alpha = np.ascontiguousarray(rgb[part]), np.ascontiguousarray(alpha[part])
    whole, close = (part_alpha >= 1)[..., None], near[part].astype(bool)[..., None]
    own[part] = np.where(whole, part_rgb, np.where(close, _separate(part_rgb, part_alpha)[0], 0))
    return own


def _separate(rgb: Rgb, alpha: Alpha) -> tuple[Rgb, Rgb]:
    """F and B of a level."""
    height, width = alpha.shape
    if max(height, width) <= 2:
        return rgb.copy(), rgb.copy()
    size = (width + 1) // 2, (height + 1) // 2
    # The nearest pixel, not the mean: a mean of subject and background is a colour of neither.
    half = _separate(*(cv2.resize(each, size, interpolation=cv2.INTER_NEAREST) for each in (rgb, alpha)))
    own, other = (cv2.resize(each, (width, height), interpolation=cv2.INTER_NEAREST) for each in half)
    for _ in range(SWEEPS if max(height, width) > SMALL_PX else SWEEPS_OF_SMALL):
        _sweep(rgb, alpha, own, other)
    return own, other


@njit(cache=True)
def _sweep(rgb, alpha, own, other):  # type: ignore[no-untyped-def]
    """One pass of Gauss-Seidel: F and B of a pixel that fit its colour and its neighbours' F and B best."""
    height, width = alpha.shape
    for y in range(height):
        for x in range(width):
            a = alpha[y, x]
            b = np.float32(1) - a
            pull = np.float32(0)
            f0 = f1 = f2 = g0 = g1 = g2 = np.float32(0)
            for side in range(4):
                ny = min(height - 1, max(0, y + (side == 0) - (side == 1)))
                nx = min(width - 1, max(0, x + (side == 2) - (side == 3)))
                weight = np.float32(SMOOTHNESS) + np.float32(SMOOTHNESS_AT_EDGES) * abs(a - alpha[ny, nx])
                pull += weight
                f0 += weight * own[ny, nx, 0]
                f1 += weight * own[ny, nx, 1]
                f2 += weight * own[ny, nx, 2]
                g0 += weight * other[ny, nx, 0]
                g1 += weight * other[ny, nx, 1]
                g2 += weight * other[ny, nx, 2]
            # [a a + pull, a b; a b, b b + pull] [F; B] = [a I + sum of F; b I + sum of B]
            scale = np.float32(1) / (pull * (a * a + b * b + pull))
            for channel, f, g in ((0, f0, g0), (1, f1, g1), (2, f2, g2)):
                p, q = a * rgb[y, x, channel] + f, b * rgb[y, x, channel] + g
                own[y, x, channel] = min(1, max(0, scale * ((b * b + pull) * p - a * b * q)))
                other[y, x, channel] = min(1, max(0, scale * ((a * a + pull) * q - a * b * p)))
