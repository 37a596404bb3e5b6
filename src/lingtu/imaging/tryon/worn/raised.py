"""Forearms that are raised before their upper arms: sleeves of those lie behind them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

Floats = NDArray[np.float32]

#: A forearm is raised whose wrist is so far above its elbow, torso lengths; with its hand it is longer by so much of
#: it; softness of its edge, px.
RAISED, HAND, SOFT_PX = 0.1, 0.25, 1.0
#: What is around its line, shoulder widths.
AROUND = 0.35


def raised_forearms(wearer: Wearer) -> Floats:
    """1 around them where they are nearer than their upper arms and no old sleeve is seen, H x W.

    Both are of one skin: where they meet is told by the lines between their joints alone.
    """
    nearer = np.zeros(wearer.labels.shape, np.bool_)
    for flank in wearer.flanks:
        if _rise(wearer, flank) > RAISED:
            nearer |= _nearer(wearer, flank)
    share = (nearer & (wearer.labels != Part.TORSO)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(share, (0, 0), SOFT_PX), np.float32) if nearer.any() else share


def _rise(wearer: Wearer, flank: Flank) -> float:
    """How far a wrist is above its elbow, torso lengths."""
    points = wearer.frame.body.points
    return wearer.level_of(points[flank.limbs.elbow]) - wearer.level_of(points[flank.limbs.wrist])


def _nearer(wearer: Wearer, flank: Flank) -> NDArray[np.bool_]:
    """Where the forearm's line is near, and nearer than the upper arm's, H x W."""
    points = np.asarray(wearer.frame.body.points, np.float64)
    elbow, wrist = points[flank.limbs.elbow], points[flank.limbs.wrist]
    far = []
    for end in (flank.joint, wrist + HAND * (wrist - elbow)):
        line = np.ones(wearer.labels.shape, np.uint8)
        cv2.polylines(line, [np.rint(np.stack([elbow, end])).astype(np.int32)], isClosed=False, color=0)
        far.append(cv2.distanceTransform(line, cv2.DIST_L2, 5))
    return np.asarray((far[1] < far[0]) & (far[1] < AROUND * wearer.width))
