"""Bare limbs that are taken for clothes: a calf's shaded side below a skirt, an upper arm below a sleeve."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import without_crumbs
from lingtu.imaging.tryon.arrays.vectors import is_any

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Legs are looked at from here on, and clothes tell their colours here, levels; above the last one no bare belly is
#: among them that was taken for clothes, too.
LEGS_FROM, CLOTHES, CHEST = 1.1, (0.2, 1.3), 0.5
#: Chroma by lightness of skin whose hue tells it; least of it in the shade, of the limb's: it grows there, if anything.
COLOURED, SHADE = 0.2, 0.8
#: Angle between hues within which they are alike, radians; what is darker has no lightness to speak of, Lab.
ALIKE, DARK = 0.2, 8.0
#: Clothes that have so much of the limb's hue tell nothing; nor do so few pixels.
OF_CLOTHES, LEAST = 0.02, 200


def shaded_legs(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """Of what is said to be clothes, what lies beside bare legs and has their hue, H x W."""
    return _shaded(rgb, labels, frame, Part.LEGS, np.asarray(frame.along > LEGS_FROM))


def shaded_arms(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """The same of bare arms."""
    return _shaded(rgb, labels, frame, Part.ARMS, frame.arms)


def _shaded(rgb: Floats, labels: Labels, frame: Frame, part: Part, place: Mask) -> Mask:
    cloth, limbs = is_any(labels, (Part.TORSO, Part.LOWER)), labels == part
    usual = cloth & (frame.along > CLOTHES[0]) & (frame.along < CLOTHES[1]) & ~place
    nothing = np.zeros(labels.shape, np.bool_)
    if min(np.count_nonzero(limbs), np.count_nonzero(usual)) < LEAST:
        return nothing
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    # the shade of one colour has its hue, and no less chroma for its lightness
    hue = np.arctan2(lab[..., 2], lab[..., 1])
    colour = np.hypot(lab[..., 1], lab[..., 2]) / np.maximum(lab[..., 0], DARK)
    of_limbs = float(np.median(colour[limbs]))
    if of_limbs < COLOURED:
        return nothing
    like = (np.abs(hue - np.median(hue[limbs])) < ALIKE) & (colour > SHADE * of_limbs)
    chest = usual & (frame.along < CHEST)
    of_clothes = min(like[usual].mean(), like[chest].mean() if chest.any() else 1.0)
    if of_clothes > OF_CLOTHES:
        return nothing
    opened = without_crumbs(cloth & like & place)
    found = reached(opened | limbs, limbs) & opened
    # slivers at their edge, cut off from the clothes
    cut_off = cloth & ~found & place & ~reached(cloth & ~found, usual)
    return np.asarray(found | (reached(cut_off | found, found) & cut_off), np.bool_)
