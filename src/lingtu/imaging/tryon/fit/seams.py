"""Seams of sleeves where a garment's picture shows too little of them: placed so that the cloth keeps its scale.

A wide neckline leaves hardly a shoulder, and a sleeve that lies on the body hides the armpit: what is read there is
where the sleeve ends.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, unit
from lingtu.imaging.tryon.arrays.masks import within
from lingtu.imaging.tryon.arrays.outline import Mask, Points, length
from lingtu.imaging.tryon.flat.top import Top, TopSide

#: A shoulder's seam is drawn longer than it is by this at most, and the cloth below it shorter.
LONGER, SHORTER = 1.2, 1.1
#: Part of the side seam that tells how it goes on above the armpit, and its steepness there at least.
UPPER, STEEP = 0.2, 0.3


def at_scale(side: TopSide, slope: Points, drop: float) -> TopSide:
    """The side of a sleeved top with its shoulder farther out and its armpit higher, where they must be.

    `slope` is the shoulder's seam on the wearer, N x 2, and `drop` how far below its upper end the armpit is; both in
    px of the garment's picture, in which the wearer's axis is upright.
    """
    lacking = length(slope) / LONGER - length(side.slope)
    if lacking > 0:
        shoulder = side.shoulder + lacking * unit(slope[-1] - slope[0])
        side = replace(side, shoulder=shoulder, slope=np.concatenate([side.slope, shoulder[None]]))
    low = float(side.armpit[1] - side.neck[1]) - SHORTER * drop
    if low > 0:
        armpit = side.armpit - low * _down(side)
        side = replace(side, armpit=armpit, edge=np.concatenate([armpit[None], side.edge]))
    return side


def _down(side: TopSide) -> Values:
    """The side seam's way below the armpit, of height 1."""
    upper = side.edge[: max(2, int(UPPER * len(side.edge)))]
    across, down = upper[-1] - upper[0]
    return np.array([float(np.clip(across / max(down, 1.0), -STEEP, STEEP)), 1.0])


def under_sleeve(side: TopSide, moved: TopSide, shape: tuple[int, ...]) -> Mask:
    """What of the picture H x W is torso when the seams are moved: under the sleeve, and beyond the picture's edge."""
    if moved is side:
        return np.zeros(shape, np.bool_)
    return within(np.concatenate([moved.slope, [moved.armpit, side.armpit]]), shape)


def torso_mask(top: Top) -> Mask:
    """The garment without its sleeves."""
    rest = top.mask.astype(np.uint8)
    for side in top.sides:
        if side.sleeve is not None:
            way = np.concatenate([side.sleeve.outer, side.sleeve.cuff, side.sleeve.inner[::-1]])
            cv2.fillPoly(rest, [np.rint(way).astype(np.int32)], 0)
    return np.asarray(cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)
