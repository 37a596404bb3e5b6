"""Where a bared forearm goes over into the hand that is seen: no rim of the old cuff is between them.

Beside a cuff a hand has its colours, its shadow, and the ragged edge of what is said to be hand.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled, smooth_step
from lingtu.imaging.tryon.arrays.masks import box_around, broad, within
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Up to here nothing of the hand is seen, share of how far it may change; from there on more and more.
WHOLE = 0.3
#: Beside slivers of bared skin, which are of less than this half width, shoulder widths, it ends so far from others,
#: of the same.
SLIVER, ENDS = 0.02, 2.0
#: So much farther than a limb's edges a hand may be, half widths; and so far above the old cuff it begins.
WIDER, ABOVE = 1.35, 0.1


def wrists(layers: Layers, wearer: Wearer, bared: Mask, reach_px: float) -> Floats:
    """Share H x W of the made up arm on hands beside it; it ends so far from what is `bared`, H x W."""
    result = np.zeros(bared.shape, np.float32)
    for flank in wearer.flanks:
        zone = _around_cuff(layers, flank.bare_arm, wearer.width, reach_px)
        if zone is None or not (zone & bared).any():
            continue
        box = box_around(zone, 2)
        hand = layers.share(Part.HANDS, Part.ARMS)[box] * zone[box]
        skin = (bared & zone)[box]
        away, from_broad = (
            cv2.distanceTransform((~each).astype(np.uint8), cv2.DIST_L2, 5) / reach_px
            for each in (skin, broad(skin, SLIVER * wearer.width))
        )
        share = np.minimum((1 - away) / (1 - WHOLE), 1).clip(0) * ((ENDS - from_broad) / (ENDS - 1)).clip(0, 1)
        result[box] = np.maximum(result[box], smooth_step(share) * hand)
    return result


def _around_cuff(layers: Layers, arm: Limb, width_px: float, reach_px: float) -> Mask | None:
    """Around the end of the sleeve in which an arm is, H x W, if a hand comes out of it."""
    labels = sampled(layers.labels, arm.centres)
    cloth = np.flatnonzero(labels == Part.TORSO)
    if not len(cloth) or cloth[-1] + 1 >= len(labels) or labels[cloth[-1] + 1] != Part.HANDS:
        return None
    per_px = 1 / max(1e-3, float(np.median(np.linalg.norm(np.diff(arm.centres, axis=0), axis=1))))
    first = max(0, int(cloth[-1] - ABOVE * width_px * per_px))
    last = min(len(labels), int(np.ceil(cloth[-1] + (2 * reach_px + 1) * per_px)) + 2)
    return within(arm.outline(WIDER, slice(first, last)), layers.labels.shape)
