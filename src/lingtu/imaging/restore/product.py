"""A product in a painted scene: what the model painted of it, beside the real one, is taken out again."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import OPAQUE

Mask = NDArray[np.bool_]

_SURE = 0.5  # coverage from which a pixel is of the painted product
_SPECK = 1e-5  # of the picture: smaller remains are not seen


def remains(painted_alpha: Floats, alpha: Floats) -> Mask:
    """Where a painted product (its coverage, H x W) shows beside the real one, which covers the rest of it.

    Only what is in one piece with the part that is covered: other things of the scene are the scene's.
    """
    found = (painted_alpha > _SURE).astype(np.uint8)
    count, pieces = cv2.connectedComponents(found, connectivity=8)
    own = np.unique(pieces[alpha > _SURE])
    is_product = np.zeros(count, np.bool_)
    is_product[own] = True
    is_product[0] = False
    seen = is_product[pieces] & (alpha <= OPAQUE)
    reach = 2 * max(1, round(min(alpha.shape) / 400)) + 1
    grown = cv2.dilate(seen.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    outside = grown & (alpha <= OPAQUE)
    return outside if seen.mean() > _SPECK else np.zeros_like(seen)


def overlap(painted_alpha: Floats, alpha: Floats) -> float:
    """Intersection over union of the painted product's pieces that meet the real one, and the real one."""
    extra = remains(painted_alpha, alpha)
    real = alpha > _SURE
    both = real & (painted_alpha > _SURE)
    return float(both.sum() / max(1, (real | extra).sum()))
