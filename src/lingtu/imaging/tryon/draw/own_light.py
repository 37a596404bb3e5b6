"""The light that lies on a garment in its own picture: on somebody the photo's falls on it instead."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.draw.form import Form
from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]

#: Share of plain cloth from which a garment's own light is read, and read fully.
PLAIN = (0.6, 0.8)
#: Plain cloth differs from the garment's middle by no more lightness (of the middle's, and Lab) and hue (Lab).
ALIKE, ALIKE_LAB, HUE = 0.3, 4.0, 8.0
#: Scales of its own light and of the folds in it, cells of the form.
LIGHT_CELLS, FOLD_CELLS = 4.0, 2.0
#: The percentile of lit cloth; the deepest shade and the lightest light that is taken off, logarithms.
LIT, DEEPEST, LIGHTEST = 75, -0.4, 0.12
#: Depth of a garment's own folds, logarithm, beside which no others are drawn, and how few those are.
FOLDED, MOSTLY = 0.04, 0.6
#: Cloth darker than this (display value) has noise for folds.
DARK = 0.3


def own_light(form: Form, cloth: Cloth) -> tuple[Floats, float]:
    """Logarithm of the light that the garment has of its own, H x W, 0 where it is lit; 0 of patterned ones.

    And from 0 to 1 how much it has folds of its own.
    """
    rgb, alpha = cloth.rgb[::2, ::2], cloth.alpha[::2, ::2]
    seen = alpha > 0.9
    nothing = np.zeros(cloth.alpha.shape, np.float32)
    if np.count_nonzero(seen) < 100:
        return nothing, 0.0
    lab = cv2.cvtColor(rgb.clip(0, 1), cv2.COLOR_RGB2Lab)
    middle = np.median(lab[seen], axis=0)
    away = np.abs(lab - middle)
    plain = seen & (away[..., 0] < ALIKE * middle[0] + ALIKE_LAB) & (np.hypot(away[..., 1], away[..., 2]) < HUE)
    share = float(np.count_nonzero(plain) / np.count_nonzero(seen))
    known = plain.astype(np.float32)
    weight = form.small(known)
    log = form.small(np.log(np.maximum(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), 0.02)) * known)
    at = weight > 0.5
    if share < PLAIN[0] or not at.any():
        return nothing, 0.0
    broad, around = _average(log, weight, LIGHT_CELLS)
    sure = (2 * around).clip(0, 1) * min(1.0, (share - PLAIN[0]) / (PLAIN[1] - PLAIN[0]))
    own = (broad - np.percentile(broad[at], LIT)).clip(DEEPEST, LIGHTEST) * sure
    apart = log / np.maximum(weight, 1e-3) - _average(log, weight, FOLD_CELLS)[0]
    deep = float(np.percentile(np.abs(apart)[weight > 0.9], 80)) if (weight > 0.9).any() else 0.0
    deep *= min(1.0, float(np.exp(np.median(broad[at]))) / DARK)
    return form.large(own.astype(np.float32)).clip(DEEPEST, LIGHTEST), float(np.clip(deep / FOLDED, 0, MOSTLY))


def _average(log: Floats, weight: Floats, cells: float) -> tuple[Floats, Floats]:
    """Of what has weight around each cell, and how much has."""
    around = cv2.GaussianBlur(weight, (0, 0), cells)
    return np.asarray(cv2.GaussianBlur(log, (0, 0), cells) / np.maximum(around, 1e-3), np.float32), around
