"""Whether a painted picture is one: measures that say so without a reference, and against what was asked for."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part

#: sRGB: a picture whose levels spread less, from the 5th percentile to the 95th, shows nothing.
_BLANK = 0.02
_VIEW = 96  # px: what is left of a product in the comparison of its structure
_SOFT = 0.02  # sRGB: weaker steps don't count
_FEW = 64  # pixels of a product below which there is nothing to compare


def is_blank(picture: Floats) -> bool:
    """Of one colour, or not of numbers: what half precision and filters leave."""
    if not np.isfinite(picture).all():
        return True
    low, high = np.percentile(picture[::4, ::4], [5, 95], axis=(0, 1))
    return bool((high - low).max() < _BLANK)


def likeness(product: Floats, alpha: Floats, painted: Floats) -> float:
    """How well the edges of a placed product (H x W x 3, H x W) are found again in a painting, -1 to 1.

    Light and colour may differ: only the directions of edges are compared, the outline's among them.
    """
    rows, columns = visible_part(alpha, 0.5)
    reach = max(2, (rows.stop - rows.start) // 12)
    part = (
        slice(max(0, rows.start - reach), rows.stop + reach),
        slice(max(0, columns.start - reach), columns.stop + reach),
    )
    solid = alpha[part] > 0.9
    if solid.sum() < _FEW:
        return 1.0
    weight = _small(cv2.dilate(solid.astype(np.float32), np.ones((3, 3), np.uint8)))
    one = _edges(_small(np.where(solid[..., None], product[part], painted[part])))
    other = _edges(_small(np.ascontiguousarray(painted[part])))
    product_sum = float((one * other * weight).sum())
    norm = float(np.sqrt((one**2 * weight).sum() * (other**2 * weight).sum()))
    return product_sum / norm if norm > 1e-6 else 1.0


def _small(picture: Floats) -> Floats:
    scale = min(1.0, _VIEW / max(picture.shape[:2]))
    size = max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale))
    found: Floats = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return found


def _edges(picture: Floats) -> Floats:
    """Soft directions of the steps of lightness, 2 x h x w."""
    grey = cv2.GaussianBlur(picture.mean(axis=2), (0, 0), 1.0)
    steps = np.stack([cv2.Sobel(grey, cv2.CV_32F, *order) for order in ((1, 0), (0, 1))])
    found: Floats = steps / (np.hypot(*steps) + np.float32(_SOFT))
    return found
