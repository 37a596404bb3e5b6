"""Where a gap between sleeve and body ends in a garment's picture: mattes close its narrow tip, ground and all."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from an armpit tips are looked for, and how far from where the ground is seen, of the distance between both.
AROUND, REACH = 0.2, 0.06
#: Lab distances: of the ground from the cloth where it is told, and of most (percentile) plain cloth from its tone.
#: Prints may have the ground's colour, and in them nobody sees a speck.
APART, PLAIN, MOST = 15.0, 12.0, 95
#: How far the ground's colour is blurred, px.
BLURRED_PX = 2


def gap_tips(rgb: Floats, alpha: Floats, top: Top) -> Mask:
    """Pixels H x W of a garment with the coverage `alpha` that show the ground at the armpits, where it is plain."""
    found = np.zeros(alpha.shape, np.bool_)
    pits = [side.sleeve.inner[0] for side in top.sides if side.sleeve is not None]
    ground = alpha < 0.03
    if len(pits) < 2 or not ground.any():
        return found
    apart = float(np.linalg.norm(pits[0] - pits[1]))
    from_ground = cv2.distanceTransform((alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    inside = from_ground > REACH * apart
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    behind = continued(lab, ground.astype(np.float32))
    for pit in pits:
        near = _around(pit, AROUND * apart, alpha.shape)
        if not (near & inside).any():
            continue
        tone = np.median(lab[near & inside], axis=0)
        to_cloth, to_ground = np.linalg.norm(lab - tone, axis=2), np.linalg.norm(lab - behind, axis=2)
        if np.percentile(to_cloth[near & inside], MOST) < PLAIN:
            told = np.linalg.norm(behind - tone, axis=2) > APART
            found |= near & (from_ground > 0) & ~inside & told & (to_ground < to_cloth)
    side = 2 * BLURRED_PX + 1
    return np.asarray(cv2.dilate(found.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def _around(place: Points, px: float, shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    cv2.circle(mask, (int(place[0]), int(place[1])), int(px), 1, -1)
    return mask > 0
