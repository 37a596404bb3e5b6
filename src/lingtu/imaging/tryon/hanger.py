"""Garments that hang: the hanger's hook, bar and clips are no part of them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.outline import ends_at

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
#: Where a hanger is seen: of the garment's height from its top, and of its width from its middle.
LOW, ASIDE = 0.22, 0.3
#: Colours that tell the cloth, the share of one that counts, and the Lab distance from all of what is no cloth.
COLOURS, SHARE, UNLIKE = 8, 0.04, 9.0
#: Bars and clips at a waist: their height and width, of the garment's width at most; how low, of its height.
BAR, CLIP, AT_WAIST = 0.05, 0.3, 0.16


def without_hanger(rgb: Floats, alpha: Floats, is_bottom: bool) -> Floats:
    """Coverage H x W of the garment alone. Raises `ValueError` where a hanger can't be told from the cloth."""
    mask = _largest(alpha > 0.5)
    if np.count_nonzero(mask.any(axis=1)) < 40:
        return alpha
    if is_bottom:
        return _kept(alpha, _no_clips(mask))
    if not _sticks_out(mask, NARROW):
        return alpha
    rest = _no_bars(mask & ~_unlike(rgb, alpha), LOW)
    top = _top(mask)
    if np.count_nonzero(rest[top]) > (1 - OF_APEX) * np.count_nonzero(mask[top]):
        rest = mask
    if _sticks_out(rest, HOOK if rest is mask else LEFT):
        raise ValueError("a hanger")
    return _kept(alpha, rest)


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
    away = np.min([np.linalg.norm(lab - colour, axis=2) for colour in _palette(cloth)], axis=0)
    place = np.zeros_like(mask)
    place[: int(rows[0] + LOW * height), int(axis - ASIDE * width) : int(axis + ASIDE * width)] = True
    wall = lab[(alpha < 0.03) & place]
    if len(wall) > 100:
        away[np.linalg.norm(lab - np.median(wall, axis=0), axis=2) < np.minimum(away, UNLIKE)] = np.inf
    unlike = (mask & place & (away > UNLIKE)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0)


def _palette(cloth: Floats) -> Floats:
    """The cloth's main colours, K x 3 Lab."""
    cv2.setRNGSeed(1)
    some = np.ascontiguousarray(cloth[:: max(1, len(cloth) // 4000)], np.float32)
    stop = (cv2.TERM_CRITERIA_MAX_ITER + cv2.TERM_CRITERIA_EPS, 12, 0.5)
    _, labels, centres = cv2.kmeans(some, COLOURS, None, stop, 1, cv2.KMEANS_PP_CENTERS)
    share = np.bincount(labels[:, 0], minlength=COLOURS) / len(some)
    return np.asarray(centres[share > SHARE], np.float32)


def _no_bars(mask: Mask, low: float) -> Mask:
    """Without what is thin, down to `low`, of the garment's height."""
    rows = np.flatnonzero(mask.any(axis=1))
    thick = max(3, int(BAR * np.ptp(np.flatnonzero(mask.any(axis=0))))) | 1
    whole = mask.astype(np.uint8)
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thick, thick)))
    kept = whole & cv2.dilate(opened, np.ones((thick // 2 | 1,) * 2, np.uint8))
    end = int(rows[0] + low * np.ptp(rows))
    kept[end:] = whole[end:]
    return _largest(kept > 0)


def _no_clips(mask: Mask) -> Mask:
    """Without thin bars, and what is narrow above the waist."""
    kept = _no_bars(mask, AT_WAIST)
    rows = np.flatnonzero(kept.any(axis=1))
    end = int(rows[0] + AT_WAIST * np.ptp(rows))
    across = np.ones((1, max(3, int(CLIP * np.ptp(np.flatnonzero(kept.any(axis=0)))))), np.uint8)
    kept[:end] = cv2.morphologyEx(kept.astype(np.uint8), cv2.MORPH_OPEN, across)[:end] > 0
    return _largest(kept)


def _largest(mask: Mask) -> Mask:
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return parts == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if count > 1 else mask


def _kept(alpha: Floats, mask: Mask) -> Floats:
    """Coverage without what of its solid part is not in the mask."""
    gone = cv2.dilate(((alpha > 0.5) & ~mask).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)
    return np.where(gone & ~mask, np.minimum(alpha, soft), alpha).astype(np.float32)
