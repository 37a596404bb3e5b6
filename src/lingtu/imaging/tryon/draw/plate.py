"""The background without the person (film makers' clean plate), and where it can't be told what is behind them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.smooth_fill import continued, grain_of, with_grain
from lingtu.imaging.tryon.arrays.vectors import colour_distance, maxima
from lingtu.imaging.tryon.worn.layers import PURE, Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Around people a background is taken for known only so far away from them, px.
CLEAR_PX = 4
#: How far from what is known the plate is tried on known pixels, shoulder widths.
TRIED = 0.15
#: Lab distance of a plate from the picture that nobody sees, and that everybody does.
UNSEEN, SEEN = 2.5, 7.0
#: Side of what sticks out of an even background and is left out of the plate: earrings, a seam, shoulder widths.
SPECK = 0.12
#: Its edge: change of the Lab distance per px in so much of it. A shadow that the person casts has none.
EDGE, OF_SPECK = 2.0, 0.1
#: A small hole in the person whose hue is so far from the plate's, Lab, shows cloth: a shadow has the background's hue.
OTHER_HUE = 10.0
#: Background keeps its own colours the less, the more of a pixel is something else, none from this share on, and the
#: more unlike the plate it is, none from this difference on: shades are its own, what is left of clothes is not.
MIXED, UNLIKE = 0.25, 0.15


@dataclass(frozen=True)
class Plate:
    """The background everywhere H x W x 3, and from 0 to 1 how likely one sees that it is a guess H x W.

    `rests`: share H x W of what lies before it of the old clothes, beyond their outline.
    """

    rgb: Floats
    doubt: Floats
    rests: Floats


def clean_plate(layers: Layers, width_px: float, seed: int, rests: Floats) -> Plate:
    """The background goes on behind the person and `rests` smoothly.

    How well it does is seen on a rim of known pixels around.
    """
    person = ((layers.share(Part.BACKGROUND) < PURE) | (rests > 0)).astype(np.uint8)
    known = cv2.dilate(person, np.ones((2 * CLEAR_PX + 1,) * 2, np.uint8)) == 0
    rim = known & (cv2.distanceTransform(known.astype(np.uint8), cv2.DIST_L2, 5) < TRIED * width_px)
    if not (known & ~rim).any():
        return Plate(_filled(layers.rgb, known) if known.any() else layers.rgb, np.ones(known.shape, np.float32), rests)
    far = _filled(layers.rgb, known & ~rim)
    error = _distance(layers.rgb, far)
    speck_px = (SPECK * width_px) ** 2
    # a gap between arm and body is all in shade: no speck on it
    holes = _small(known, speck_px)
    specks = _sharp(_small(rim & (error > SEEN), speck_px), error) & ~holes
    specks |= _of_other_hue(holes, layers.rgb, far)
    known, rim = known & ~specks, rim & ~specks
    filled = with_grain(_filled(layers.rgb, known), grain_of(layers.rgb, known), seed + 1)
    nearest = continued(np.repeat(error[..., None], 3, axis=2), rim.astype(np.float32))[..., 0]
    return Plate(
        np.where(known[..., None], layers.rgb, filled.clip(0, 1)).astype(np.float32),
        np.asarray(((nearest - UNSEEN) / (SEEN - UNSEEN)).clip(0, 1), np.float32),
        rests,
    )


def _distance(one: Floats, other: Floats) -> Floats:
    """Lab distance H x W without the noise, which a plate is given too."""
    return colour_distance(*(cv2.GaussianBlur(each, (0, 0), 1.2) for each in (one, other)))


def _of_other_hue(mask: Mask, rgb: Floats, plate: Floats) -> Mask:
    """Its pieces that have another hue than a plate on the whole."""
    if not mask.any():
        return mask
    count, pieces = cv2.connectedComponents(mask.astype(np.uint8))
    off = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[mask][:, 1:] - cv2.cvtColor(plate, cv2.COLOR_RGB2Lab)[mask][:, 1:]
    at = pieces[mask]
    total = np.bincount(at, np.linalg.norm(off, axis=1), count)
    coloured = total > OTHER_HUE * np.maximum(np.bincount(at, minlength=count), 1)
    return np.asarray(mask & coloured[pieces])


def _small(mask: Mask, area_px: float) -> Mask:
    """Its pieces that are smaller than this."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return np.asarray(mask & (stats[:, cv2.CC_STAT_AREA] < area_px)[pieces])


def _sharp(mask: Mask, error: Floats) -> Mask:
    """Its pieces that have an edge, by the Lab distance H x W from the plate."""
    if not mask.any():
        return mask
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    slope = np.hypot(*(cv2.Sobel(error, cv2.CV_32F, *axis, scale=1 / 8) for axis in ((1, 0), (0, 1))))
    edges = np.bincount(pieces[slope > EDGE], minlength=len(stats)) > OF_SPECK * stats[:, cv2.CC_STAT_AREA]
    return np.asarray(mask & edges[pieces])


def _filled(rgb: Floats, known: Mask) -> Floats:
    return continued(rgb, known.astype(np.float32))


def open_colours(rgb: Floats, plate: Floats, mixed: Floats) -> Floats:
    """Of the background where it is seen, `mixed` (H x W, shares) with something else: its own, or the plate's."""
    off = rgb - plate
    own = (1 - mixed / MIXED).clip(0, 1) * (1 - maxima(np.abs(off)) / UNLIKE).clip(0, 1)
    return np.asarray(plate + off * own[..., None], np.float32)
