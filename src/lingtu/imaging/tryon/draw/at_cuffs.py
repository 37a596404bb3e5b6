"""Where an old short sleeve ended: the arm that is made up above goes over into the seen one without a step."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around, sharp
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import STATIONS
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import is_behind_body, sleeve_end_px

Floats = NDArray[np.float32]

#: So far around a cuff an arm's outline is smoothed, and by so much along it, shoulder widths.
AROUND, EVEN = 0.16, 0.05
#: Cuffs are so far along an arm that is seen below, shares of its length.
FROM, TO = 0.15, 0.85


def even_at_cuffs(body: Floats, layers: Layers, wearer: Wearer) -> Floats:
    """The body's coverage H x W with arms that have one outline above and below old cuffs."""
    arms = layers.share(Part.ARMS)
    if not (arms > 0.5).any():
        return body
    result = body.copy()
    for flank in wearer.flanks:
        cuff = sleeve_end_px(wearer, flank) / flank.arm.length
        if FROM < cuff < TO and not is_behind_body(wearer, flank):
            _smooth(result, arms, wearer, flank, cuff)
    return result


def _smooth(body: Floats, arms: Floats, wearer: Wearer, flank: Flank, cuff: float) -> None:
    """Smooths one arm's outline, at this share of its length, in place."""
    station = int(cuff * (STATIONS - 1))
    zone = np.zeros(body.shape, np.uint8)
    middle = np.rint(flank.bare_arm.centres[station]).astype(int)
    cv2.circle(zone, (int(middle[0]), int(middle[1])), round(AROUND * wearer.width), 1, -1)
    if not zone.any():
        return
    box = box_around(zone > 0, round(3 * EVEN * wearer.width))
    # of the arm alone: beside it the torso is, behind a gap
    limb = np.zeros(body.shape, np.uint8)
    outer, inner = flank.bare_arm.sides(1.15)
    cv2.fillPoly(limb, [np.rint(np.concatenate([outer, inner[::-1]])).astype(np.int32)], 1)
    whole = np.maximum(body, arms)[box] * limb[box]
    even = sharp(whole.astype(np.float32), EVEN * wearer.width)
    soft = cv2.GaussianBlur(zone.astype(np.float32), (0, 0), 0.2 * AROUND * wearer.width)[box] * limb[box]
    body[box] = body[box] * (1 - soft) + even * soft
