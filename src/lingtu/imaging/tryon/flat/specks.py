"""Specks of the ground at a garment's outline, that its matte took for cloth: they would be pale spots on its edge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]

#: Specks are narrower than twice this, px of the garment's working size.
RADIUS_PX = 8
#: Median Lab distance from its ground of a garment that is told from it; what is nearer to it by this share is ground.
TOLD, LIKE = 25.0, 0.25
#: So much of the cloth at most may be as near to it.
FEW = 0.01
#: Share of a bump's pixels that are like the ground if it is; and how far within the outline its foot reaches, px.
MOSTLY, FOOT_PX = 0.5, 4
#: Coverage that is ground, and that is something.
GROUND, SOMETHING = 0.03, 0.05
#: Pixels of ground from which its colour is known.
LEAST_GROUND = 500


def without_specks(rgb: Floats, alpha: Floats) -> Floats:
    """The coverage H x W of a garment on a plain ground without bumps of its outline that have the ground's colour."""
    ground, cloth = alpha < GROUND, alpha > 0.9
    if np.count_nonzero(ground) < LEAST_GROUND or not cloth.any():
        return alpha
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    away = lengths(lab - np.median(lab[ground], axis=0))
    usual = float(np.median(away[cloth]))
    like = away < LIKE * usual
    inside = cv2.erode(cloth.astype(np.uint8), np.ones((2 * RADIUS_PX + 1,) * 2, np.uint8)) > 0
    # at the edge of a print that has the ground's colour nothing tells which it is
    if usual < TOLD or not inside.any() or like[inside].mean() > FEW:
        return alpha
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * RADIUS_PX + 1,) * 2)
    broad = cv2.morphologyEx((alpha > 0.5).astype(np.uint8), cv2.MORPH_OPEN, disc)
    # the soft edge of what is broad is no bump
    bumps = (alpha > SOMETHING) & (cv2.dilate(broad, np.ones((3, 3), np.uint8)) == 0)
    count, pieces = cv2.connectedComponents(bumps.astype(np.uint8))
    specks = np.zeros(alpha.shape, np.uint8)
    for index in range(1, count):
        piece = pieces == index
        solid = piece & (alpha > 0.5)
        if solid.any() and like[solid].mean() > MOSTLY:
            specks[piece] = 1
    beside = cv2.dilate(specks, np.ones((2 * FOOT_PX + 1,) * 2, np.uint8)) > 0
    return np.where((specks > 0) | (beside & like), 0, alpha).astype(np.float32)
