"""Where old clothes that stay end: their own rims stay with them, and scraps of them don't."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import dilated

Floats = NDArray[np.float32]

#: What would be seen of old clothes in pieces smaller than this are scraps, no layer, shoulder widths
#: squared; and their soft edge, px.
SCRAP, SCRAP_EDGE_PX = 0.02, 3
#: A rim of an old sleeve stays with it if all of it is so near to what stays, and none so near to the new garment, to
#: whose outline others belong; shoulder widths.
RIM, APART = 0.12, 0.05


def rims(mask: NDArray[np.uint8], share: Floats, cloth: Floats, width_px: float) -> NDArray[np.bool_]:
    """What lies along old sleeves that stay, and would be taken off as a strip or a corner of them, H x W.

    `mask`: what stays; `share` of the old garment, coverage of the new one.
    """
    rest = ((share > 0.02) & (mask == 0) & (cloth < 0.5)).astype(np.uint8)
    kept = ((mask > 0) & (share > 0.5)).astype(np.uint8)
    count, pieces = cv2.connectedComponents(rest)
    to_kept = cv2.distanceTransform(1 - kept, cv2.DIST_L2, 5)
    to_cloth = cv2.distanceTransform((cloth < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    farthest, nearest = np.zeros(count), np.full(count, np.inf)
    at = rest > 0
    np.maximum.at(farthest, pieces[at], to_kept[at])
    np.minimum.at(nearest, pieces[at], to_cloth[at])
    along = (farthest < RIM * width_px) & (nearest > APART * width_px)
    along[0] = False
    return dilated(along[pieces], SCRAP_EDGE_PX)


def scraps(seen: NDArray[np.uint8], least_px: float) -> NDArray[np.bool_]:
    """The pieces of a mask H x W that are smaller than this, and a soft edge around them."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(seen)
    little = stats[:, cv2.CC_STAT_AREA] < least_px
    little[0] = False
    return dilated(little[pieces], SCRAP_EDGE_PX)
