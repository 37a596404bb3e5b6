"""A maker's label inside the collar, which nobody sees when the garment is worn: taken out of its picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.smooth_fill import continued
from lingtu.imaging.tryon.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Where labels are, and how large: widths of the neck's opening.
ASIDE, LOW, BASE_LOW, HIGH = 0.3, 0.55, 0.3, 0.12
WIDE, TALL = (0.1, 0.5), (0.05, 0.4)
#: Its seam and shadow around it, widths of the neck's opening.
AROUND = 0.08
#: Lab distance from the cloth around, how much of its box a label fills, and how plain the cloth around must be, Lab.
UNLIKE, FULL, PLAIN = 5.0, 0.45, 9.0


def without_label(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """Colours H x W x 3 in which a label below the middle of the neck is cloth."""
    label = find_label(rgb, alpha, top)
    if not label.any():
        return rgb
    side = max(5, int(AROUND * (top.rim[-1, 0] - top.rim[0, 0]))) | 1
    grown = cv2.dilate(label.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    filled = continued(rgb, ((alpha > 0.9) & ~grown).astype(np.float32))
    soft = cv2.GaussianBlur(grown.astype(np.float32), (0, 0), 1.0)[..., None]
    return np.asarray(rgb * (1 - soft) + filled * soft, np.float32)


def find_label(rgb: Floats, alpha: Floats, top: Top) -> Mask:
    """Small boxes of another colour in plain cloth, where labels are sewn; H x W."""
    found = np.zeros(alpha.shape, np.bool_)
    left, right = top.rim[0], top.rim[-1]
    width = float(right[0] - left[0])
    x, y = (left + right) / 2
    # of a standing collar the label is at its base
    low = max(y + LOW * width, (top.left.neck[1] + top.right.neck[1]) / 2 + BASE_LOW * width)
    view = (
        slice(max(0, int(y - HIGH * width)), max(0, int(low))),
        slice(max(0, int(x - ASIDE * width)), max(0, int(x + ASIDE * width))),
    )
    inside = alpha[view] > 0.9
    if width < 20 or np.count_nonzero(inside) < 100:
        return found
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb[view], (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    away = np.linalg.norm(lab - np.median(lab[inside], axis=0), axis=2)
    if np.percentile(away[inside], 60) > PLAIN:
        return found
    unlike = (inside & (away > UNLIKE)).astype(np.uint8)
    side = max(3, int(0.05 * width)) | 1
    closed = cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, areas, stats, _ = cv2.connectedComponentsWithStats(opened)
    for index in range(1, count):
        at, down, wide, tall, area = stats[index]
        fits = WIDE[0] * width < wide < WIDE[1] * width and TALL[0] * width < tall < TALL[1] * width
        # what goes on to the sides or below is the front, beside the neck's opening
        whole = at > 0 and at + wide < inside.shape[1] and down + tall < inside.shape[0]
        if fits and whole and area > FULL * wide * tall:
            found[view] |= areas == index
    return found
