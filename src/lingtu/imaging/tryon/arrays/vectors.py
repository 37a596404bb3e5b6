"""Vectors along an array's last axis, as colours are, and masks of labels: many times as fast as NumPy's own way."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def lengths(vectors: NDArray[np.floating]) -> Floats:
    """Euclidean length of each of H x W x n vectors, H x W."""
    return np.sqrt(dots(vectors, vectors))


def colour_distance(one: Floats, other: Floats) -> Floats:
    """CIE 1976 distance in Lab of two sRGB pictures H x W x 3, 0..1: H x W."""
    one, other = (cv2.cvtColor(each, cv2.COLOR_RGB2Lab) for each in (one, other))
    return lengths(one - other)


def dots(some: NDArray[np.floating], others: NDArray[np.floating]) -> Floats:
    """Scalar product of each two of H x W x n vectors, H x W; one side may be of fewer axes."""
    return _sums(np.asarray(some * others, np.float32))


def means(vectors: Floats) -> Floats:
    """Mean of each of H x W x n vectors, H x W."""
    return np.asarray(_sums(vectors) / np.float32(vectors.shape[2]), np.float32)


def maxima(vectors: Floats) -> Floats:
    """Largest value of each of H x W x n vectors, H x W."""
    result = vectors[..., 0]
    for index in range(1, vectors.shape[-1]):
        result = np.maximum(result, vectors[..., index])
    return result


def _sums(vectors: Floats) -> Floats:
    if not vectors.size:
        return np.zeros(vectors.shape[:2], np.float32)
    return np.asarray(cv2.transform(vectors, np.ones((1, vectors.shape[2]), np.float32)), np.float32)


def strongest(values: Floats) -> NDArray[np.uint8]:
    """Which of the first axis has the largest value, the first of equal ones: n x H x W gives H x W."""
    best, index = values[0], np.zeros(values.shape[1:], np.uint8)
    for number, each in enumerate(values[1:], 1):
        # the numbers grow
        index = np.maximum(index, cv2.compare(each, best, cv2.CMP_GT) & np.uint8(number))
        best = np.maximum(best, each)
    return index


def is_any(labels: NDArray[np.uint8], parts: Iterable[int]) -> Mask:
    """Where labels are any of these parts; of the labels' shape."""
    return _table(tuple(parts))[labels]


@cache
def _table(parts: tuple[int, ...]) -> Mask:
    table = np.zeros(256, np.bool_)
    table[list(parts)] = True
    return table
