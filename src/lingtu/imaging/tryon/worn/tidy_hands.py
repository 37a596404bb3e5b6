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
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths

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
#: Around forearms, half width; what of a hand is behind cloth is so near to its knuckles, shoulder widths, and so large
#: at most, of these squared; so much of its outline is that cloth's.
FOREARM, NEAR_KNUCKLES, LARGEST, BEHIND = 0.12, 0.35, 0.05, 0.1


def fingers(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """What of the clothes hangs together with a hand and has its hue, H x W."""
    found, hands = np.zeros(labels.shape, np.bool_), labels == Part.HANDS
    if np.count_nonzero(hands) < FEWEST_PX:
        return found
    hue = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)[..., 1:]
    of_hand = np.median(hue[hands], axis=0)
    to_hand = lengths(hue - of_hand)
    near = frame.distance(hands) < REACH
    for part in (Part.TORSO, Part.LOWER):
        garment = labels == part
        if np.count_nonzero(garment) < FEWEST_PX:
            continue
        of_garment = np.median(hue[garment], axis=0)
        if np.linalg.norm(of_hand - of_garment) < UNLIKE_HUE:
            continue
        like = garment & (to_hand < NEARER * lengths(hue - of_garment))
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


def behind_cloth(labels: Labels, frame: Frame) -> Mask:
    """Fingers beyond an upper garment that hangs over the hand, H x W: in a pocket, with the wrist seen above it.

    Another garment would hide them, too, and between it and them there is nothing of the hand.
    """
    skin = is_any(labels, (Part.ARMS, Part.HANDS))
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(skin.astype(np.uint8))
    arms = [np.unique(pieces[frame.tube(frame.arm(limbs)[1:3], (FOREARM, FOREARM)) & skin]) for limbs in SIDES]
    attached, found = np.unique(np.concatenate(arms)), np.zeros(labels.shape, np.bool_)
    for limbs, own in zip(SIDES, arms, strict=True):
        if not len(own):  # in a sleeve, beyond which there is a hand
            continue
        x, y = frame.knuckles(limbs)
        for index in np.setdiff1d(np.arange(1, count), attached):
            piece = pieces == index
            rows, columns = np.nonzero(piece)
            far = float(np.hypot(columns - x, rows - y).max())
            if far > NEAR_KNUCKLES * frame.width or stats[index, cv2.CC_STAT_AREA] > LARGEST * frame.width**2:
                continue
            ring = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
            if float((labels[ring] == Part.TORSO).mean()) > BEHIND:
                found |= piece
    return found
