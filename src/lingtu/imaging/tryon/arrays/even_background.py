"""A background that is so even that it is known behind and beside the person: a studio's wall."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.smooth_fill import continued, wide_blur
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from the person the background is surely that, and the steps in which it is followed up to them, shoulder
#: widths.
FAR, STEPS = 0.3, 6
#: Lab distance from the background, at least and in its own deviations, from which something is seen before it; where
#: that is so much the background is uneven.
SEEN, TIMES, UNEVEN = 1.2, 5.0, 6.0
#: Size of what makes a background uneven, shoulder widths: folds of curtains.
ROUGH = 0.06
#: So far from the person and around a place nearly all must be background that goes on evenly, shoulder widths.
BEYOND, AROUND, STRANGE = 0.1, 0.25, 0.02


@dataclass(frozen=True)
class Ground:
    """The picture in Lab H x W x 3 and its background: what is said to be it and what surely is, H x W.

    `behind`: each pixel's Lab distance from the background as it goes on there; `least`: from which on something else
    is seen before it.
    """

    lab: Floats
    said: Mask
    known: Mask
    least: Floats
    behind: Floats
    width_px: float


def look_at_ground(rgb: Floats, said: Mask, width_px: float) -> Ground:
    """Of a picture whose background is `said` to be there."""
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    known, least = even_background(lab, said, width_px)
    behind = distance(lab, continued(lab, known.astype(np.float32)))
    return Ground(lab, said, known, least, behind, width_px)


def calm(ground: Mask, known: Mask, width_px: float) -> Mask:
    """Where all around the background has nothing in it: no curtain's fold or piece of furniture."""
    away = cv2.distanceTransform(ground.astype(np.uint8), cv2.DIST_L2, 5) > BEYOND * width_px
    strange, all_of_it = (wide_blur(each.astype(np.float32), AROUND * width_px) for each in (away & ~known, away))
    return np.asarray(strange < STRANGE * all_of_it, np.bool_)


def even_background(lab: Floats, ground: Mask, width_px: float) -> tuple[Mask, Floats]:
    """What of the `ground` is background: step by step nearer to the person what goes on like what is farther; and from
    which Lab distance something else is told."""
    away = cv2.distanceTransform(ground.astype(np.uint8), cv2.DIST_L2, 5)
    known = away > FAR * width_px
    if not known.any():
        return known, np.full(ground.shape, np.inf, np.float32)
    rough = distance(lab, cv2.GaussianBlur(lab, (0, 0), ROUGH * width_px))
    around = cv2.GaussianBlur(np.where(known, rough, 0), (0, 0), FAR * width_px)
    weight = cv2.GaussianBlur(known.astype(np.float32), (0, 0), FAR * width_px)
    least = np.maximum(SEEN, TIMES * np.maximum(around / np.maximum(weight, 1e-3), float(np.median(rough[known]))))
    for far in np.linspace(FAR, 0, STEPS + 1)[1:]:
        other = ground & (distance(lab, continued(lab, known.astype(np.float32))) > least)
        known |= ground & (away > far * width_px + 1) & ~wider(other, 1)
    return known, np.asarray(least, np.float32)


def distance(one: Floats, other: Floats) -> Floats:
    """Of two Lab pictures, H x W."""
    return lengths(one - other)


def disc(px: float) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * max(1, int(px)) + 1,) * 2), np.uint8)


def wider(mask: Mask, px: float) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc(px)) > 0)
