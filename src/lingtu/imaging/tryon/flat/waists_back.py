"""The inside of a waist's back, which one sees above the front's edge of trousers that hang: nobody does when worn.

The maker's label tells that it is seen, and how far: it ends at the front's edge.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import dilated, within
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.bottom import Bottom
from lingtu.imaging.tryon.flat.label import boxes_in

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: A neck's opening for which a label is as large as at a waist, widths of the waist; and so far from the waist's middle
#: to each side, and below it, a label is, widths of the waist.
NECK, ASIDE, LOW = 0.35, 0.14, 0.16
#: What is cut off below a label, px.
BELOW_PX = 2
#: A label is grey or white: its chroma at most, Lab; what is so near to its colour is of it, and so much of the garment
#: at most has it: else it is a print or a clasp.
GREY, LIKE, ELSEWHERE = 14.0, 9.0, 0.004


def without_waists_back(rgb: Floats, alpha: Floats, bottom: Bottom) -> Floats:
    """The coverage H x W up to the front's edge; as it is where no label is seen behind it."""
    along = bottom.waist @ np.array([[1.0, 1.0], [1.0, -1.0]]).T
    left, right = bottom.waist[along[:, 0].argmin()], bottom.waist[along[:, 1].argmax()]  # its upper corners
    wide = bottom.waist_px
    middle = (left[0] + right[0]) / 2
    high = int(bottom.waist[:, 1].min())
    view = (
        slice(max(0, high - 1), int((left[1] + right[1]) / 2 + LOW * wide)),
        slice(max(0, int(middle - ASIDE * wide)), int(middle + ASIDE * wide)),
    )
    label = np.zeros(alpha.shape, np.bool_)
    label[view] = boxes_in(rgb[view], alpha[view] > 0.9, NECK * wide)
    if not label.any() or not _is_grey_alone(rgb, alpha, label):
        return alpha
    rows, columns = np.nonzero(label)
    x, y = columns.mean(), rows.max() + BELOW_PX
    if y < max(left[1], right[1]):
        return alpha
    edge = np.polyfit([left[0], x, right[0]], [left[1], y, right[1]], 2)
    across = np.linspace(left[0], right[0], 64)
    line = np.stack([across, np.polyval(edge, across)], axis=1)
    above = within(np.concatenate([line, [[right[0], 0], [left[0], 0]]]), alpha.shape)
    return np.asarray(alpha * (1 - cv2.GaussianBlur(above.astype(np.float32), (0, 0), 0.8)), np.float32)


def _is_grey_alone(rgb: Floats, alpha: Floats, label: Mask) -> bool:
    """Whether what looks like a label has no colour, and one that the garment has nowhere else."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    colour = np.median(lab[label], axis=0)
    like = (lengths(lab - colour) < LIKE) & (alpha > 0.9) & ~dilated(label, BELOW_PX)
    return bool(np.hypot(*colour[1:]) < GREY and np.count_nonzero(like) < ELSEWHERE * np.count_nonzero(alpha > 0.9))
