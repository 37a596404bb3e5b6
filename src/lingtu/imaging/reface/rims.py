"""Coverage at a rim from the colours on its two sides: what is left there of an old tone is seen as an outline."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.reface.regions import blurred

Floats = NDArray[np.float32]

#: The rim reaches so far to either side, colours are taken from beyond a margin, with so wide a Gaussian: wide for what
#: a matte misses, in widths of the face, then narrow for what is exact, in px.
WIDE, NARROW = (0.08, 0.065, 0.05), (4.0, 2.0, 3.0)
#: Squared differences of colour: of two sides that can just be told apart, and of a pixel that is no mixture of them.
APART, UNLIKE, UNLIKE_SHARE = 0.01, 0.02, 0.05


def fit_rims(rgb: Floats, coverage: Floats, width: float) -> Floats:
    """Coverage H x W whose rims fit the picture, as far as the colours of the two sides differ.

    `width`: of the face, px.
    """
    wide = _Rim(*(each * width for each in WIDE))
    near = cv2.dilate((coverage > 0).astype(np.uint8), _disc(wide.reach + 3 * wide.spread))
    left, top, across, high = cv2.boundingRect(near)
    if not across:
        return coverage
    box = (slice(top, top + high), slice(left, left + across))
    fitted, part = coverage.copy(), np.ascontiguousarray(rgb[box])
    near_skin = np.ascontiguousarray(coverage[box])
    # Far from a border, what is darker than skin is its shade: nothing is taken from it.
    fitted[box] = _fitted(part, np.maximum(near_skin, _fitted(part, near_skin, wide)), _Rim(*NARROW))
    return fitted


@dataclass(frozen=True)
class _Rim:
    """All in px."""

    reach: float
    margin: float
    spread: float


def _fitted(rgb: Floats, coverage: Floats, rim: _Rim) -> Floats:
    inside, outside = (_shrunk(side, rim.margin) for side in (coverage > 0.95, coverage < 0.05))
    (own, own_weight), (other, other_weight) = (_colour(rgb, side, rim.spread) for side in (inside, outside))
    way = own - other
    length = (way * way).sum(axis=-1)
    share = (((rgb - other) * way).sum(axis=-1) / np.maximum(length, 1e-6)).clip(0, 1)
    off = ((rgb - other - share[..., None] * way) ** 2).sum(axis=-1)
    trust = length / (length + APART) * np.exp(-off / (UNLIKE + UNLIKE_SHARE * length))
    trust *= _around(coverage > 0.5, rim.reach) & (own_weight > 0.01) & (other_weight > 0.01)
    return np.asarray(coverage + trust * (share - coverage), np.float32)


def _disc(radius: float) -> NDArray[np.uint8]:
    size = 2 * max(1, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _shrunk(mask: NDArray[np.bool_], margin: float) -> Floats:
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5) > margin, np.float32)


def _around(mask: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """The rim of a mask, to both sides."""
    depth = [cv2.distanceTransform(side.astype(np.uint8), cv2.DIST_L2, 5) for side in (mask, ~mask)]
    return np.asarray(np.maximum(*depth) <= reach)


def _colour(rgb: Floats, weight: Floats, spread: float) -> tuple[Floats, Floats]:
    """The mean colour of what is near in a mask, H x W x 3, and how much of it there is, H x W."""
    total = blurred(weight, spread)
    sums = blurred(rgb * weight[..., None], spread)
    return np.asarray(sums / np.maximum(total, 1e-5)[..., None], np.float32), total
