"""A hanger's bar that is seen in the neck's opening, before the inside of the back: taken out of the picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: A bar's height at most and its length at least, widths of the neck's opening; how much lighter or darker it is than
#: the cloth above and below it, Lab.
TALL, LONG, UNLIKE = 0.08, 0.6, 8.0
#: Down to here it is looked for, below the neck's ends, and so far beside them, widths of the neck's opening.
LOW, BESIDE = 0.6, 0.05
#: Of its pieces, which labels and zips part, so far apart, and how much it may slant, widths of the neck's opening.
APART, SLANT = 0.12, 0.06
#: Share of its columns that it has, and how far from straight it is at most, widths of the neck's opening: trimmings
#: of a collar's two halves are neither whole nor straight.
WHOLE, STRAIGHT = 0.85, 0.015
#: Of plain cloth three quarters are less from their usual lightness than this, Lab: stripes look like bars.
PLAIN = 12.0
#: Its shadow around it, px.
AROUND_PX = 3


def without_bar(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """Colours H x W x 3 in which a bar across the neck is the cloth that it is seen before."""
    bar = find_bar(rgb, alpha, top)
    if not bar.any():
        return rgb
    grown = cv2.dilate(bar.astype(np.uint8), np.ones((2 * AROUND_PX + 1,) * 2, np.uint8)) > 0
    filled = continued(rgb, ((alpha > 0.9) & ~grown).astype(np.float32))
    soft = cv2.GaussianBlur(grown.astype(np.float32), (0, 0), 1.0)[..., None]
    return np.asarray(rgb * (1 - soft) + filled * soft, np.float32)


def find_bar(rgb: Floats, alpha: Floats, top: Top) -> Mask:
    """A straight level line through the neck's opening, lighter or darker than all about it; H x W."""
    found = np.zeros(alpha.shape, np.bool_)
    left, right = top.left.neck, top.right.neck
    width = float(right[0] - left[0])
    high = (left[1] + right[1]) / 2
    view = (
        slice(max(0, int(high)), int(high + LOW * width)),
        slice(max(0, int(left[0] - BESIDE * width)), int(right[0] + BESIDE * width)),
    )
    if width < 20 or min(alpha[view].shape) < 20:
        return found
    light = np.asarray(cv2.cvtColor(cv2.GaussianBlur(rgb[view], (0, 0), 0.7), cv2.COLOR_RGB2Lab)[..., 0])
    inside = (alpha[view] > 0.9).astype(np.uint8)
    cloth = light[inside > 0]
    if len(cloth) < 100 or np.percentile(np.abs(cloth - np.median(cloth)), 75) > PLAIN:
        return found
    tall = np.ones((2 * max(2, int(TALL * width / 2)) + 1, 1), np.uint8)
    for kind in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT):
        line = (cv2.morphologyEx(light, kind, tall) > UNLIKE).astype(np.uint8) & inside
        joined = cv2.morphologyEx(line, cv2.MORPH_CLOSE, np.ones((3, int(APART * width) | 1), np.uint8))
        bars = _level(joined, width)
        if len(bars) == 1 and _is_straight((bars[0] & line) > 0, width):
            found[view] |= (bars[0] & line) > 0
    return found


def _level(mask: NDArray[np.uint8], width: float) -> list[NDArray[np.uint8]]:
    """Pieces of a mask that are long and level."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask)
    most = (TALL + SLANT) * width
    return [
        (parts == each).astype(np.uint8)
        for each in range(1, count)
        if stats[each, cv2.CC_STAT_WIDTH] > LONG * width and stats[each, cv2.CC_STAT_HEIGHT] < most
    ]


def _is_straight(line: Mask, width: float) -> bool:
    """Whether a line goes straight on from one of its ends to the other."""
    columns = np.flatnonzero(line.any(axis=0))
    if len(columns) < max(3, WHOLE * (np.ptp(columns) + 1)):
        return False
    rows = np.arange(len(line))[:, None]
    middle = (line * rows).sum(axis=0)[columns] / line.sum(axis=0)[columns]
    off = np.abs(middle - np.polyval(np.polyfit(columns, middle, 1), columns))
    return bool(off.mean() < STRAIGHT * width)
