"""Coloured ground that a matte took for cloth: what is seen of a carpet or bedding in a neck's opening."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Size of a bin of hues, Lab, and how many there are either way; smoothing of their histograms, bins.
BIN, BINS, EVEN = 4.0, 64, 1.0
#: How many times as frequent a hue is in the ground as in cloth if it tells ground; what cloth has of any hue, a share.
OFTENER, ANY = 4.0, 2e-4
#: Least chroma of a colour that has a hue, Lab; a coloured ground has such of its own on this share of it.
CHROMA, COLOURED = 6.0, 0.2
#: Cloth is what lies so far within the matte, px; pixels of it and of ground from which their hues are known.
WITHIN_PX, LEAST = 6, 500
#: Where a neck's opening is: of the garment's height from its top, and of its width from its middle.
LOW, ASIDE = 0.22, 0.3
#: Its pattern's lines and what of a hanger is seen before it are no wider than this, of the garment's width; and its
#: area is this at least, of the garment's width squared.
LINES, LEAST_PIECE = 0.03, 0.004


def without_coloured_ground(rgb: Floats, alpha: Floats) -> Floats:
    """The coverage H x W of a top without what in its neck's opening has hues of the ground that the cloth has not."""
    told, outside = _told(rgb, alpha), alpha < 0.03
    if told is None or told[outside].mean() < COLOURED:
        return alpha
    solid = alpha > 0.5
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    width = float(np.ptp(columns))
    place = np.zeros_like(solid)
    aside = slice(int(columns.mean() - ASIDE * width), int(columns.mean() + ASIDE * width))
    place[: int(rows[0] + LOW * np.ptp(rows)), aside] = True
    lines = np.ones((max(3, int(LINES * width) | 1),) * 2, np.uint8)
    whole = cv2.morphologyEx((told & place & solid).astype(np.uint8), cv2.MORPH_CLOSE, lines)
    opened = cv2.morphologyEx(whole & solid, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(opened)
    large = stats[:, cv2.CC_STAT_AREA] >= LEAST_PIECE * width**2
    large[0] = False
    ground = large[pieces] & reached((opened > 0) | ~solid, ~solid)
    if not ground.any():
        return alpha
    rest = solid & ~ground
    # what is left of a hanger beside it
    bars = (
        rest
        & place
        & dilated(ground, len(lines))
        & (cv2.morphologyEx(rest.astype(np.uint8), cv2.MORPH_OPEN, lines) == 0)
    )
    gone = cv2.GaussianBlur(dilated(ground | bars, 1).astype(np.float32), (0, 0), 0.8)
    return np.asarray(np.minimum(alpha, 1 - gone), np.float32)


def _told(rgb: Floats, alpha: Floats) -> Mask | None:
    """Where colours tell ground, H x W; None where too little is known."""
    ground = alpha < 0.03
    side = 2 * WITHIN_PX + 1
    cloth = cv2.erode((alpha > 0.95).astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    if min(np.count_nonzero(ground), np.count_nonzero(cloth)) < LEAST:
        return None
    hue = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.8), cv2.COLOR_RGB2Lab)[..., 1:]
    bins = (hue / BIN + BINS / 2).astype(np.int32).clip(0, BINS - 1)
    index = bins[..., 0] * BINS + bins[..., 1]
    in_ground, in_cloth = (_shares(index[part]) for part in (ground, cloth))
    often = in_ground > OFTENER * (in_cloth + ANY)
    return np.asarray(often[index] & (lengths(hue) > CHROMA))


def _shares(index: NDArray[np.int32]) -> Floats:
    """How frequent each bin is, BINS squared, smoothed."""
    counts = np.bincount(index, minlength=BINS**2).reshape(BINS, BINS).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(counts, (0, 0), EVEN).reshape(-1) / len(index), np.float32)
