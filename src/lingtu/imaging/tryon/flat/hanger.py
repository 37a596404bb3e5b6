"""Garments that hang: the hanger's hook and bar are no part of them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.outline import ends_at
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.main_colours import COLOURS, from_colours, main_colours

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: A hanger that sticks out of a neck is narrow, widens downward, and is in the middle: how far below the top that is
#: measured, of the garment's height; width and offset there, of its width at the shoulders (that far from the top),
#: and the ratio of the widths, at most.
APEX, LOWER, SHOULDERS, NARROW, MIDDLE, WIDENS = 0.01, 0.045, 0.15, 0.25, 0.12, 0.66
#: A hanger is so much of the garment's top, of its area.
OF_APEX = 0.6
#: Width of a hook, and of what may be left of a hanger, of the garment's width at the shoulders.
HOOK, LEFT = 0.05, 0.27
#: Where a hanger is seen: of the garment's height from its top, and of its width from its middle; how low its arms are
#: that reach beyond that.
LOW, ASIDE, ARMS_LOW = 0.22, 0.3, 0.3
#: The Lab distance from all of the cloth's colours of what is no cloth.
UNLIKE = 9.0
#: Below a hanger the wall lies in its shadow: how much darker at most, Lab; its hue is nearer than the cloth's colours
#: by this factor at least.
SHADOW, NEARER = 30.0, 0.5
#: Height of a bar, of the garment's width at most.
BAR = 0.05


def without_hanger(rgb: Floats, alpha: Floats) -> Floats:
    """Coverage H x W of a top or a dress alone. Raises `ValueError` where a hanger can't be told from the cloth."""
    mask = largest(alpha > 0.5)
    if np.count_nonzero(mask.any(axis=1)) < 40:
        return alpha
    if not _sticks_out(mask, NARROW):
        return alpha
    rest = no_bars(mask & ~_unlike(rgb, alpha), LOW)
    top = _top(mask)
    if np.count_nonzero(rest[top]) > (1 - OF_APEX) * np.count_nonzero(mask[top]):
        rest = mask
    if _sticks_out(rest, HOOK if rest is mask else LEFT):
        raise ValueError("a hanger")
    return kept(alpha, rest)


def _sticks_out(mask: Mask, most: float) -> bool:
    """Whether a mask ends above in a dome or hook that is narrower than `most`, of its width."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    first, last = ends_at(mask)
    high, low = (int(rows[0] + share * np.ptp(rows)) for share in (APEX, LOWER))
    beside = slice(int(rows[0]), int(rows[0] + SHOULDERS * np.ptp(rows)) + 1)
    width = max(1, int((last - first)[beside].max()))
    off = abs((first[high] + last[high]) / 2 - (columns[0] + columns[-1]) / 2)
    narrow, wide = (float(last[row] - first[row]) for row in (high, low))
    return off < MIDDLE * width and narrow < most * width and (narrow < WIDENS * wide or narrow < HOOK * width)


def _top(mask: Mask) -> slice:
    rows = np.flatnonzero(mask.any(axis=1))
    return slice(int(rows[0]), int(rows[0] + LOWER * np.ptp(rows)) + 1)


def _unlike(rgb: Floats, alpha: Floats) -> Mask:
    """What has none of the cloth's colours, about the neck; or has rather the wall's, that is seen below a hanger."""
    mask = alpha > 0.5
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    height, width, axis = np.ptp(rows), np.ptp(columns), columns.mean()
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.5), cv2.COLOR_RGB2Lab)
    cloth = lab[(alpha > 0.9) & (np.arange(len(mask))[:, None] > rows[0] + LOW * height)]
    if len(cloth) < 10 * COLOURS:
        return np.zeros_like(mask)
    away = from_colours(lab, main_colours(cloth))
    place = np.zeros_like(mask)
    place[: int(rows[0] + LOW * height), int(axis - ASIDE * width) : int(axis + ASIDE * width)] = True
    wall = lab[(alpha < 0.03) & place]
    if len(wall) > 100:
        off = lab - np.median(wall, axis=0)
        away[lengths(off) < np.minimum(away, UNLIKE)] = np.inf
        shaded = (off[..., 0] < 0) & (off[..., 0] > -SHADOW)
        away[shaded & (lengths(off[..., 1:]) < NEARER * np.minimum(away, UNLIKE))] = np.inf
    unlike = (mask & (away > UNLIKE)).astype(np.uint8)
    found: Mask = np.asarray(cv2.morphologyEx(unlike & place, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0)
    # a label is cloth on all sides
    found = reached(found, cv2.dilate((~mask).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    hanger = lab[cv2.erode(found.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0]
    if len(hanger) < 10 * COLOURS:
        return found
    arms = (unlike > 0) & (from_colours(lab, main_colours(hanger)) < UNLIKE)
    arms[int(rows[0] + ARMS_LOW * height) :] = False
    return reached(found | arms, found)


def no_bars(mask: Mask, low: float) -> Mask:
    """Without what is thin, down to `low`, of the garment's height."""
    rows = np.flatnonzero(mask.any(axis=1))
    thick = max(3, int(BAR * np.ptp(np.flatnonzero(mask.any(axis=0))))) | 1
    whole = mask.astype(np.uint8)
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thick, thick)))
    kept = whole & cv2.dilate(opened, np.ones((thick // 2 | 1,) * 2, np.uint8))
    end = int(rows[0] + low * np.ptp(rows))
    kept[end:] = whole[end:]
    return largest(kept > 0)


def largest(mask: Mask) -> Mask:
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return parts == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if count > 1 else mask


def kept(alpha: Floats, mask: Mask) -> Floats:
    """Coverage without what of its solid part is not in the mask."""
    gone = cv2.dilate(((alpha > 0.5) & ~mask).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)
    return np.where(gone & ~mask, np.minimum(alpha, soft), alpha).astype(np.float32)
