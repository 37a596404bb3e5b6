"""First ideas of what is in a hole, from what is around it: without texture, right in tone."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats

#: Shares of the width and height that the surroundings are averaged over, the nearest first.
_REACHES = (0.004, 0.012, 0.03, 0.08, 0.25, 0.6)


def layered(picture: Floats, known: Floats, flatness: float) -> Floats:
    """Each pixel of the hole from the known ones nearest to it; the flatter, the more from its own row.

    picture: h x w x 3; known: h x w, 1 = known. Scenes are layers: floor or table, wall, sky.
    """
    height, width = known.shape
    total, covered = np.zeros_like(picture), np.zeros((height, width), np.float32)
    for reach in _REACHES:
        across = max(1.0, reach * width)
        down = max(0.6, min(flatness, 1.0) * reach * height) if reach < 0.2 else max(2.0, flatness * reach * height)
        sigma = {"sigmaX": across, "sigmaY": down, "borderType": cv2.BORDER_REPLICATE}
        weight = cv2.GaussianBlur(known, (0, 0), **sigma)
        colour = cv2.GaussianBlur(picture * known[..., None], (0, 0), **sigma) / (weight[..., None] + 1e-6)
        share = np.clip(weight / 0.15, 0, 1) * (1 - covered)
        total += colour * share[..., None]
        covered += share
    return _completed(picture, known, total, covered)


def _completed(picture: Floats, known: Floats, total: Floats, covered: Floats) -> Floats:
    """The mean where nothing known was in reach."""
    mean = picture[known > 0.5].mean(axis=0) if (known > 0.5).any() else np.float32(0.5)
    guess = (total + mean * (1 - covered)[..., None] * (covered < 0.5)[..., None]) / np.maximum(
        covered + (1 - covered) * (covered < 0.5), 1e-6
    )[..., None]
    return np.where(known[..., None] > 0.5, picture, guess.clip(0, 1)).astype(np.float32)
