"""Hands in pockets that are taken off, without these pockets' rims."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import sharp
from lingtu.imaging.tryon.fit.hang import hand_in_pocket
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.thumbs import thumbs
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Width of the soft edge of a hand on the photo, px.
SOFT_EDGE_PX = 5
#: How far inside its own edge a hand ends at a pocket that is taken off, and how even: its rim is the pocket's hem and
#: stitches; shoulder widths, and px at least.
POCKET_RIM, RIM_PX, POCKET_EVEN, EVEN_PX = 0.006, 1.0, 0.015, 1.5


def without_pocket_rims(layers: Layers, wearer: Wearer) -> Layers:
    """Hands in pockets without the pockets' rims, which are of the lower clothes: other clothes have none there."""
    hands = np.logical_or(*(hand_in_pocket(layers, wearer, flank) for flank in wearer.flanks))
    if not hands.any():
        return layers
    limb = layers.share(Part.ARMS, Part.HANDS)
    sigma, inside = max(EVEN_PX, POCKET_EVEN * wearer.width), max(RIM_PX, POCKET_RIM * wearer.width)
    even = sharp(limb, sigma, inside)
    # evened as a palm is a thumb before the clothes would be a thorn
    even = np.where(thumbs(limb * hands, layers.share(Part.LOWER, Part.TORSO), wearer.width), limb, even)
    reach = 2 * SOFT_EDGE_PX + 1
    kernel = np.ones((reach, reach), np.uint8)
    near, clothes = (
        cv2.dilate(each.astype(np.uint8), kernel) > 0
        for each in (hands & (layers.labels == Part.HANDS), layers.labels == Part.LOWER)
    )
    rim = (limb - np.minimum(limb, even)) * (near & clothes & (layers.labels != Part.ARMS))
    shares = layers.shares.copy()
    rim = np.minimum(rim, shares[Part.HANDS])
    shares[Part.HANDS] -= rim
    shares[Part.LOWER] += rim
    labels = np.where((layers.labels == Part.HANDS) & (rim > 0.5), Part.LOWER, layers.labels)
    return replace(layers, labels=labels.astype(np.uint8), shares=shares)
