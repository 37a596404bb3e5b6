"""Level stripes of which every other one has the ground's colour: mattes are bitten along these.

The dark stripes between them tell where the cloth ends; what has not their colour, a hanger, is none of it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.outline import symmetry
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.bites import closed
from lingtu.imaging.tryon.flat.hanger import largest

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: What is farther from the ground is of a dark stripe; the pale ones have the ground's colour up to this, Lab; and
#: the share of the cloth that these are.
DARK, PALE, SHARE = 22.0, 12.0, (0.25, 0.8)
#: How near to most of the dark stripes' hue and lightness all of them are, Lab.
HUE, SHADE = 13.0, 26.0
#: So many stripes lie in this share of the cloth's columns at least.
STRIPES, COLUMNS = 8, 0.9
#: The widest of regular pale stripes, in the usual one's height; those at a cuff's or hem's edge are as wide at most.
REGULAR, WIDEST = 2.0, 2.0
#: A dark stripe is so much darker than the pale ones above and below it, Lab: a shadow is not.
DARKER = 8.0
#: Its outline is evened over so many usual pale stripes; and its soft edge, px.
EVENED, EDGE_PX = 1.0, 0.9
#: So far above the first dark stripe a pale one goes, usual ones; shoulders' tips are above this share of the height.
ABOVE, TIPS = 1.5, 0.12
#: Hollows that are closed, down to this share of the height, and holes, usual pale stripes.
HOLLOW, SHOULDERS, HOLE = 8.0, 0.2, 4.0
#: Width of the slit beside a sleeve that hangs down, usual pale stripes.
SLIT = 3.0


def by_stripes(rgb: Floats, alpha: Floats, distance: Floats) -> Floats:
    """The coverage, H x W, of such a garment from its matte, `alpha`; any other's is the matte itself.

    `distance`: of each pixel from the ground, Lab.
    """
    matte = alpha > 0.5
    dark = matte & (distance > DARK)
    pale = matte & ~dark
    share = int(np.count_nonzero(pale)) / max(1, int(np.count_nonzero(matte)))
    if not SHARE[0] < share < SHARE[1] or np.median(distance[pale]) > PALE:
        return alpha
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.6), cv2.COLOR_RGB2Lab)
    off = lab - np.median(lab[dark], axis=0)
    alike = (lengths(off[..., 1:]) < HUE) & (np.abs(off[..., 0]) < SHADE)
    gap_px = _pale_px(alike & matte)
    if gap_px is None:
        return alpha
    tall = np.ones((int(WIDEST * gap_px) | 1, 1), np.uint8)
    stripes = alike & (cv2.morphologyEx(lab[..., 0], cv2.MORPH_BLACKHAT, tall) > DARKER)
    near = dilated(matte, round(gap_px)) & (distance > DARK)
    whole = _between(reached(stripes & near, stripes & matte), gap_px)
    cloth = matte & ~dilated(dark & ~alike, 1)
    whole |= (_above(whole, gap_px) & cloth) | (_slits(whole, gap_px) & matte)
    return _soft(_filled(whole | _other_shoulder(whole, gap_px), gap_px))


def _pale_px(stripes: Mask) -> float | None:
    """The usual height of what is between one stripe and the next; None where these aren't regular, all over."""
    edges = np.diff(stripes[:, stripes.any(axis=0)].astype(np.int8), axis=0).T
    if not edges.size or np.mean((edges == 1).sum(axis=1) >= STRIPES) < COLUMNS:
        return None
    gaps = np.concatenate([np.flatnonzero(each == 1)[1:] - np.flatnonzero(each == -1)[:-1] for each in edges])
    usual, wide = np.percentile(gaps, [50, 90])
    return float(usual) if wide < REGULAR * usual else None


def _between(stripes: Mask, gap_px: float) -> Mask:
    """Stripes and what is between one and the next below."""
    tall = int(WIDEST * gap_px) | 1
    rim = cv2.copyMakeBorder(stripes.astype(np.uint8), *(tall,) * 4, cv2.BORDER_CONSTANT, value=0)
    joined = cv2.morphologyEx(rim, cv2.MORPH_CLOSE, np.ones((tall, 1), np.uint8))[tall:-tall, tall:-tall]
    even = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(EVENED * gap_px)) | 1,) * 2)
    return largest(cv2.morphologyEx(joined, cv2.MORPH_OPEN, even) > 0)


def _above(mask: Mask, gap_px: float) -> Mask:
    """Hollows of the shoulders and the neck, where cloth has no dark stripe above it."""
    rows = np.flatnonzero(mask.any(axis=1))
    above = closed(mask, round(HOLLOW * gap_px) | 1)
    above[int(rows[0] + SHOULDERS * np.ptp(rows)) :] = False
    return above


def _other_shoulder(mask: Mask, gap_px: float) -> Mask:
    """What is so near to a shoulder as a pale stripe is high, and on the other side cloth."""
    rows = np.flatnonzero(mask.any(axis=1))
    axis = symmetry(mask)[1]
    columns = np.rint(2 * axis - np.arange(mask.shape[1])).astype(int)
    inside = (columns >= 0) & (columns < mask.shape[1])
    other = mask[:, columns.clip(0, mask.shape[1] - 1)] & inside & dilated(mask, round(ABOVE * gap_px))
    other[int(rows[0] + TIPS * np.ptp(rows)) :] = False
    return np.asarray(other, np.bool_)


def _slits(mask: Mask, gap_px: float) -> Mask:
    """What is upright and narrow between a sleeve and the body: the sleeve lies on it but for its shadow."""
    wide = round(SLIT * gap_px) | 1
    slits = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, wide), np.uint8)) > mask
    _, areas, stats, _ = cv2.connectedComponentsWithStats(slits.astype(np.uint8))
    upright = stats[:, cv2.CC_STAT_HEIGHT] > 2 * wide
    upright[0] = False
    return np.asarray(upright[areas])


def _filled(mask: Mask, gap_px: float) -> Mask:
    """Without small holes, and with an even outline."""
    _, holes, stats, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < (HOLE * gap_px) ** 2
    whole = mask | small[holes]
    return np.asarray(cv2.GaussianBlur(whole.astype(np.float32), (0, 0), gap_px / 3) > 0.5)


def _soft(mask: Mask) -> Floats:
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), EDGE_PX), np.float32)
