"""A standing collar lies over curls that end at the neck: these hang behind it or in it, locks before it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.draw.in_front import InFront
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Hair that goes on so far below a collar's base is in front of it, shoulder widths.
GOES_ON = 0.05
#: What it would lie over on one side is curls up to this area, shoulder widths squared.
CURLS = 0.007
#: Share of a pixel from which it is hair.
HAIR = 0.5


def over_short_hair(
    layers: Layers, front: InFront, cloth: Floats, bases: tuple[Points, Points], wearer: Wearer
) -> tuple[Layers, InFront]:
    """The layers, and what is in front, with the neck in place of hair that the collar lies over.

    `cloth`: coverage of the garment, H x W; `bases`: the collar's ends on the shoulders, px.
    """
    hair = layers.share(Part.HAIR)
    low = int(max(base[1] for base in bases) + GOES_ON * wearer.width)
    middle, aside = int((bases[0][0] + bases[1][0]) / 2), GOES_ON * wearer.width
    sides = (slice(max(0, int(bases[0][0] - aside)), middle), slice(middle, int(bases[1][0] + aside)))
    share = np.zeros_like(hair)
    for side in sides:
        ends = ~(hair[low:, side] > HAIR).any(axis=0)
        covered = (cloth * hair)[:low, side]
        if covered.sum() < CURLS * wearer.width**2:
            share[:low, side] = covered * ends
    if not share.any():
        return layers, front
    shares, labels = layers.shares.copy(), layers.labels.copy()
    shares[Part.HAIR] -= share
    shares[Part.NECK] += share
    labels[(share > HAIR) & (labels == Part.HAIR)] = Part.NECK
    always = np.asarray(np.maximum(front.always - share, 0), np.float32)
    return replace(layers, shares=shares, labels=labels), replace(front, always=always)
