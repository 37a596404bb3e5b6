"""The soft shade that a sleeve casts on the arm below its cuff: less light comes in between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]

#: How much of the light it takes at the cuff, its softness, and how far below the cloth it lies, shoulder widths.
DEEP, SOFT, BELOW = 0.42, 0.035, 0.03
#: On skin that is seen there is none: over so much it ends before that, shoulder widths.
ENDS = 0.03


def below_cuffs(layers: Layers, made_up: Floats, sleeves: Floats, width_px: float) -> Floats:
    """How much of the light, H x W, cloth over arms takes from skin below it.

    `sleeves`: the share of that cloth, `made_up`: of skin that is made up, H x W.
    """
    result = np.zeros_like(made_up)
    box = box_around(sleeves, int((3 * SOFT + BELOW) * width_px) + 1)
    if not made_up[box].any():
        return result
    cloth, skin, seen = sleeves[box], made_up[box], layers.share(Part.ARMS, Part.HANDS)[box]
    shift = int(BELOW * width_px)
    soft = wide_blur(np.ascontiguousarray(cloth), SOFT * width_px)
    lowered = np.pad(soft, ((shift, 0), (0, 0)))[: soft.shape[0]]
    own, all_skin = (wide_blur(np.ascontiguousarray(each), ENDS * width_px) for each in (skin, np.maximum(skin, seen)))
    far = (2 * own / np.maximum(all_skin, 1e-3) - 1).clip(0, 1)
    result[box] = DEEP * lowered * far * skin * (1 - cloth)
    return result
