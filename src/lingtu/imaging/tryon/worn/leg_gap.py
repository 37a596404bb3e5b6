"""The narrow gap between the legs of trousers, to a pixel: parts are told apart coarsely, and filters close it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import without_crumbs
from lingtu.imaging.tryon.arrays.vectors import dots, lengths
from lingtu.imaging.tryon.worn.layers import UNKNOWN

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]

#: Half width of a gap that is narrow, shoulder widths; how far beside it its edge is, px.
NARROW, BESIDE_PX = 0.07, 6
#: Pixels of a part's edge that tell nothing of its colours: of the gap's and of the trousers'; reach of both colours.
EDGE_PX, CLOTH_EDGE_PX, NEARBY_PX = 1, 5, 8.0
#: Distance of both colours, RGB in [0, 1], from which they are told apart, and share of each that must be near.
APART, LEAST = 0.15, 0.005


def with_leg_gap(rgb: Floats, small_labels: Labels, fine: Labels, width_px: float) -> Labels:
    """What is known to a pixel H x W (`fine`, elsewhere UNKNOWN), and whether a pixel at a narrow gap is trousers."""
    labels = cv2.resize(small_labels, rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    lower, ground = labels == Part.LOWER, labels == Part.BACKGROUND
    if not lower.any():
        return fine
    closed = cv2.morphologyEx(lower.astype(np.uint8), cv2.MORPH_CLOSE, disc(NARROW * width_px)) > 0
    gap = closed & ground
    x, y, width, height = cv2.boundingRect(cv2.dilate(gap.astype(np.uint8), disc(3 * NEARBY_PX)))
    if not width:
        return fine
    box = slice(y, y + height), slice(x, x + width)
    colours, gap, lower = rgb[box], gap[box], lower[box]
    of_ground, near_ground = _near(colours, cv2.erode(gap.astype(np.float32), disc(EDGE_PX)))
    of_cloth, near_cloth = _near(colours, cv2.erode(lower.astype(np.float32), disc(CLOTH_EDGE_PX)))
    apart = of_cloth - of_ground
    size = lengths(apart)
    cloth = dots(colours - of_ground, apart) > 0.5 * size**2
    zone = cv2.dilate(gap.astype(np.uint8), disc(BESIDE_PX)) > 0
    zone &= (gap | lower) & (size > APART) & (np.minimum(near_ground, near_cloth) > LEAST)
    cloth = ~without_crumbs(~cloth & zone) & zone
    result = fine.copy()
    part = result[box]
    part[:] = np.where(zone & (part == UNKNOWN), np.where(cloth, Part.LOWER, Part.BACKGROUND), part)
    return result


def _near(colours: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Average H x W x 3 of what has weight near each pixel, and how much that is, H x W."""
    share = cv2.GaussianBlur(weight, (0, 0), NEARBY_PX)
    total = cv2.GaussianBlur(colours * weight[..., None], (0, 0), NEARBY_PX)
    return np.asarray(total / np.maximum(share, 1e-6)[..., None], np.float32), np.asarray(share, np.float32)
