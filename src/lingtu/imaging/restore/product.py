"""A product in a painted scene: what the model painted of it, beside the real one, is taken out again."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import OPAQUE, visible_part

Mask = NDArray[np.bool_]

_SURE = 0.5  # coverage from which a pixel is of the painted product
_SPECK = 1e-5  # of the picture: smaller remains are not seen
#: Of the root of the product's area: remains end within it; what goes on beyond is something else behind the product.
_REACH = 0.06
_RADIUS_PX = 5  # of the surroundings that a pixel is filled from


def remains(painted_alpha: Floats, alpha: Floats) -> Mask:
    """The rim of a painted product (its coverage, H x W) that shows beside the real one, which covers the rest."""
    real = (alpha > _SURE).astype(np.uint8)
    if not real.any():
        return np.zeros(alpha.shape, np.bool_)
    away = cv2.distanceTransform(1 - real, cv2.DIST_L2, 5)
    reach = _REACH * float(np.sqrt(real.sum()))
    seen = (painted_alpha > _SURE) & (alpha <= OPAQUE)
    beyond = seen & (away > reach)
    if beyond.any():
        far = cv2.distanceTransform((~beyond).astype(np.uint8), cv2.DIST_L2, 5)
        seen &= far > 2 * reach
    if seen.mean() < _SPECK:
        return np.zeros_like(seen)
    grain = 2 * max(1, round(min(alpha.shape) / 400)) + 1
    grown = cv2.dilate(seen.astype(np.uint8), np.ones((grain, grain), np.uint8)) > 0
    found: Mask = grown & (alpha <= OPAQUE)
    return found


def without(painted: Floats, rim: Mask, alpha: Floats) -> Floats:
    """The painting (H x W x 3) with a rim filled from what is around it, none of it from the painted product.

    By fast marching (Telea 2004): a rim is narrow, and its surroundings are out of reach of the eye's attention.
    """
    if not rim.any():
        return painted
    hole = (rim | (alpha > 0)).astype(np.uint8)
    rows, columns = visible_part(hole.astype(np.float32))
    beside = 4 * _RADIUS_PX
    part = (
        slice(max(0, rows.start - beside), rows.stop + beside),
        slice(max(0, columns.start - beside), columns.stop + beside),
    )
    levels = np.rint(painted[part] * 255).astype(np.uint8)
    filled = cv2.inpaint(levels, hole[part], _RADIUS_PX, cv2.INPAINT_TELEA).astype(np.float32) / 255
    result = painted.copy()
    result[part] = np.where(rim[part][..., None], filled, painted[part])
    return result
