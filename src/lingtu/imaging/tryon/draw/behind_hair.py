"""What is seen between hair and a new garment's edge where the old one was: more hair, or the neck's skin.

A collar that ends at hair has hair behind it, not the background, which the picture shows nowhere near.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around, dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued_roughly
from lingtu.imaging.tryon.draw.plate import Plate
from lingtu.imaging.tryon.worn.layers import PURE, Layers

Floats = NDArray[np.float32]

#: So far beside hair there is more of it, and twice as far the skin goes on that is so near; and how much farther away
#: the background is at least; shoulder widths, and the first px at least.
REACH, LEAST_PX, AWAY = 0.035, 3, 2.0
#: Fewest pixels that tell a colour; blur of the edge between hair and skin, px.
FEWEST, SOFT_PX = 60, 1.0


def with_hair_behind(plate: Plate, layers: Layers, width_px: float) -> Plate:
    """The plate with hair, and skin where that is nearer, close to hair and far from the background."""
    hair, torso = layers.share(Part.HAIR) > PURE, layers.labels == Part.TORSO
    reach = max(LEAST_PX, int(REACH * width_px))
    near = dilated(hair, 2 * reach)
    zone = near & dilated(torso, LEAST_PX)
    if np.count_nonzero(hair) < FEWEST or not zone.any():
        return plate
    box = box_around(zone, 4 * reach)
    labels, rgb = layers.labels[box], layers.rgb[box]
    skin = layers.share(Part.NECK, Part.FACE)[box] > PURE
    ground = _away(labels == Part.BACKGROUND)
    to_hair, to_skin = _away(hair[box]), _away(skin)
    share = (near[box] & (ground > AWAY * reach)).astype(np.float32)
    share *= (2 - 2 * np.minimum(to_hair, to_skin) / (reach + 1)).clip(0, 1)
    of_skin = cv2.GaussianBlur((to_skin < to_hair).astype(np.float32), (0, 0), SOFT_PX)[..., None]
    colours = continued_roughly(rgb, hair[box]) * (1 - of_skin)
    if np.count_nonzero(skin) >= FEWEST:
        colours = colours + continued_roughly(rgb, skin) * of_skin
    else:
        colours = continued_roughly(rgb, hair[box])
    result = plate.rgb.copy()
    result[box] += share[..., None] * (colours - result[box])
    return replace(plate, rgb=result)


def _away(mask: NDArray[np.bool_]) -> Floats:
    """Distance to the mask, px."""
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)
