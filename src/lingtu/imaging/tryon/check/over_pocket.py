"""Hands in pockets of lower clothes that a top would hang over: they would end before it as if cut off."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.hang import hand_in_pocket
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Around a hand its pocket is looked at so far, shoulder widths.
AROUND = 0.05
#: Share of a hand that must be seen for its end to be.
SEEN = 0.3


def over_pocket(layers: Layers, wearer: Wearer, cloth: Floats) -> float:
    """Share of what is seen of the old lower clothes at the end of a hand in a pocket that cloth (H x W) hides.

    The hand with more of it.
    """
    most, lower = 0.0, layers.labels == Part.LOWER
    for flank in wearer.flanks:
        hand = hand_in_pocket(layers, wearer, flank)
        if not hand.any() or (cloth[hand] < 0.5).mean() < SEEN:  # in a sleeve that goes into the pocket
            continue
        beside = (cv2.distanceTransform((~hand).astype(np.uint8), cv2.DIST_L2, 3) < AROUND * wearer.width) & lower
        if beside.any():
            most = max(most, float((cloth[beside] > 0.5).mean()))
    return most
