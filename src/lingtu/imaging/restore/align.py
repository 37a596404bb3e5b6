"""A painting laid exactly over the photo it was painted from: models shift and zoom by a per cent or two.

By the enhanced correlation coefficient (Evangelidis, Psarakis 2008), which doesn't mind another tone, where the two
should be the same.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

Mask = NDArray[np.bool_]

_VIEW = 384  # px of the longer side: a tenth of a pixel there is a quarter of one at 1024
_ROUNDS, _ENOUGH = 40, 1e-5
#: Of the picture's side: a painting that lies farther away isn't shifted, it shows something else.
_FARTHEST = 0.05
_SMALLEST = 0.002  # and one that lies so near stays as it is: moving softens
_LEAST_SHARE = 0.1  # of the picture that must be the same in both for it to tell anything


def aligned(painted: Floats, photo: Floats, same: Mask) -> Floats:
    """The painting (H x W x 3) moved onto the photo, by what `same` says should be equal in both.

    As it is where that tells nothing.
    """
    if same.mean() < _LEAST_SHARE:
        return painted
    height, width = photo.shape[:2]
    scale = min(1.0, _VIEW / max(height, width))
    size = max(16, round(width * scale)), max(16, round(height * scale))
    one, other = (_grey(picture, size) for picture in (photo, painted))
    counted = cv2.resize(same.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _ROUNDS, _ENOUGH)
    place = np.eye(2, 3, dtype=np.float32)
    try:
        _, place = cv2.findTransformECC(one, other, place, cv2.MOTION_AFFINE, criteria, counted, 5)
    except cv2.error:  # nothing in common
        return painted
    if not _SMALLEST < _moved(place, size) < _FARTHEST:
        return painted
    full = _at_size(place, width / size[0], height / size[1])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    found = cv2.warpAffine(painted, full, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.clip(found, 0, 1), np.float32)


def _grey(picture: Floats, size: tuple[int, int]) -> Floats:
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.float32)


def _moved(place: Floats, size: tuple[int, int]) -> float:
    """The farthest that a corner moves, of the longer side."""
    corners = np.array([(x, y) for x in (0, size[0]) for y in (0, size[1])], np.float32)
    there = corners @ place[:, :2].T + place[:, 2]
    return float(np.linalg.norm(there - corners, axis=1).max() / max(size))


def _at_size(place: Floats, across: float, down: float) -> Floats:
    """Of the small pictures, for the large ones; pixel centres meet."""
    up = np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]])
    whole = up @ np.vstack([place, [0, 0, 1]]) @ np.linalg.inv(up)
    return np.asarray(whole[:2], np.float32)
