"""Garments that lie crooked in their picture, turned upright by the axis about which they are most symmetric."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Longest side at which symmetry is measured, px.
SIDE_PX = 160
#: How crooked a garment may lie, and the coarse and fine steps in which that is found, degrees.
MOST, COARSE, FINE = 20.0, 2.0, 0.5
#: What turning must gain, intersection over union, and from which angle on it's worth resampling, degrees.
GAIN, LEAST = 0.012, 1.5


def upright(rgb: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """Picture and coverage, H x W, turned so that the garment's axis is vertical; larger if it needs the room."""
    angle = tilt(alpha > 0.5)
    if abs(angle) < LEAST:
        return rgb, alpha
    height, width = alpha.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
    cos, sin = np.abs(turn[0, :2])
    size = int(np.ceil(width * cos + height * sin)), int(np.ceil(height * cos + width * sin))
    turn[:, 2] += (np.array(size) - (width, height)) / 2
    return (
        np.asarray(cv2.warpAffine(rgb, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32),
        np.asarray(cv2.warpAffine(alpha, turn, size, flags=cv2.INTER_LINEAR), np.float32),
    )


def tilt(mask: Mask) -> float:
    """By how many degrees, counterclockwise, a mask is to be turned to be most symmetric about a vertical axis."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return 0.0
    part = mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].astype(np.float32)
    scale = min(1.0, SIDE_PX / max(part.shape))
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = int(np.ceil(np.hypot(*small.shape))) + 2
    room = cv2.copyMakeBorder(small, *_rim(small.shape[0], side), *_rim(small.shape[1], side), cv2.BORDER_CONSTANT)
    coarse = {angle: _symmetry(room, angle) for angle in np.arange(-MOST, MOST + COARSE / 2, COARSE)}
    best = max(coarse, key=lambda angle: coarse[angle])
    fine = {angle: _symmetry(room, angle) for angle in np.arange(best - COARSE, best + COARSE + FINE / 2, FINE)}
    best = max(fine, key=lambda angle: fine[angle])
    return float(best) if fine[best] > _symmetry(room, 0.0) + GAIN and abs(best) <= MOST else 0.0


def _rim(have: int, want: int) -> tuple[int, int]:
    return (want - have) // 2, want - have - (want - have) // 2


def _symmetry(room: Floats, angle: float) -> float:
    """Intersection over union of a turned mask and its mirror image, about the best vertical axis."""
    middle = (room.shape[1] - 1) / 2, (room.shape[0] - 1) / 2
    turned = cv2.warpAffine(room, cv2.getRotationMatrix2D(middle, angle, 1.0), room.shape[::-1])
    # the overlap with the mirror image about x = k / 2 is the rows' convolution with themselves at k
    waves = np.fft.rfft(turned, 2 * turned.shape[1], axis=1)
    overlap = float(np.fft.irfft((waves**2).sum(axis=0)).max())
    whole = float(turned.sum())
    return overlap / max(2 * whole - overlap, 1e-6)
