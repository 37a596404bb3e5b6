"""Fingers that were taken for the clothes they lie on."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.connected import reached
from lingtu.imaging.tryon.masks import without_crumbs

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Hand and garment of which fewer pixels are seen tell no hue; least difference of these, Lab.
FEWEST_PX, UNLIKE_HUE = 60, 14.0
#: How much nearer to the hand's hue than to the garment's fingers are, and how far from what is known of the hand,
#: shoulder widths.
NEARER, REACH = 0.6, 0.32
#: Share of the garment farther away that may have the hand's hue: a print may.
FEW = 0.01


def fingers(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """What of the clothes hangs together with a hand and has its hue, H x W."""
    found, hands = np.zeros(labels.shape, np.bool_), labels == Part.HANDS
    if np.count_nonzero(hands) < FEWEST_PX:
        return found
    hue = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)[..., 1:]
    of_hand = np.median(hue[hands], axis=0)
    to_hand = np.linalg.norm(hue - of_hand, axis=2)
    near = frame.distance(hands) < REACH
    for part in (Part.TORSO, Part.LOWER):
        garment = labels == part
        if np.count_nonzero(garment) < FEWEST_PX:
            continue
        of_garment = np.median(hue[garment], axis=0)
        if np.linalg.norm(of_hand - of_garment) < UNLIKE_HUE:
            continue
        like = garment & (to_hand < NEARER * np.linalg.norm(hue - of_garment, axis=2))
        if np.count_nonzero(like & ~near) > FEW * np.count_nonzero(garment):
            continue
        opened = without_crumbs(like & near)
        found |= reached(opened | hands, hands) & opened
    return found
