"""A completed small picture at full size: detail is copied from where the patches came, tones meet at the border."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.pyramid import State

_FEATHER_PX = 1.5


def enlarged(scene: Floats, inside: NDArray[np.bool_], state: State) -> Floats:
    """The scene, H x W x 3, its hole (H x W) filled as the state (at most as large) says; all else stays."""
    height, width = inside.shape
    small = state.picture
    rows, columns = small.shape[:2]
    low = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    result = scene.copy()
    painted = low
    if (rows, columns) != (height, width):
        clean = np.where(inside[..., None], low, scene)
        blurred = cv2.resize(
            cv2.resize(clean, (columns, rows), interpolation=cv2.INTER_AREA),
            (width, height),
            interpolation=cv2.INTER_CUBIC,
        )
        painted = low + _moved(clean - blurred, state, (height, width))
    result[inside] = painted[inside].clip(0, 1)
    return result


def _moved(detail: Floats, state: State, size: tuple[int, int]) -> Floats:
    """The detail of every pixel's source."""
    rows, columns = state.hole.shape
    height, width = size
    offsets = np.zeros((rows, columns, 2), np.float32)
    targets = state.field.targets
    offsets[targets[:, 0], targets[:, 1]] = state.sources - targets
    scale = np.array([height / rows, width / columns], np.float32)
    large = np.rint(cv2.resize(offsets * scale, (width, height), interpolation=cv2.INTER_NEAREST))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.asarray(
        cv2.remap(detail, x + large[..., 1], y + large[..., 0], cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT),
        np.float32,
    )
