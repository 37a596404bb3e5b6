"""How light falls off over a hole is said by its rim, not by the copies that it is made of."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.level import Marks

_SHADING = 50.0  # Lab over the longest side: what changes slower is shading
_SEEN_PX, _RING_PX = 64, 3  # soft edges are steps, too, where the picture is small
_EDGE, _FEW = 3.0, 0.008  # Lab from pixel to pixel; of the ring: enough to make it no plain one
_SPREAD = 1 / 50  # of the longest side: over which it goes on


def plainness(lab: Floats, hole: Marks) -> float:
    """From 1, where nothing but shading is around the hole, down to 0, where some edges run into it."""
    scale = min(1.0, _SEEN_PX / max(hole.shape))
    size = max(1, round(hole.shape[1] * scale)), max(1, round(hole.shape[0] * scale))
    light = cv2.resize(np.ascontiguousarray(lab[..., 0]), size, interpolation=cv2.INTER_AREA)
    hole = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    ring = (cv2.dilate(hole.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=_RING_PX) > 0) & ~hole
    across, down = ring[:, 1:] & ring[:, :-1], ring[1:] & ring[:-1]
    steps = np.concatenate([np.diff(light, axis=1)[across], np.diff(light, axis=0)[down]])
    return max(0.0, 1 - float((np.abs(steps) > _EDGE).mean()) / _FEW) if len(steps) else 0.0


def shading_of(steps: Floats, where: Marks) -> Floats:
    """What of the steps, n x 6, goes on evenly around them.

    As Retinex does (Land, McCann 1971): slow changes are light's, quick ones the surface's.
    """
    slow = smoothed(steps, where, max(1.5, max(where.shape) * _SPREAD))
    least = _SHADING / max(where.shape)
    return np.asarray(slow * np.exp(-np.square(slow / least)), np.float32)


def smoothed(values: Floats, where: Marks, sigma: float) -> Floats:
    """The values, n x k, of the marked pixels, averaged with those of the marked ones around."""
    plane, known = np.zeros(where.shape, np.float32), where.astype(np.float32)
    weight = cv2.GaussianBlur(known, (0, 0), sigma)[where]
    found = np.empty_like(values)
    for k in range(values.shape[1]):
        plane[where] = values[:, k]
        found[:, k] = cv2.GaussianBlur(plane, (0, 0), sigma)[where] / weight
    return found
