"""Clothes that go on behind an arm, where they were taken for background: the matte says that it is the person.

Wide legs that go on beyond a hand are told by their colour alone.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]

#: Coverage from which it is the person, and up to which it is background; smallest piece, shoulder widths squared.
SURE, GROUND, LEAST = 0.9, 0.1, 0.004
#: Lab distance of a piece from the garment that it is a part of, and from the background.
ALIKE, UNLIKE = 16.0, 24.0


def with_forgotten(rgb: Floats, labels: Labels, coverage: Floats, width_px: float) -> Labels:
    """The parts H x W with such pieces as the garment of their colour; picture and coverage of the same size."""
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
        like = (labels == Part.BACKGROUND) & (np.linalg.norm(lab - tone, axis=2) < ALIKE)
        like &= np.linalg.norm(lab - behind, axis=2) > UNLIKE
        _, pieces, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=4)
        found = stats[:, cv2.CC_STAT_AREA] > LEAST * width_px**2
        sure = forgotten | beside_hands if part == Part.LOWER else forgotten
        found &= np.bincount(pieces[sure], minlength=len(stats)) > 0
        found[0] = False
        result[found[pieces]] = part
    return result
