"""What a picture shows that is unlike the surroundings of a hole: objects elsewhere should not be copied into it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

_RING = 0.1  # of the longest side: how far the surroundings reach
_COLOURS, _SAMPLES, _RARE = 10, 3000, 0.015
_NEAR, _FAR = 60.0, 460.0  # squared distances in Lab that are nothing, and everything
_LIGHTNESS = 0.6  # beside the two of colour: light changes it


def strangeness(lab: Floats, hole: NDArray[np.bool_]) -> Floats:
    """h x w in [0, 1]: how far a place's colour is from every colour around the hole."""
    longest = max(hole.shape)
    distance = cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, 3)
    ring = (distance > 0) & (distance < _RING * longest)
    smooth = cv2.GaussianBlur(lab, (0, 0), max(1.0, longest / 160)) * np.sqrt([_LIGHTNESS, 1, 1]).astype(np.float32)
    seen = smooth[ring].astype(np.float32)
    if len(seen) < 4 * _COLOURS:
        return np.zeros(hole.shape, np.float32)
    seen = seen[np.random.default_rng(0).choice(len(seen), min(len(seen), _SAMPLES), replace=False)]
    cv2.setRNGSeed(1)
    _, labels, centres = cv2.kmeans(seen, _COLOURS, None, (3, 20, 0.5), 2, cv2.KMEANS_PP_CENTERS)
    common = np.bincount(labels.ravel(), minlength=_COLOURS) >= _RARE * len(seen)
    nearest = np.full(hole.shape, np.inf, np.float32)
    for centre in centres[common]:
        nearest = np.minimum(nearest, ((smooth - centre) ** 2).sum(axis=2))
    return np.asarray(np.clip((nearest - _NEAR) / (_FAR - _NEAR), 0, 1), np.float32)
