"""Folds of the photo, read off the old garment for the new one, and which of its pixels tell of the photo's light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.draw.contrast import contrast
from lingtu.imaging.tryon.draw.lines import in_lines

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Share of plain cloth below which no folds are read, and from which they are read fully.
PATTERNED, PLAIN = 0.5, 0.7
#: What is nearer to the garment's edge may have other colours in it, px.
EDGE_PX = 3
#: What is of another colour is a print if it is wider than this, px; so near to it, and to lesser specks, cloth tells
#: little, shoulder widths.
SPECK_PX, BESIDE, BESIDE_SPECK = 3, 0.03, 0.012
#: Towards the garment's edge its folds fade over this, shoulder widths: at its hem they are of where it is held.
FADE = 0.07
#: Scales of folds and of broad light, shoulder widths; limits of their logarithms.
FINE, BROAD, FOLD_LIMITS = 0.008, 0.09, (-0.12, 0.06)
#: Of what is shallower than this (logarithm) little is taken over: it is a weave, or noise.
WEAVE = 0.006
#: Depth that folds have (80th percentile of the logarithms), and from which it is a pattern.
FOLDED, WOVEN = 0.07, 0.12
#: Share of the shades' deviation that is in lines, up to which they are lace or a weave, and from which they are folds.
CURLED, LONG = 0.55, 0.8
#: Lab lightness of cloth that is too black to tell anything, and range over which it begins to.
BLACK, DARK = 5.0, 45.0


@dataclass(frozen=True)
class Folds:
    """Logarithms of what folds do to the old garment's lightness, H x W; its pixels of one colour, H x W.

    `trust`: from 0 to 1, how well those pixels tell the photo's light; `sure`: how surely what is read is folds.
    """

    folds: Floats
    plain: Mask
    trust: float
    sure: float = 1.0


def read_folds(rgb: Floats, garment: Mask, width_px: float) -> Folds:
    """Of a photo H x W x 3 and the old garment in it; prints on it are left out."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    inside = cv2.erode(garment.astype(np.uint8), np.ones((2 * EDGE_PX + 1,) * 2, np.uint8)) > 0
    if np.count_nonzero(inside) < 400:
        return Folds(np.zeros(garment.shape, np.float32), np.zeros(garment.shape, np.bool_), 0.0)
    middle = np.median(lab[inside], axis=0)
    hue = lengths(lab[..., 1:] - middle[1:])
    light = np.abs(lab[..., 0] - middle[0])
    spread = max(5.0, 3 * float(np.median(np.abs(hue[inside] - np.median(hue[inside])))) + 3)
    good = inside & (hue < spread) & (light < max(14.0, 3.2 * float(np.median(light[inside]))))
    # beside a print, and in what is left between flowers, cloth has their colour
    good &= ~_beside_prints(inside & ~good, width_px)
    if np.count_nonzero(good) < 400:
        return Folds(np.zeros(garment.shape, np.float32), good, 0.0)
    share = float(np.count_nonzero(good) / np.count_nonzero(inside))
    plain = float(np.clip((share - PATTERNED) / (PLAIN - PATTERNED), 0, 1))
    known = good.astype(np.float32)
    log = np.log(np.maximum(lab[..., 0], 1.0))
    fine = _average(log, known, max(0.8, FINE * width_px))
    apart = fine - _average(log, known, BROAD * width_px)
    # checks and stripes of one hue differ from folds by how deep they are
    apart /= contrast(np.asarray(np.median(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[good]), np.float32))
    deep = float(np.percentile(np.abs(apart)[good], 80))
    plain *= float(np.clip((WOVEN - deep) / (WOVEN - FOLDED), 0, 1))
    apart *= apart**2 / (apart**2 + WEAVE**2)
    sure = (1.3 * cv2.GaussianBlur(known, (0, 0), 2 * FINE * width_px) - 0.3).clip(0, 1)
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    within = cv2.GaussianBlur((depth / (FADE * width_px)).clip(0, 1).astype(np.float32), (0, 0), FINE * width_px)
    seen = plain * float(np.clip((middle[0] - BLACK) / DARK, 0, 1))  # what is read of black cloth is noise
    shades = np.asarray(apart.clip(*FOLD_LIMITS) * sure * within * seen, np.float32)
    folds = shades * in_lines(shades, width_px)
    kept = float(np.sqrt((folds**2).sum() / max(float((shades**2).sum()), 1e-9)))
    is_folds = float(np.clip((kept - CURLED) / (LONG - CURLED), 0, 1))
    return Folds(folds * np.float32(is_folds), good, seen, is_folds)


def _beside_prints(other: Mask, width_px: float) -> Mask:
    """Prints and their surroundings, of what has `other` colours."""
    every = other.astype(np.uint8)
    prints = cv2.morphologyEx(every, cv2.MORPH_OPEN, np.ones((SPECK_PX, SPECK_PX), np.uint8))
    around, near = (disc(max(2, int(each * width_px))) for each in (BESIDE, BESIDE_SPECK))
    return np.asarray(cv2.max(cv2.dilate(prints, around), cv2.dilate(every, near)) > 0)


def _average(values: Floats, known: Floats, sigma: float) -> Floats:
    """Of the known pixels around each."""
    return np.asarray(wide_blur(values * known, sigma) / np.maximum(wide_blur(known, sigma), 1e-3), np.float32)
