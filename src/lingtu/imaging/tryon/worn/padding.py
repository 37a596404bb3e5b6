"""Puffed sleeves and padded shoulders of the old garment: what is higher than the body's shoulders below them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels

#: Shoulders slope down by so much at least, left and right on average, per distance from the axis.
SLOPE = 0.22
#: Where they begin at the neck and where they turn down to the arm, shoulder widths; how sharply, of those.
NECK, TURN, ROUND = 0.2, 0.45, 2.5


def padding(labels: Labels, frame: Frame, lines: tuple[tuple[float, float], ...], clothed: bool) -> NDArray[np.bool_]:
    """Cloth H x W above shoulders that would be too square; `lines` are their slopes and heights, left and right.

    `clothed`: whether both are; bare ones are as they are.
    """
    lacking = SLOPE + sum(slope for slope, _ in lines) / 2
    found = np.zeros(labels.shape, np.bool_)
    if not clothed or lacking <= 0:
        return found
    x, y = np.arange(labels.shape[1]) - frame.body.shoulders[0], np.arange(labels.shape[0]) - frame.body.shoulders[1]
    is_right = x[None] * frame.down[1] > y[:, None] * frame.down[0]
    height = -frame.along * frame.body.torso_px / frame.width
    for sign, (slope, level) in zip((-1, 1), lines, strict=True):
        out = np.where(is_right == (sign > 0), frame.across, 0)
        natural = slope * out + level - lacking * (out - NECK) - ROUND * (out - TURN).clip(0) ** 2
        found |= (out > NECK) & (height > natural) & (height < natural + 0.5)
    return np.asarray(found & (labels == Part.TORSO))
