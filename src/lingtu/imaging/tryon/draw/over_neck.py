"""A standing collar lies over curls that end at the neck: these hang behind it or in it, locks before it.

And over the neck below the chin, which parsers call the face where the picture cuts off the head.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.draw.in_front import InFront
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.neck import measure_neck
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Hair that goes on so far below a collar's base is in front of it, shoulder widths.
GOES_ON = 0.07
#: What it would lie over on one side is curls up to this area, shoulder widths squared, and if so near to the collar's
#: upper end, shoulder widths, hair has less than this share of all: else it's a lock, or hair cut to that length.
CURLS, NEAR, MASS = 0.007, 0.12, 0.55
#: Share of a pixel from which it is hair.
HAIR = 0.5


def over_neck(layers: Layers, front: InFront, cloth: Floats, collar: Points, wearer: Wearer) -> tuple[Layers, InFront]:
    """The layers, and what is in front, with the neck in place of curls and face that the collar lies over.

    `cloth`: coverage of the garment, H x W; `collar`: its outline from its base on the left on, N x 2 px.
    """
    hair, face = _curls(layers, cloth, collar, wearer), _below_chin(layers, wearer) * cloth
    share = hair + face
    if not share.any():
        return layers, front
    shares = layers.shares.copy()
    shares[Part.HAIR] -= hair
    shares[Part.FACE] -= face
    shares[Part.NECK] += share
    labels = np.where((share > HAIR) & is_any(layers.labels, (Part.HAIR, Part.FACE)), Part.NECK, layers.labels)
    always = np.asarray(np.maximum(front.always - share, 0), np.float32)
    return replace(layers, shares=shares, labels=labels.astype(np.uint8)), replace(front, always=always)


def _curls(layers: Layers, cloth: Floats, collar: Points, wearer: Wearer) -> Floats:
    """Hair behind the collar, a share H x W."""
    hair, share = layers.share(Part.HAIR), np.zeros(cloth.shape, np.float32)
    (left, low_left), (right, low_right) = collar[0], collar[-1]
    low = int(max(low_left, low_right) + GOES_ON * wearer.width)
    middle, aside = int((left + right) / 2), GOES_ON * wearer.width
    sides = slice(max(0, int(left - aside)), middle), slice(middle, int(right + aside))
    for side, tip in zip(sides, (collar[1], collar[-2]), strict=True):
        ends = ~(hair[low:, side] > HAIR).any(axis=0)
        covered = (cloth * hair)[:low, side]
        if covered.sum() < CURLS * wearer.width**2 and _around(hair, tip, NEAR * wearer.width) < MASS:
            share[:low, side] = covered * ends
    return share


def _around(share: Floats, place: Points, reach_px: float) -> float:
    """Mean of a share H x W around a place, px."""
    x, y, reach = int(place[0]), int(place[1]), int(reach_px) + 1
    view = share[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    return float(view.mean()) if view.size else 0.0


def _below_chin(layers: Layers, wearer: Wearer) -> Floats:
    """What of the face is none, a share H x W."""
    y, x = np.indices(layers.labels.shape, np.float32)
    down, start = wearer.down, wearer.shoulders
    height = -((x - start[0]) * down[0] + (y - start[1]) * down[1]) / wearer.width
    return np.asarray(layers.share(Part.FACE) * (height < measure_neck(wearer).face_from), np.float32)
