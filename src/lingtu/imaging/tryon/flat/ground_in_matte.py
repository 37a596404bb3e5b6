"""Background that a matte of a garment's picture has taken for cloth: gaps in it, and stains at its edge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.gaps import ASIDE, joined, upright_gaps

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Lab distances: of a garment that nobody takes for its background, and of what is taken for it.
GROUND_AWAY, GROUND_LIKE = 25.0, 7.0
#: Chroma of a ground that its hue tells, Lab.
GROUND_CHROMA = 24.0
#: How much of a coloured ground's hue, in its own chroma, is ground and no cloth; so far from the garment's edge, px.
STAINED, STAIN_PX = 0.45, 22
#: What has less than half of that has it, so near to what has more; elsewhere it is the ground's light on cloth, px.
MIXED_PX = 2


def without_gaps(rgb: Floats, alpha: Floats, sleeves: bool) -> Floats:
    """Coverage without upright pieces of background: mattes leave them between sleeve and body, or the legs.

    `sleeves`: whether such gaps are beside sleeves, aside from the middle.
    """
    ground = alpha < 0.03
    if np.count_nonzero(ground) < 500:
        return alpha
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    middle = np.median(lab[ground], axis=0)
    away = lengths(lab - middle)
    if np.median(away[alpha > 0.9]) < GROUND_AWAY:
        return alpha
    shown = (away < GROUND_LIKE) | _shaded_ground(lab, middle, alpha)
    like = cv2.morphologyEx((shown & (alpha > 0.5)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3)))
    result = alpha.copy()
    holes = joined(like > 0) if sleeves else like > 0
    for gap in upright_gaps(holes, alpha > 0.5, sleeves, ASIDE if sleeves else 0.0):
        grown = cv2.dilate(gap.astype(np.float32), np.ones((3, 3)))
        result = np.minimum(result, 1 - cv2.GaussianBlur(grown, (0, 0), 0.8))
    return np.asarray(result, np.float32)


def without_stains(rgb: Floats, alpha: Floats) -> Floats:
    """Coverage without what at its edge has the hue of a strongly coloured ground, which the cloth has not."""
    ground = alpha < 0.03
    if np.count_nonzero(ground) < 500:
        return alpha
    ab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.8), cv2.COLOR_RGB2Lab)[..., 1:]
    middle = np.median(ab[ground], axis=0)
    chroma = float(np.linalg.norm(middle))
    if chroma < GROUND_CHROMA:
        return alpha
    likeness = (ab @ (middle / chroma)) / chroma
    cloth = likeness[alpha > 0.95]
    usual = float(np.percentile(cloth, 90)) if len(cloth) else 1.0
    if usual > STAINED / 2:
        return alpha
    share = ((likeness - usual) / (STAINED - usual)).clip(0, 1)
    near = dilated(alpha < 0.5, STAIN_PX) & dilated(share > 0.5, MIXED_PX)
    return np.where(near, np.minimum(alpha, 1 - share), alpha).astype(np.float32)


def _shaded_ground(lab: Floats, ground: Floats, alpha: Floats) -> Mask:
    """Where a coloured ground lies in the garment's shadow: its hue at any lightness; nowhere if the cloth has it."""
    hue = lengths(lab[..., 1:] - ground[1:])
    told = np.linalg.norm(ground[1:]) > GROUND_CHROMA and np.median(hue[alpha > 0.9]) > GROUND_CHROMA
    return np.asarray((hue < GROUND_CHROMA / 2) & bool(told))
