"""Coverage at a rim from the colours on its two sides: what is left there of an old tone is seen as an outline."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: The rim reaches so many px to either side, colours are taken from beyond a margin, with so wide a Gaussian (px).
REACH_PX, MARGIN_PX, SPREAD_PX = 4, 2, 3.0
#: Squared differences of colour: of two sides that can just be told apart, and of a pixel that is no mixture of them.
APART, UNLIKE, UNLIKE_SHARE = 0.01, 0.02, 0.05


def fit_rims(rgb: Floats, coverage: Floats) -> Floats:
    """Coverage H x W whose rims fit the picture, as far as the colours of the two sides differ."""
    near = cv2.dilate((coverage > 0).astype(np.uint8), _disc(round(REACH_PX + 3 * SPREAD_PX)))
    left, top, width, height = cv2.boundingRect(near)
    if not width:
        return coverage
    box = (slice(top, top + height), slice(left, left + width))
    fitted = coverage.copy()
    fitted[box] = _fitted(np.ascontiguousarray(rgb[box]), np.ascontiguousarray(coverage[box]))
    return fitted


def _fitted(rgb: Floats, coverage: Floats) -> Floats:
    inside, outside = _without_rim(coverage > 0.95), _without_rim(coverage < 0.05)
    (own, own_weight), (other, other_weight) = _colour(rgb, inside), _colour(rgb, outside)
    way = own - other
    length = (way * way).sum(axis=-1)
    share = (((rgb - other) * way).sum(axis=-1) / np.maximum(length, 1e-6)).clip(0, 1)
    off = ((rgb - other - share[..., None] * way) ** 2).sum(axis=-1)
    trust = length / (length + APART) * np.exp(-off / (UNLIKE + UNLIKE_SHARE * length))
    trust *= _rim(coverage > 0.5) & (own_weight > 0.01) & (other_weight > 0.01)
    return np.asarray(coverage + trust * (share - coverage), np.float32)


def _disc(radius: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8)


def _without_rim(mask: NDArray[np.bool_]) -> Floats:
    return np.asarray(cv2.erode(mask.astype(np.uint8), _disc(MARGIN_PX)), np.float32)


def _rim(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    sides = mask.astype(np.uint8)
    return np.asarray(cv2.dilate(sides, _disc(REACH_PX)) > cv2.erode(sides, _disc(REACH_PX)))


def _colour(rgb: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The mean colour of what is near in a mask, H x W x 3, and how much of it there is, H x W."""
    total = cv2.GaussianBlur(weight, (0, 0), SPREAD_PX)
    sums = cv2.GaussianBlur(rgb * weight[..., None], (0, 0), SPREAD_PX)
    return np.asarray(sums / np.maximum(total, 1e-5)[..., None], np.float32), np.asarray(total, np.float32)
