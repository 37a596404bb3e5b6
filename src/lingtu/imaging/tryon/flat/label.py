"""A maker's label inside the collar, which nobody sees when the garment is worn: taken out of its picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Where labels are, and how large: widths of the neck's opening.
ASIDE, LOW, BASE_LOW, HIGH = 0.36, 0.62, 0.36, 0.12
WIDE, TALL = (0.2, 0.5), (0.06, 0.42)
#: Its seam and shadow around it, widths of the neck's opening.
AROUND = 0.08
#: How far a label's Lab channels are from the cloth's, tried in turn; how much of its upright box it fills, and how
#: much it may be turned, degrees.
UNLIKE, FULL, TURNED = (2.5, 5.0, 9.0, 15.0, 25.0), 0.8, 20.0
#: Cloth that is mostly farther from its usual colour than this, Lab, has a print, whose parts look like labels.
PRINTED = 17.0
#: What is narrower and lower is none of it: its tab with the size, seams beside it; widths of the neck's opening.
TAB = (0.09, 0.03)
#: How far a label's middle is from the neck's, widths of the neck's opening.
CENTRED = 0.2


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
    """Small upright boxes of another colour than the cloth's, where labels are sewn; H x W."""
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
    found[view] = boxes_in(rgb[view], alpha[view] > 0.9, width)
    return found


def boxes_in(rgb: Floats, inside: Mask, width: float) -> Mask:
    """Upright boxes in the middle of a part of the picture, as large as a label of such a neck; `inside`: cloth."""
    boxes = np.zeros(inside.shape, np.uint8)
    if width < 20 or np.count_nonzero(inside) < 100:
        return boxes > 0
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.7), cv2.COLOR_RGB2Lab)
    off = lab - np.median(lab[inside], axis=0)
    if np.percentile(np.linalg.norm(off[inside], axis=1), 60) > PRINTED:
        return boxes > 0
    for channel in range(3):
        for sign in (-1, 1):
            for least in UNLIKE:
                unlike = inside & (sign * off[..., channel] > least)
                for box in _boxes(unlike.astype(np.uint8), width):
                    cv2.fillConvexPoly(boxes, box, 1)
    return boxes > 0


def _boxes(mask: NDArray[np.uint8], width: float) -> list[NDArray[np.int32]]:
    """Outlines of a mask's pieces that have a label's shape; text on them is a hole. `width` of the neck, px."""
    whole = np.zeros_like(mask)
    cv2.drawContours(whole, cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], -1, 1, -1)
    kernel = np.ones((max(3, int(TAB[1] * width)), max(3, int(TAB[0] * width))), np.uint8)
    high, wide = mask.shape
    result = []
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, kernel)
    for outline in cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        at, down, across, tall = cv2.boundingRect(outline)
        if not (WIDE[0] * width < across < WIDE[1] * width and TALL[0] * width < tall < TALL[1] * width):
            continue
        # what goes on to the sides or below is the front, beside the neck's opening
        inside = at > 0 and at + across < wide and down + tall < high
        centred = abs(at + across / 2 - wide / 2) < CENTRED * width
        _, (one, other), angle = cv2.minAreaRect(outline)
        upright = min(angle, 90 - angle) < TURNED
        if inside and centred and upright and cv2.contourArea(outline) > FULL * one * other:
            result.append(np.asarray(cv2.convexHull(outline), np.int32))
    return result
