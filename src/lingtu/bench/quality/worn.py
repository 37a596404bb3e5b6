"""How much of a garment is still seen when it is worn, and how smooth its outline is.

Pictures are H x W x 3 sRGB in [0, 1]; masks H x W.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

Marks = NDArray[np.bool_]

#: Lowe's ratio of the best to the second-best match; fewer features than this say nothing.
RATIO, LEAST_FEATURES = 0.8, 30
#: A match is right if its neighbours' matches, so many, tell its place to within this share of the garment's height.
NEIGHBOURS, OFF = 6, 0.03
#: Radius of what an outline is smoothed by, in roots of the mask's area.
SMOOTHING = 0.04


def pattern_kept(garment: Floats, covered: Marks, picture: Floats, where: Marks) -> float | None:
    """Share of a garment's features (SIFT, Lowe 2004) that are seen again, in their place, where it is worn.

    Cloth bends, so a match's place is judged by the affine map of its neighbours' matches. None for plain cloth.
    """
    before, after = _features(garment, covered), _features(picture, where)
    if len(before[0]) < LEAST_FEATURES:
        return None
    if len(after[0]) < 2:
        return 0.0
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(before[1], after[1], k=2)
    good = [one for one, other in pairs if one.distance < RATIO * other.distance]
    if len(good) <= NEIGHBOURS:
        return 0.0
    source = before[0][[match.queryIdx for match in good]]
    target = after[0][[match.trainIdx for match in good]]
    height = float(np.ptp(np.nonzero(where)[0])) + 1
    return float(np.count_nonzero(_in_place(source, target, OFF * height)) / len(before[0]))


def _features(picture: Floats, where: Marks) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Places N x 2 and descriptions N x 128 of a picture's features that lie well inside."""
    inside = cv2.erode(where.astype(np.uint8), np.ones((9, 9), np.uint8))
    grey = cv2.cvtColor((picture * 255).round().astype(np.uint8), cv2.COLOR_RGB2GRAY)
    found, described = cv2.SIFT.create().detectAndCompute(grey, inside)
    if not found:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32)
    return np.array([each.pt for each in found], np.float32), np.asarray(described, np.float32)


def _in_place(source: NDArray[np.float32], target: NDArray[np.float32], most_px: float) -> Marks:
    """Which matches lie where those of their nearest neighbours tell, in the median of their offsets from them."""
    away = ((source[:, None] - source[None]) ** 2).sum(axis=2)
    nearest = np.argsort(away, axis=1)[:, 1 : NEIGHBOURS + 1]
    scale = np.median(np.linalg.norm(target - np.median(target, axis=0), axis=1)) / max(
        float(np.median(np.linalg.norm(source - np.median(source, axis=0), axis=1))), 1e-3
    )
    told = target[nearest] + scale * (source[:, None] - source[nearest])
    return np.asarray(np.linalg.norm(np.median(told, axis=1) - target, axis=1) < most_px)


def roughness(mask: Marks) -> float:
    """Share of a silhouette's area that smoothing its outline adds or takes away; 0 is a disc's."""
    area = float(np.count_nonzero(mask))
    if not area:
        return 0.0
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), SMOOTHING * area**0.5 / 2)
    return float(np.count_nonzero((soft > 0.5) != mask)) / area
