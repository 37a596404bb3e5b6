"""Bared shoulders are below the old cloth's thickness, and round."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated, sharp
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Cloth at shoulders is so thick, but not so near to skin that is seen, and its edge is so soft at least, px; the
#: body's outline there is smoothed so much along it; shoulder widths.
THICK, BESIDE_SKIN, SOFT_PX, EVEN = 0.02, 0.05, 3, 0.03
#: Down to this level shoulders are.
DOWN_TO = 0.35


def below_shoulders(body: Floats, layers: Layers, wearer: Wearer) -> Floats:
    """The body's coverage H x W within the old clothes' rim at shoulders before the background.

    Not beside skin that is seen, which goes on without a step.
    """
    on_shoulders = wearer.frame.along < DOWN_TO
    ground = dilated(layers.labels == Part.BACKGROUND, max(SOFT_PX, round(THICK * wearer.width)))
    skin = np.isin(layers.labels, (Part.NECK, Part.ARMS, Part.HANDS))
    rim = ground & (layers.labels == Part.TORSO) & ~dilated(skin, round(BESIDE_SKIN * wearer.width)) & on_shoulders
    if not rim.any():
        return body
    rounded = sharp(np.where(rim, 0, body).astype(np.float32), EVEN * wearer.width)
    return np.where(on_shoulders & dilated(rim, SOFT_PX), np.minimum(body, rounded), body).astype(np.float32)
