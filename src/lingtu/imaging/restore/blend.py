"""A painted picture and a photo it was painted from, joined where the photo must stay.

The photo's pixels are kept to the bit; beside them the painting takes the photo's tone, by a membrane (Pérez et al.,
Poisson Image Editing, 2003: the correction is as smooth as it can be), and the last few pixels are mixed.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import Part, visible_part

Mask = NDArray[np.bool_]

#: sRGB: a larger step between photo and painting is another thing, not another tone, and is not spread.
MOST_TONE = 0.12
_COARSEST_PX = 2
_UNMIXED_PX = 1.5  # beside the border: steps across it are the photo's own
_BESIDE_PX = 8  # of the photo beside its border: enough to know its tone there
_FLAT = 2.0  # a smooth step is steepest in its middle, 1.5; the painting has slopes of its own


def join(photo: Floats, painted: Floats, keep: Mask, feather_px: float, reach_px: float) -> Floats:
    """The painting with the photo (both H x W x 3) where `keep` is.

    Outside of it the photo fades within `feather_px`, and its tone within `reach_px`; both at least 1.
    """
    if not keep.any():
        return painted.copy()
    result = photo.copy()
    part = _around(~keep)
    result[part] = _joined(photo[part], painted[part], keep[part], feather_px, reach_px)
    return result


def _joined(photo: Floats, painted: Floats, keep: Mask, feather_px: float, reach_px: float) -> Floats:
    if keep.all():
        return photo
    away = cv2.distanceTransform((~keep).astype(np.uint8), cv2.DIST_L2, 5)
    tone = membrane(photo - painted, keep) * np.exp(-away / np.float32(reach_px))[..., None]
    toned = np.clip(painted + tone, 0, 1)
    share = _smooth(1 - (away - _UNMIXED_PX) / np.float32(feather_px))[..., None]
    mixed = toned + (photo - toned) * share
    return np.where(keep[..., None], photo, mixed).astype(np.float32)


def _around(mask: Mask) -> Part:
    """Rows and columns that hold the mask and what borders on it."""
    rows, columns = visible_part(mask.astype(np.float32), 0.5)
    return (
        slice(max(0, rows.start - _BESIDE_PX), rows.stop + _BESIDE_PX),
        slice(max(0, columns.start - _BESIDE_PX), columns.stop + _BESIDE_PX),
    )


def membrane(step: Floats, keep: Mask) -> Floats:
    """The difference at the border of `keep`, H x W x 3, carried smoothly over everything else.

    By a pyramid: known values are averaged down, and fill what is unknown on the way up.
    """
    inner = cv2.erode(keep.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    modest = (_most(np.abs(step)) <= MOST_TONE)[..., None]
    weight = (keep & ~inner)[..., None].astype(np.float32) * modest
    found = _carried(np.concatenate([step * weight, weight], axis=2).astype(np.float32))
    value = found[..., :3] / np.maximum(found[..., 3:], np.float32(1e-6))
    return np.where(found[..., 3:] > 0, value, 0).astype(np.float32)


def _carried(weighted: Floats) -> Floats:
    """Values times weights, and weights (H x W x 4), with a little weight everywhere."""
    height, width = weighted.shape[:2]
    if min(height, width) <= _COARSEST_PX:
        return weighted
    half = cv2.resize(weighted, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    below = cv2.resize(_carried(_full(half)), (width, height), interpolation=cv2.INTER_LINEAR)
    missing = 1 - np.minimum(weighted[..., 3:], 1)
    return np.asarray(weighted + below * missing, np.float32)


def _full(weighted: Floats) -> Floats:
    """Weights above 0 towards 1: a line of known pixels knows as much of its surroundings as an area does."""
    scale = np.where(weighted[..., 3:] > 0, np.minimum(1, 4 * weighted[..., 3:]), 0) / np.maximum(
        weighted[..., 3:], np.float32(1e-6)
    )
    full: Floats = (weighted * scale).astype(np.float32)
    return full


def _smooth(value: Floats) -> Floats:
    """From 0 to 1 without corners."""
    value = np.clip(value, 0, 1)
    found: Floats = value * value * (3 - 2 * value)
    return found


def feather_for(photo: Floats, painted: Floats, keep: Mask, least_px: float, most_px: float) -> float:
    """How wide the mixing must be, px, for its slope to be no steeper than the photo itself is along the border.

    The 95th percentiles are compared; a painting that goes on where the photo ends needs the least.
    """
    border = cv2.dilate(keep.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    border &= ~(cv2.erode(keep.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    if not border.any():
        return least_px
    steep = float(np.percentile(slope(photo)[border], 95))
    apart = float(np.percentile(np.abs(photo[border] - painted[border]).max(axis=1), 95))
    return float(np.clip(_FLAT * apart / max(steep, 1e-3), least_px, most_px))


def slope(picture: Floats) -> Floats:
    """Largest difference to the pixel on the right or below, of any channel, H x W."""
    steps = np.zeros(picture.shape[:2], np.float32)
    steps[:, :-1] = _most(np.abs(np.diff(picture, axis=1)))
    steps[:-1] = np.maximum(steps[:-1], _most(np.abs(np.diff(picture, axis=0))))
    return steps


def _most(values: Floats) -> Floats:
    """The largest channel, H x W; numpy is slow over a last axis of three."""
    found: Floats = np.maximum(np.maximum(values[..., 0], values[..., 1]), values[..., 2])
    return found
