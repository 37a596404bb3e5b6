"""What is beside arms and hands and was taken for something else: gaps to the body, wide cuffs, clothes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Out from the axis so far arms hang, shoulder widths.
OUT = 0.3
#: A sleeve that covers less of the arm leaves the hand free.
BARE = 0.75
#: What is as near as this to the background's colour may be it, Lab.
GROUND_LIKE = 10.0
#: Beside wrist and knuckles a wide cuff hangs; what joins it to the lower garment is so narrow; shoulder widths.
CUFF, CUFF_NECK = 0.45, 0.06
#: Share of a loose piece's outline that is the sleeve's if it is its cuff.
BESIDE_SLEEVE = 0.03
#: Share of the body's middle that may have the ground's colour for gaps to be told.
FEW = 0.02
#: Gaps beside long sleeves: their least width, ground that they are compared with, half widths of an arm that no gap
#: is in, shoulder widths; level from which they are looked for.
GAP, NEAR_BODY, ARM_CORE, GAP_FROM = 0.04, 1.2, (0.08, 0.08, 0.06), 0.3
#: Half widths of a forearm in a sleeve at both ends, shoulder widths, how far down it is looked at, of the way to the
#: wrist, and the share of it that is said to be sleeve.
FOREARM, IN_SLEEVE, MOSTLY = (0.075, 0.065), 0.95, 0.6
#: Lab distance from the lower garment's colour of what is none of it.
OTHER = 10.0
#: Lab distance, lightness by half, from which no skin is the arms', and of that what clothes are within; so much of the
#: arms' outline is soft, px.
NO_SKIN, CLOTH_LIKE, SOFT_PX = 32.0, 0.4, 3


def between_hands(rgb: Floats, labels: Labels, garment: Part) -> Mask:
    """What is said to be arm or hand and has the colour of a garment, which is none of the skin's."""
    arms, cloth = is_any(labels, (Part.ARMS, Part.HANDS)), labels == garment
    if min(np.count_nonzero(arms), np.count_nonzero(cloth)) < 50:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab) * np.array([0.5, 1, 1], np.float32)
    to_skin, to_cloth = (lengths(lab - np.median(lab[part], axis=0)) for part in (arms, cloth))
    other = arms & (to_skin > NO_SKIN) & (to_cloth < CLOTH_LIKE * to_skin)
    kernel = np.ones((SOFT_PX, SOFT_PX), np.uint8)
    return np.asarray(cv2.morphologyEx(other.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def beside_sleeves(rgb: Floats, labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """Gaps between the body and long sleeves: pieces of the ground's colour between both that are said to be cloth."""
    nothing = np.zeros(labels.shape, np.bool_)
    ground, upper = (labels == Part.BACKGROUND) & (frame.across < NEAR_BODY), labels == Part.TORSO
    if max(outfit.sleeves) < BARE or min(np.count_nonzero(ground), np.count_nonzero(upper)) < 50:
        return nothing
    bones = frame.tube(frame.arm(SIDES[0])[:3], ARM_CORE) | frame.tube(frame.arm(SIDES[1])[:3], ARM_CORE)
    place = upper & ~bones & (frame.across > OUT) & (frame.along > GAP_FROM) & (frame.along < 1)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    to_ground, to_upper = (lengths(lab - np.median(lab[part], axis=0)) for part in (ground, upper))
    like = place & (to_ground < GROUND_LIKE) & (to_ground < 0.35 * to_upper)
    core = upper & (frame.across < OUT)
    if (to_ground[core] < GROUND_LIKE).mean() > FEW:  # nothing tells them apart
        return nothing
    side = 2 * max(1, int(GAP / 2 * frame.width)) + 1
    solid = cv2.morphologyEx(like.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    grown = cv2.dilate(solid, np.ones((side + 2, side + 2), np.uint8)) > 0
    return np.asarray(like & grown)


def cuffs(labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """Wide cuffs that hang beside the hands and were taken for the lower garment: they don't hang together with it."""
    lower = (labels == Part.LOWER).astype(np.uint8)
    near = np.zeros(labels.shape, np.uint8)
    for limbs, sleeve in zip(SIDES, outfit.sleeves, strict=True):
        if sleeve >= BARE:
            for x, y in (frame.knuckles(limbs), frame.body.points[limbs.wrist]):
                cv2.circle(near, (int(x), int(y)), int(CUFF * frame.width), 1, -1)
    side = 2 * max(1, int(CUFF_NECK / 2 * frame.width)) + 1
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(cv2.erode(lower, np.ones((side, side), np.uint8)))
    if count < 2 or not near.any():
        return np.zeros(labels.shape, np.bool_)
    largest = (pieces == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())).astype(np.uint8)
    loose = (lower > 0) & (near > 0) & (cv2.dilate(largest, np.ones((side + 4, side + 4), np.uint8)) == 0)
    found = np.zeros(labels.shape, np.bool_)
    _, pieces = cv2.connectedComponents(loose.astype(np.uint8), connectivity=4)
    for index in range(1, int(pieces.max()) + 1):
        ring = (cv2.dilate((pieces == index).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & (pieces != index)
        if float((labels[ring] == Part.TORSO).mean()) > BESIDE_SLEEVE:
            found |= pieces == index
    return found


def in_sleeves(rgb: Floats, labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """What is said to be ground, or lower garment of another colour, on the bones of a forearm in a long sleeve, H x W.

    A sleeve that goes into a pocket ends somewhere there.
    """
    found, lower = np.zeros(labels.shape, np.bool_), labels == Part.LOWER
    if max(outfit.sleeves) < BARE or not lower.any():
        return found
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    other = (lengths(lab - np.median(lab[lower], axis=0)) > OTHER) & lower
    for limbs, sleeve in zip(SIDES, outfit.sleeves, strict=True):
        if sleeve < BARE:
            continue
        _, elbow, wrist, _ = frame.arm(limbs)
        end = elbow + (wrist - elbow) * IN_SLEEVE
        core = frame.tube([elbow, end], FOREARM)
        if core.any() and float((labels[core] == Part.TORSO).mean()) > MOSTLY:
            found |= core & (other | (labels == Part.BACKGROUND))
    return found
