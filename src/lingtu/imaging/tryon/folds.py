"""Folds and light of the photo, read off the old garment, for the new one: a factor for each pixel."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.smooth_fill import continued

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Share of plain cloth below which only the broad light is read, and from which the folds are read fully.
PATTERNED, PLAIN = 0.72, 0.92
#: What is nearer to the garment's edge may have other colours in it, px.
EDGE_PX = 3
#: Scales of folds and of broad light, shoulder widths; limits of their logarithms.
FINE, BROAD = 0.012, 0.10
#: Depth that folds have (80th percentile of the logarithms), from which it is a pattern, and the scale of light then.
FOLDED, WOVEN, WOVEN_BROAD = 0.07, 0.12, 0.3
FOLD_LIMITS, LIGHT_LIMITS = (-0.22, 0.15), (-0.4, 0.25)


@dataclass(frozen=True)
class Folds:
    """Factors H x W, and the share of the old garment that is of one colour."""

    factor: Floats
    plain: float


def read_folds(rgb: Floats, garment: Mask, width_px: float, strength: float) -> Folds:
    """What light and folds do to the old garment; prints on it are left out. `strength` 1 is the photo's."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    inside = cv2.erode(garment.astype(np.uint8), np.ones((2 * EDGE_PX + 1,) * 2, np.uint8)) > 0
    if np.count_nonzero(inside) < 400 or strength <= 0:
        return Folds(np.ones(garment.shape, np.float32), 0.0)
    middle = np.median(lab[inside], axis=0)
    hue = np.linalg.norm(lab[..., 1:] - middle[1:], axis=2)
    light = np.abs(lab[..., 0] - middle[0])
    spread = max(5.0, 3 * float(np.median(np.abs(hue[inside] - np.median(hue[inside])))) + 3)
    good = inside & (hue < spread) & (light < max(14.0, 3.2 * float(np.median(light[inside]))))
    plain = float(np.count_nonzero(good) / np.count_nonzero(inside))
    fold_share, light_share = float(np.clip((plain - PATTERNED) / (PLAIN - PATTERNED), 0, 1)), 1.0
    if plain < PATTERNED or middle[0] < 6:
        good, fold_share, light_share = inside, 0.0, 0.25
    known = good.astype(np.float32)
    log = np.log(np.maximum(lab[..., 0], 1.0))
    fine = _average(log, known, max(0.8, FINE * width_px))
    broad = _average(log, known, BROAD * width_px)
    # checks and stripes of one hue differ from folds by how deep they are
    deep = float(np.percentile(np.abs(fine - broad)[good], 80))
    fold_share *= float(np.clip((WOVEN - deep) / (WOVEN - FOLDED), 0, 1))
    if deep > WOVEN:
        broad = _average(log, known, WOVEN_BROAD * width_px)
    sure = (1.3 * cv2.GaussianBlur(known, (0, 0), 2 * FINE * width_px) - 0.3).clip(0, 1)
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    within = cv2.GaussianBlur((depth > 0.02 * width_px).astype(np.float32), (0, 0), FINE * width_px)
    folds = (fine - broad).clip(*FOLD_LIMITS) * sure * within * fold_share
    everywhere = continued(np.repeat(broad[..., None], 3, axis=2), known)[..., 0]
    shade = (everywhere - float(np.median(log[good]))).clip(*LIGHT_LIMITS) * light_share
    dark = float(np.clip((middle[0] - 5) / 45, 0.15, 1))  # little is to be read of black cloth, and much of it noise
    return Folds(np.exp(strength * dark * (folds + 0.75 * shade)).astype(np.float32), plain)


def _average(values: Floats, known: Floats, sigma: float) -> Floats:
    """Of the known pixels around each."""
    weight = cv2.GaussianBlur(known, (0, 0), sigma)
    return np.asarray(cv2.GaussianBlur(values * known, (0, 0), sigma) / np.maximum(weight, 1e-3), np.float32)
