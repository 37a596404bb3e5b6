"""Ends of long sleeves that were taken for the lower garment: they would stay beside the new sleeves."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.usual import usual
from lingtu.imaging.tryon.worn.wearer import Wearer

#: A sleeve that covers so much of the arm ends at the wrist; so near to wrist and knuckles it does, shoulder widths.
LONG, REACH = 0.75, 0.45
#: An arm of which so much is seen is in none, whatever its colours were taken for.
BARE = 0.2
#: Colours are a sleeve's that are so much more usual in the upper garment, on an average over so much, shoulder widths.
MORE_USUAL, AVERAGED, RARE = 4.0, 0.03, 1e-4
#: Places along an arm and on to its knuckles.
ALONG, TO_HAND = 200, 24
#: A garment of fewer pixels has no colours that say anything.
LEAST_PX = 200


def lost_cuff_area(layers: Layers, wearer: Wearer) -> float:
    """Lower garment at the ends of long sleeves that has the upper one's colours, shoulder widths squared."""
    near = np.zeros(layers.labels.shape, np.uint8)
    for limbs, sleeve in zip(SIDES, wearer.outfit.sleeves, strict=True):
        if sleeve >= LONG:
            for x, y in (wearer.frame.knuckles(limbs), wearer.frame.body.points[limbs.wrist]):
                cv2.circle(near, (int(x), int(y)), int(REACH * wearer.width), 1, -1)
    upper, lower = layers.labels == Part.TORSO, layers.labels == Part.LOWER
    known = lower & (near == 0)
    if not near.any() or min(np.count_nonzero(upper), np.count_nonzero(known)) < LEAST_PX:
        return 0.0
    in_upper, in_lower = (each + np.float32(RARE) for each in usual(layers.rgb, upper, known))
    ratio = cv2.GaussianBlur(np.log(in_upper / in_lower), (0, 0), AVERAGED * wearer.width)
    return float(np.count_nonzero(lower & (near > 0) & (ratio > np.log(MORE_USUAL)))) / wearer.width**2


def lost_forearm_px(wearer: Wearer) -> float:
    """Longest stretch of an arm in a long sleeve that was taken for the lower garment, its hand being seen, px."""
    longest = 0.0
    for flank, sleeve in zip(wearer.flanks[::-1], wearer.outfit.sleeves, strict=True):
        middle, knuckles = flank.arm.centres, np.asarray(wearer.frame.knuckles(flank.limbs), np.float64)
        at = np.linspace(0, len(middle) - 1, ALONG)
        down = np.stack([np.interp(at, np.arange(len(middle)), middle[:, axis]) for axis in (0, 1)], axis=1)
        hand = middle[-1] + np.linspace(0, 1, TO_HAND)[:, None] * (knuckles - middle[-1])
        met = sampled(wearer.labels, np.concatenate([down, hand]))
        in_sleeve = sleeve >= LONG and float((met[:ALONG] == Part.ARMS).mean()) < BARE
        if in_sleeve and (met == Part.HANDS).any():
            ends = np.flatnonzero(np.diff((met == Part.LOWER).astype(np.int8), prepend=0, append=0))
            longest = max(longest, float(np.diff(ends)[::2].max(initial=0)) * flank.arm.length / ALONG)
    return longest
