"""Fingers that were taken for the clothes they lie on, and hands that were taken for arms."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import without_crumbs

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
#: Around a hand from the wrist on, half widths at both ends, shoulder widths, and where these are, of the way from the
#: wrist to the knuckles.
HAND, ENDS = (0.12, 0.17), (0.3, 1.7)


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


def beyond_wrists(labels: Labels, frame: Frame) -> Mask:
    """What is said to be an arm and lies where a hand is, H x W: of two hands in one another one alone is found."""
    hands = np.zeros(labels.shape, np.bool_)
    for limbs in SIDES:
        _, elbow, wrist, knuckles = frame.arm(limbs)
        start, end = (wrist + (knuckles - wrist) * share for share in ENDS)
        y, x = np.indices(labels.shape, np.float32)
        ahead = wrist - elbow
        past = (x - start[0]) * ahead[0] + (y - start[1]) * ahead[1] > 0
        hands |= frame.tube([start, end], HAND) & past
    return np.asarray((labels == Part.ARMS) & hands)
