"""A standing collar lies over curls that end at the neck: these hang behind it or in it, locks before it.

And over the neck below the chin, which parsers call the face where the picture cuts off the head.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.draw.in_front import InFront
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.neck import measure_neck
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Hair that goes on so far below a collar's base is in front of it, shoulder widths.
GOES_ON = 0.05
#: What it would lie over on one side is curls up to this area, shoulder widths squared.
CURLS = 0.007
#: Share of a pixel from which it is hair.
HAIR = 0.5


def over_neck(
    layers: Layers, front: InFront, cloth: Floats, bases: tuple[Points, Points], wearer: Wearer
) -> tuple[Layers, InFront]:
    """The layers, and what is in front, with the neck in place of curls and face that the collar lies over.

    `cloth`: coverage of the garment, H x W; `bases`: the collar's ends on the shoulders, px.
    """
    hair, face = _curls(layers, cloth, bases, wearer), _below_chin(layers, wearer) * cloth
    share = hair + face
    if not share.any():
        return layers, front
    shares = layers.shares.copy()
    shares[Part.HAIR] -= hair
    shares[Part.FACE] -= face
    shares[Part.NECK] += share
    labels = np.where((share > HAIR) & np.isin(layers.labels, (Part.HAIR, Part.FACE)), Part.NECK, layers.labels)
    always = np.asarray(np.maximum(front.always - share, 0), np.float32)
    return replace(layers, shares=shares, labels=labels.astype(np.uint8)), replace(front, always=always)


def _curls(layers: Layers, cloth: Floats, bases: tuple[Points, Points], wearer: Wearer) -> Floats:
    """Hair behind the collar, a share H x W."""
    hair = layers.share(Part.HAIR)
    low = int(max(base[1] for base in bases) + GOES_ON * wearer.width)
    middle, aside = int((bases[0][0] + bases[1][0]) / 2), GOES_ON * wearer.width
    share = np.zeros_like(hair)
    for side in (slice(max(0, int(bases[0][0] - aside)), middle), slice(middle, int(bases[1][0] + aside))):
        ends = ~(hair[low:, side] > HAIR).any(axis=0)
        covered = (cloth * hair)[:low, side]
        if covered.sum() < CURLS * wearer.width**2:
            share[:low, side] = covered * ends
    return share


def _below_chin(layers: Layers, wearer: Wearer) -> Floats:
    """What of the face is none, a share H x W."""
    y, x = np.indices(layers.labels.shape, np.float32)
    down, start = wearer.down, wearer.shoulders
    height = -((x - start[0]) * down[0] + (y - start[1]) * down[1]) / wearer.width
    return np.asarray(layers.share(Part.FACE) * (height < measure_neck(wearer).face_from), np.float32)
