"""First ideas of what is in a hole, from what is around it: without texture, right in tone."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

_GUESSED_PX = 112  # of the longest side: it has no detail
_KNOWN = 0.5  # of a pixel
#: Shares of the width and height that the surroundings are averaged over, the nearest first.
_REACHES = (0.004, 0.012, 0.03, 0.08, 0.25, 0.6)


def guessed(picture: Floats, hole: NDArray[np.bool_], flatness: float) -> Floats:
    """The picture, h x w x 3, its hole (h x w) as `layered` has it, which is worked out when it is small."""
    height, width = hole.shape
    scale = min(1.0, _GUESSED_PX / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    known = (~hole).astype(np.float32)
    weight = np.asarray(cv2.resize(known, size, interpolation=cv2.INTER_AREA), np.float32)
    seen = cv2.resize(picture * known[..., None], size, interpolation=cv2.INTER_AREA)
    seen = np.asarray(seen / np.maximum(weight, 1e-6)[..., None], np.float32)
    tones = layered(seen, (weight > _KNOWN).astype(np.float32), flatness)
    large = cv2.resize(tones, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.where(hole[..., None], large, picture), np.float32)


def layered(picture: Floats, known: Floats, flatness: float) -> Floats:
    """Each pixel of the hole from the known ones nearest to it; the flatter, the more from its own row.

    picture: h x w x 3; known: h x w, 1 = known. Scenes are layers: floor or table, wall, sky.
    """
    height, width = known.shape
    total, covered = np.zeros_like(picture), np.zeros((height, width), np.float32)
    for reach in _REACHES:
        across = max(1.0, reach * width)
        down = max(0.6 if reach < 0.2 else 2.0, flatness * reach * height)
        sigma = {"sigmaX": across, "sigmaY": down, "borderType": cv2.BORDER_REPLICATE}
        weight = cv2.GaussianBlur(known, (0, 0), **sigma)
        colour = cv2.GaussianBlur(picture * known[..., None], (0, 0), **sigma) / (weight[..., None] + 1e-6)
        share = np.clip(weight / 0.15, 0, 1) * (1 - covered)
        total += colour * share[..., None]
        covered += share
    # the mean where nothing known was in reach
    mean = picture[known > 0.5].mean(axis=0) if (known > 0.5).any() else np.float32(0.5)
    rest = np.where(covered < 0.5, 1 - covered, 0)
    guess = (total + mean * rest[..., None]) / (covered + rest)[..., None]
    return np.where(known[..., None] > 0.5, picture, guess.clip(0, 1)).astype(np.float32)
