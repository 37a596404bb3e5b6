"""Things held before or beside the lower clothes that were taken for a part of them: bags."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.layers import Layers
from lingtu.imaging.tryon.sticking_out import sticking_out
from lingtu.imaging.tryon.usual import usual
from lingtu.imaging.tryon.wearer import Wearer

Floats = NDArray[np.float32]

#: Share of the clothes' colours below which a pixel has none of them.
FOREIGN = 0.001
#: Pieces that are smaller are none, shoulder widths squared.
LEAST = 0.01
#: Around a hand and below it, shoulder widths.
REACH, BELOW = 0.7, 0.25


def held_area(layers: Layers, wearer: Wearer) -> float:
    """Largest piece that is held before the lower clothes, shoulder widths squared."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(_held(layers, wearer))
    return float(max(stats[1:, cv2.CC_STAT_AREA], default=0)) / wearer.width**2


def covered(layers: Layers, wearer: Wearer, cloth: Floats) -> float:
    """How much of what is held, its outline without dents, new cloth H x W would cover, shoulder widths squared."""
    hulls = np.zeros(layers.labels.shape, np.uint8)
    found, _ = cv2.findContours(_held(layers, wearer), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for contour in found:
        if cv2.contourArea(contour) > LEAST * wearer.width**2:
            cv2.fillPoly(hulls, [cv2.convexHull(contour)], 1)
    return float(np.count_nonzero((hulls > 0) & (cloth > 0.1))) / wearer.width**2


def _held(layers: Layers, wearer: Wearer) -> NDArray[np.uint8]:
    """Pieces near the hands that are said to be lower clothes but have not their colours, or stick out of them."""
    frame, labels = wearer.frame, layers.labels
    hips = frame.body.hips
    core = frame.tube([hips, hips + frame.down * 2 * frame.width], (0.2, 0.3))
    lower = labels == Part.LOWER
    near = np.zeros(labels.shape, np.uint8)
    for flank in wearer.flanks:
        x, y = frame.knuckles(flank.limbs) + frame.down * BELOW * frame.width
        cv2.circle(near, (int(x), int(y)), int(REACH * frame.width), 1, -1)
    asked = lower & ~core & (near > 0)
    foreign = sticking_out(labels, wearer).astype(np.uint8)
    if min(np.count_nonzero(lower & core), np.count_nonzero(asked)) >= 200:
        foreign[asked] |= usual(layers.rgb, lower & core)[0][asked] < FOREIGN
    side = max(3, int(0.03 * frame.width)) | 1
    return np.asarray(cv2.morphologyEx(foreign, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8)
