"""Smooth continuation of what is known: a pyramid of normalised averages (push-pull), with the grain of the known."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.vectors import means

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

LEAST_PX = 3
#: Pixels that tell the strength of grain.
ENOUGH = 20000
#: Deviation, px, with which a wide blur is made on a smaller picture.
BLUR_PX = 4.0


def wide_blur(values: Floats, sigma: float) -> Floats:
    """A Gaussian blur of a picture H x W, made at a smaller size where that is as good."""
    scale = max(1, int(sigma / BLUR_PX))
    if scale == 1:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)
    size = values.shape[1::-1]
    small = cv2.resize(values, (-(-size[0] // scale), -(-size[1] // scale)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / scale), size), np.float32)


def continued(rgb: Floats, known: Floats) -> Floats:
    """A picture everywhere, from its known pixels (H x W, weights 0 to 1); these stay as they are in sum."""
    levels = [(rgb * known[..., None], known)]
    while min(levels[-1][1].shape) > LEAST_PX:
        colours, weight = levels[-1]
        levels.append((cv2.pyrDown(colours), cv2.pyrDown(weight)))
    colours, weight = levels[-1]
    # what is too far from all that is known has its average
    average = colours.sum(axis=(0, 1)) / np.maximum(weight.sum(), 1e-9)
    enough = np.maximum(weight, 1e-4)
    result = (colours + (enough - weight)[..., None] * average) / enough[..., None]
    for colours, weight in levels[-2::-1]:
        result = cv2.pyrUp(result, dstsize=weight.shape[::-1])
        share = (4 * weight).clip(0, 1)[..., None]
        result = result * (1 - share) + share * colours / np.maximum(weight, 1e-4)[..., None]
    return np.asarray(result, np.float32)


def continued_at_half(values: Floats, known: Floats) -> Floats:
    """As `continued`, at half the size: H/2 x W/2 x channels, rounded up."""
    half = (values.shape[1] + 1) // 2, (values.shape[0] + 1) // 2
    sums, weight = (
        np.asarray(cv2.resize(each, half, interpolation=cv2.INTER_AREA), np.float32)
        for each in (values * known[..., None], known)
    )
    return continued(np.asarray(sums / np.maximum(weight, 1e-3)[..., None], np.float32), weight)


def continued_roughly(values: Floats, known: Mask) -> Floats:
    """As `continued`, made at half the size: H x W x channels."""
    return np.asarray(cv2.resize(continued_at_half(values, known.astype(np.float32)), values.shape[1::-1]), np.float32)


def grain_of(rgb: Floats, known: Mask) -> float:
    """Strength of the finest noise of the known pixels, standard deviation."""
    if np.count_nonzero(known) < 200:
        return 0.0
    fine = np.abs(means(rgb - cv2.GaussianBlur(rgb, (0, 0), 1.5))[known])
    return float(1.4826 * np.median(fine[:: max(1, len(fine) // ENOUGH)]))


def with_grain(rgb: Floats, strength: float, seed: int) -> Floats:
    if strength <= 0:
        return rgb
    noise = np.random.default_rng(seed).standard_normal(rgb.shape[:2]).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 0.7)
    return np.asarray(rgb + noise[..., None] * (strength / max(float(noise.std()), 1e-6)), np.float32)
