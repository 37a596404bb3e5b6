"""Beside the arms: clothes that were taken for background, and background that was taken for skin.

Of clothes the matte says that it is the person; wide legs that go on beyond a hand are told by their colour alone.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: What hair hangs beside, and how near a piece is to a part that it is beside, px of the parser's picture.
_HEAD, NEAR_PX = (Part.HAIR, Part.FACE, Part.NECK), 2
#: Coverage from which it is the person, and up to which it is background; smallest piece, shoulder widths squared.
SURE, GROUND, LEAST = 0.9, 0.1, 0.004
#: Lab distance of a piece from the garment that it is a part of, and from the background.
ALIKE, UNLIKE = 16.0, 24.0
#: Background that is seen between arm and body: its distance from the background's tone at most, also in distances from
#: the skin's tone, and how far these must be apart; Lab, lightness by half. Smallest such gap, shoulder widths squared.
GAP, NEARER, APART, LEAST_GAP = 9.0, 0.5, 15.0, 0.001
#: Its shaded sides are so much less like the ground, and its edges, so wide in px, have rather the ground's hue.
SHADED, EDGE_PX = 2.0, 2


def with_forgotten(rgb: Floats, labels: Labels, coverage: Floats, width_px: float) -> Labels:
    """The parts H x W with such pieces as the garment of their colour; picture and coverage of the same size.

    At the head, away from that garment, they are the ends of hair that is as dark.
    """
    forgotten = ((coverage > SURE) & (labels == Part.BACKGROUND)).astype(np.uint8)
    forgotten = cv2.morphologyEx(forgotten, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    ground = (labels == Part.BACKGROUND) & (coverage < GROUND)
    if not ground.any():
        return labels
    beside_hands = cv2.dilate((labels == Part.HANDS).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    behind = np.median(lab[ground], axis=0)
    result = labels.copy()
    for part in (Part.TORSO, Part.LOWER):
        if not (labels == part).any():
            continue
        tone = np.median(lab[labels == part], axis=0)
        like = (labels == Part.BACKGROUND) & (lengths(lab - tone) < ALIKE)
        like &= lengths(lab - behind) > UNLIKE
        _, pieces, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=4)
        found = stats[:, cv2.CC_STAT_AREA] > LEAST * width_px**2
        sure = forgotten | beside_hands if part == Part.LOWER else forgotten
        found &= np.bincount(pieces[sure], minlength=len(stats)) > 0
        found[0] = False
        result[found[pieces]] = part
        hair = found & _met(pieces, labels, _HEAD, len(stats)) & ~_met(pieces, labels, (part,), len(stats))
        result[hair[pieces]] = Part.HAIR
    return result


def _met(pieces: NDArray[np.int32], labels: Labels, parts: tuple[Part, ...], count: int) -> Mask:
    """Which of so many pieces, H x W, are beside one of these parts."""
    near = dilated(is_any(labels, parts), NEAR_PX)
    return np.bincount(pieces[near], minlength=count) > 0


def without_gaps(rgb: Floats, labels: Labels, width_px: float) -> Labels:
    """The parts H x W, gaps between arm and body that were taken for the arm being background."""
    arms, ground = labels == Part.ARMS, labels == Part.BACKGROUND
    if not arms.any() or not ground.any():
        return labels
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab) * np.array((0.5, 1, 1), np.float32)
    skin, behind = (np.median(lab[part], axis=0) for part in (arms, ground))
    if np.linalg.norm(skin - behind) < APART:
        return labels
    to_skin, to_ground = (lengths(lab - tone) for tone in (skin, behind))
    gap = (arms & (to_ground < GAP) & (to_ground < NEARER * to_skin)).astype(np.uint8)
    gap = cv2.morphologyEx(gap, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(gap)
    found = stats[:, cv2.CC_STAT_AREA] > LEAST_GAP * width_px**2
    found[0] = False
    whole = found[pieces]
    hue = np.linalg.norm(skin[1:] - behind[1:])
    if hue > APART:  # in the body's shade the hue alone tells
        grey = arms & (lengths(lab[..., 1:] - behind[1:]) < NEARER * hue)
        shaded = grey & (to_ground < SHADED * GAP) & (to_ground < to_skin)
        whole = reached(shaded | whole, whole)
        whole |= grey & (cv2.dilate(whole.astype(np.uint8), np.ones((2 * EDGE_PX + 1,) * 2, np.uint8)) > 0)
    return np.where(whole, Part.BACKGROUND, labels).astype(np.uint8)
