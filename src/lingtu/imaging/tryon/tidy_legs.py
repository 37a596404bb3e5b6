"""Legs that are taken for clothes: the shaded side of a calf below a skirt."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.connected import reached

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Legs and clothes are looked at from here on, and clothes tell their colours down to here, levels.
FROM, CLOTHES = 1.1, (0.2, 1.3)
#: Chroma by lightness of legs whose hue tells them, and least of it in their shade, of theirs: it rather grows there.
COLOURED, SHADE = 0.2, 0.8
#: Angle between hues within which they are alike, radians; darker than this hue is not told, Lab.
ALIKE, DARK = 0.2, 8.0
#: Clothes that have so much of the legs' hue tell nothing; nor do so few pixels.
OF_CLOTHES, LEAST = 0.02, 200


def shaded_legs(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """Of what is said to be clothes, what lies beside bare legs and has their hue, H x W."""
    cloth, legs = np.isin(labels, (Part.TORSO, Part.LOWER)), labels == Part.LEGS
    usual = cloth & (frame.along > CLOTHES[0]) & (frame.along < CLOTHES[1])
    nothing = np.zeros(labels.shape, np.bool_)
    if min(np.count_nonzero(legs), np.count_nonzero(usual)) < LEAST:
        return nothing
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    # the shade of one colour has its hue, and no less chroma for its lightness
    hue = np.arctan2(lab[..., 2], lab[..., 1])
    colour = np.hypot(lab[..., 1], lab[..., 2]) / np.maximum(lab[..., 0], DARK)
    of_legs = float(np.median(colour[legs]))
    if of_legs < COLOURED:
        return nothing
    like = (np.abs(hue - np.median(hue[legs])) < ALIKE) & (colour > SHADE * of_legs)
    if like[usual].mean() > OF_CLOTHES:
        return nothing
    below = cloth & like & (frame.along > FROM)
    opened = cv2.morphologyEx(below.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    found = reached(opened | legs, legs) & opened
    # slivers at their edge, cut off from the clothes
    cut_off = cloth & ~found & (frame.along > FROM) & ~reached(cloth & ~found, usual)
    return np.asarray(found | (reached(cut_off | found, found) & cut_off), np.bool_)
