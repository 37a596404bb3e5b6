"""The tone of a bare arm: its own where some is seen, else as hand, neck and face tell it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
#: Of the left and the right arm, 3 each.
Tones = tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]
Mask = NDArray[np.bool_]

#: An arm's CIELAB by that of hand and neck, of the hand alone, the neck alone, the face alone: the hand's share in it,
#: and what it is more than they are. By 50 bare arms: hands are redder and darker. Of neck and face the lighter halves
#: tell it, as the head and hair shade them.
OF_BOTH = (0.66, 0.36, 0.67), (1.5, 0.5, 1.4)
OF_HAND, OF_NECK, OF_FACE = (4.7, -2.6, 1.3), (-6.0, 2.0, 0.6), (-5.6, 0.4, 1.5)
#: A hand is so far from the end of the arm, shoulder widths; pixels of a part that tell a tone.
HAND, ENOUGH = 0.35, 60
#: What is seen of an arm tells its tone if it is at least such a square, shoulder widths.
SEEN = 0.09


def arm_tone(layers: Layers, limb: Limb, width_px: float) -> Floats | None:
    """The colour (3) of the lit middle of an arm; None if no skin is seen."""
    arms, size = layers.share(Part.ARMS) > 0.95, max(ENOUGH, int((SEEN * width_px) ** 2))
    own = _median(layers.rgb, _near(arms, limb), size)
    if own is not None:
        return own
    end = np.asarray(limb.centres[-1])
    hands = layers.share(Part.HANDS) > 0.95
    hand = _median(layers.rgb, _around(hands, end, HAND * width_px), ENOUGH)
    others = [_median(layers.rgb, arms, size), hand if hand is not None else _median(layers.rgb, hands, ENOUGH)]
    neck = _lighter_half(layers, Part.NECK)
    if others[0] is not None and hand is None:
        return others[0]
    if others[1] is not None and neck is not None:
        share, more = np.asarray(OF_BOTH, np.float32)
        return rgb_of(share * lab(others[1]) + (1 - share) * lab(neck) + more)
    face = _lighter_half(layers, Part.FACE)
    for found, more in ((others[1], OF_HAND), (neck, OF_NECK), (face, OF_FACE)):
        if found is not None:
            return rgb_of(lab(found) + np.asarray(more, np.float32))
    return None


def arm_tones(layers: Layers, wearer: Wearer) -> Tones:
    """Those of both arms, left and right."""
    left, right = (arm_tone(layers, flank.bare_arm.recentred(), wearer.width) for flank in wearer.flanks)
    return left, right


def _near(mask: Mask, limb: Limb) -> Mask:
    """What of a mask is on a limb."""
    drawn = np.zeros(mask.shape, np.uint8)
    cv2.fillPoly(drawn, [np.rint(limb.outline(0.7, slice(STATIONS))).astype(np.int32)], 1)
    return np.asarray(mask & (drawn > 0))


def _around(mask: Mask, place: NDArray[np.float64], px: float) -> Mask:
    drawn = np.zeros(mask.shape, np.uint8)
    cv2.circle(drawn, (int(place[0]), int(place[1])), int(px), 1, -1)
    return np.asarray(mask & (drawn > 0))


def _median(rgb: Floats, mask: Mask, least: int) -> Floats | None:
    found = rgb[mask]
    return np.asarray(np.median(found, axis=0), np.float32) if len(found) >= least else None


def lighter(colours: Floats) -> Floats:
    """The middle colour (3) of the lighter half of N colours."""
    light = colours.mean(axis=1)
    return np.asarray(np.median(colours[light >= np.median(light)], axis=0), np.float32)


def _lighter_half(layers: Layers, part: Part) -> Floats | None:
    found = layers.rgb[layers.share(part) > 0.95]
    return lighter(found) if len(found) >= ENOUGH else None


def lab(colour: Floats) -> Floats:
    """CIELAB (3) of an sRGB colour (3)."""
    return np.asarray(cv2.cvtColor(colour.reshape(1, 1, 3), cv2.COLOR_RGB2LAB)[0, 0], np.float32)


def rgb_of(values: Floats) -> Floats:
    """The sRGB colour (3) that has these values of CIELAB (3)."""
    colour = cv2.cvtColor(np.asarray(values, np.float32).reshape(1, 1, 3), cv2.COLOR_LAB2RGB)[0, 0]
    return np.asarray(colour.clip(0.02, 0.98), np.float32)
