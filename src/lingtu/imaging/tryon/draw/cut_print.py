"""Prints of an old top that the neck or armholes of a new one above it would cut: no edge goes through a print.

Where the rest of what is seen of the old one is plain, it goes on in place of the print.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated, within
from lingtu.imaging.tryon.arrays.smooth_fill import continued, grain_of, with_grain
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Cloth this far from the usual colour of what is seen is of a print, Lab with half of lightness, which folds change.
PRINT = 12.0
#: Cloth darker than this is dark, RGB in [0, 1]; light in its folds and on them, and how much their
#: colour is off, of its usual one.
DARK, FOLDS, SAME = 0.45, (0.15, 1.6), 0.12
#: So much of the sides of the cloth that is seen is not looked at, px: it is mixed.
MIXED_PX = 3
#: A print is cut that comes so near the new garment, px; its neck's edge is so near its line, shoulder widths.
CUT_PX, BESIDE_NECK = 5, 0.06
#: A collar's band, which is no print, is so wide at most, shoulder widths.
BAND = 0.08
#: Cloth is printed all over if this share of squares of so many shoulder widths have so much of a print each: every
#: edge goes through such a pattern.
ALL_OVER, SQUARE, PRINTED = 0.8, 0.2, 0.015
#: Share of what is seen of the old top that must be plain for it to go on in place of a print.
PLAIN = 0.6
#: Around a print so much is taken off with it, and its soft edge, px.
RIM_PX, SOFT_PX = 5, 1.5


def edges_above(fit: TopFit, wearer: Wearer) -> Mask:
    """Where edges of the new garment go through the old one, H x W: above its armpits, and in a neck that is lower."""
    neck = within(fit.opening(-wearer.down * wearer.width), wearer.labels.shape)
    return dilated(neck, int(BESIDE_NECK * wearer.width)) | (
        wearer.frame.along < max(wearer.level_of(pit) for pit in fit.armpits)
    )


def cut_print(rgb: Floats, wearer: Wearer, kept: Floats, cloth: Floats, edges: Mask) -> Mask:
    """What is seen of prints that the new garment cuts where it has such edges, H x W.

    `kept`: share of old clothes that are seen, `cloth`: coverage of the new ones, H x W.
    """
    seen = _seen(wearer, kept, edges)
    printed = _printed(rgb, wearer, seen)
    return reached(printed, printed & dilated(cloth > 0.5, CUT_PX))


def is_all_over(rgb: Floats, wearer: Wearer) -> bool:
    """Whether the old top has a pattern everywhere rather than a print somewhere."""
    cloth = _without_rim(wearer.labels == Part.TORSO)
    side = max(2, int(SQUARE * wearer.width))
    size = max(1, cloth.shape[1] // side), max(1, cloth.shape[0] // side)
    whole, print_ = (
        cv2.resize(each.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        for each in (cloth, _printed(rgb, wearer, cloth))
    )
    asked = whole > 0.5
    return bool(asked.any()) and float((print_[asked] > PRINTED * whole[asked]).mean()) > ALL_OVER


def without_cut_print(rgb: Floats, wearer: Wearer, kept: Floats, cloth: Floats, edges: Mask, seed: int) -> Floats:
    """The picture with plain cloth in place of prints that would be cut; as it is where the cloth is not plain."""
    cut = cut_print(rgb, wearer, kept, cloth, edges)
    if not cut.any() or is_all_over(rgb, wearer):
        return rgb
    seen = _seen(wearer, kept, edges)
    printed = dilated(_printed(rgb, wearer, seen), RIM_PX)
    plain = seen & ~printed
    if np.count_nonzero(plain) < PLAIN * np.count_nonzero(seen):
        return rgb
    filled = with_grain(continued(rgb, plain.astype(np.float32)), grain_of(rgb, plain), seed)
    # letters and links that are beside it go with it
    gone = reached(printed, cut) & (wearer.labels == Part.TORSO)
    share = cv2.GaussianBlur(gone.astype(np.float32), (0, 0), SOFT_PX)[..., None] * (kept > 0)[..., None]
    return np.asarray(rgb * (1 - share) + filled * share, np.float32)


def _seen(wearer: Wearer, kept: Floats, edges: Mask) -> Mask:
    return _without_rim((kept > 0.9) & edges & (wearer.labels == Part.TORSO))


def _without_rim(mask: Mask) -> Mask:
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((MIXED_PX, MIXED_PX), np.uint8)) > 0)


def _in_folds(rgb: Floats, usual: Floats) -> Mask:
    """What has dark cloth's usual colour in another light, H x W: on pale cloth prints are grey, too."""
    if float(usual @ usual) > 3 * DARK**2:
        return np.zeros(rgb.shape[:2], np.bool_)
    light = np.maximum(rgb @ usual / max(float(usual @ usual), 1e-4), 1e-3)
    off = lengths(rgb - light[..., None] * usual) / np.linalg.norm(usual)
    return np.asarray((light > FOLDS[0]) & (light < FOLDS[1]) & (off < SAME))


def _printed(rgb: Floats, wearer: Wearer, seen: Mask) -> Mask:
    """What of the cloth that is seen has not its usual colour, but for the collar's band, H x W."""
    if not seen.any():
        return seen
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab) * (0.5, 1, 1)
    other = lengths(lab - np.median(lab[seen], axis=0)) > PRINT
    other &= ~_in_folds(rgb, np.median(rgb[seen], axis=0))
    away = cv2.distanceTransform((wearer.labels != Part.NECK).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(seen & other & (away > BAND * wearer.width))
