"""Arms that a result would cut through: the old sleeve is gone and neither skin nor the new one is in its place.

And hands that the old top hid: bared, they would have to be made up.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.worn.limb import STATIONS
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Below this share of its length an arm is in the shoulder.
SHOULDER = 0.15
#: A hand from the wrist on: from and to so much of the way to the knuckles, and its width, shoulder widths.
HAND, HAND_WIDTH = (0.25, 1.3), 0.3


def severed_px(wearer: Wearer, ground: Floats) -> float:
    """Longest stretch of an arm's middle, px, that is bared of all but the ground, whose share H x W is seen then."""
    longest = 0
    for flank in wearer.flanks:
        places = flank.arm.point(np.arange(SHOULDER * flank.arm.length, flank.arm.length), 0)
        was = sampled(wearer.labels, places)
        gone = (was != Part.BACKGROUND) & (sampled((ground > 0.5).astype(np.uint8), places) == 1)
        ends = np.flatnonzero(np.diff(gone.astype(np.int8), prepend=0, append=0))
        longest = max(longest, int(np.diff(ends)[::2].max(initial=0)))
    return float(longest)


def made_up_hand_area(wearer: Wearer, bared: Floats) -> float:
    """Most of one hand that is made-up skin, whose share H x W is seen then, px."""
    most = 0.0
    for flank in wearer.flanks:
        wrist, knuckles = flank.bare_arm.centres[STATIONS - 1], np.asarray(wearer.frame.knuckles(flank.limbs))
        start, end = (np.rint(wrist + part * (knuckles - wrist)).astype(int).tolist() for part in HAND)
        hand = np.zeros(bared.shape, np.uint8)
        cv2.line(hand, start, end, 1, max(1, int(HAND_WIDTH * wearer.width)))
        most = max(most, float(bared[hand > 0].sum()))
    return most
