"""Where skin that is made up goes on from skin that is seen, beside the background: there the body has one outline."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around, broad, dilated, sharp
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: An outline is smoothed along so much of it, and so far around where both meet, shoulder widths; and the made up skin
#: is of more than this half width there, no mere rim.
EVEN, AROUND, BROAD = 0.032, 0.12, 0.02
#: Both meet the background so near to each other, px.
MEET_PX = 4
#: Changes in coverage from which on a pixel is the join's, and over how many px the reach ends.
CHANGED, FADE_PX = 0.02, 3.0


@dataclass(frozen=True)
class Join:
    """By how much the body covers more of each pixel, H x W, -1 to 1, and shares of skin and background put over it."""

    more: Floats
    skin: Floats
    ground: Floats

    def over(self, rgb: Floats, skin: Floats, ground: Floats) -> Floats:
        """The picture H x W x 3 with these colours, H x W x 3, there."""
        kept = 1 - self.skin - self.ground
        result = rgb * kept[..., None] + skin * self.skin[..., None] + ground * self.ground[..., None]
        return np.asarray(result, np.float32)

    @property
    def changed(self) -> Mask:
        return np.abs(self.more) > CHANGED


def joined(
    layers: Layers,
    person: Floats,
    bared: Mask,
    taken: Floats,
    sure: Floats,
    width_px: float,
    reach_px: float,
    hands: Floats | float = 0.0,
) -> Join | None:
    """How the outline of a person, whose coverage is `person`, has to change; None if nothing meets. All H x W.

    `bared`: skin that is made up; `taken`: the share of what is taken off: farther from it than the reach all stays;
    `sure`: how surely the background is told, a share; `hands`: that of hands that go on as bared arms.
    """
    seen = np.asarray(layers.share(Part.NECK, Part.ARMS) + hands, np.float32)
    made_up = broad(bared, BROAD * width_px)
    meet = dilated(seen > 0.5, MEET_PX) & dilated(made_up, MEET_PX) & dilated(person < 0.5, MEET_PX)
    if not meet.any():
        return None
    sigma, around = max(1.5, EVEN * width_px), AROUND * width_px
    box = box_around(meet, round(around + 3 * sigma))
    even = sharp(person[box].astype(np.float32), sigma)
    near = cv2.distanceTransform((~meet[box]).astype(np.uint8), cv2.DIST_L2, 5) / around
    away = cv2.distanceTransform((taken[box] < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    share = (2 - 2 * near).clip(0, 1) * ((reach_px - away) / FADE_PX).clip(0, 1)
    body = (seen + taken)[box].clip(0, 1) + layers.share(Part.BACKGROUND)[box]
    more = (even - person[box]) * share * body.clip(0, 1)
    whole = person[box]
    result = [np.zeros(person.shape, np.float32) for _ in range(3)]
    result[0][box] = more
    result[1][box] = (more / np.maximum(1 - whole, 1e-3)).clip(0, 1)
    # nor is anything left there of what was taken off
    rest = layers.share(Part.BACKGROUND)[box] * (1 - even) * (1 - whole) * share * sure[box]
    result[2][box] = np.maximum((-more / np.maximum(whole, 1e-3)).clip(0, 1), rest)
    return Join(*result)
