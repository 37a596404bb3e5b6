"""The sides of skirts, of dresses too: they hang in calm lines from the hips to the hem, whatever was below them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.draw.leg_sides import Calm, with_calm_sides
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Nothing but the hem bends a skirt's side: bulges of old clothes that it was drawn out to are as long as this.
SKIRT = Calm(0.2, 0.1, outer=True)
#: Level from which on cloth is a skirt, and how far below cuffs of long sleeves, shoulder widths.
HIPS, BELOW_CUFFS = 1.0, 0.1
#: Coverage of cloth that has its own colours.
SOLID = 0.9


def with_even_skirt(cloth: Cloth, layers: Layers, ground: Floats, wearer: Wearer, lowest_cuff_px: float) -> Cloth:
    """The cloth of a skirt whose sides are calm; `ground`: share H x W of it that is uncovered; cuffs end at a row."""
    below = (wearer.frame.along > HIPS).any(axis=1)
    top = max(int(below.argmax()), int(lowest_cuff_px + BELOW_CUFFS * wearer.width))
    alpha = cloth.alpha[top:]
    if not below.any() or not (alpha > 0.5).any():
        return cloth
    open_ = (layers.labels == Part.BACKGROUND) | (ground > 0.5)
    labels = np.where(open_, np.uint8(Part.BACKGROUND), np.maximum(layers.labels, 1))[top:]
    arms = layers.share(Part.ARMS, Part.HANDS)[top:]
    even = cloth.alpha.copy()
    even[top:] = with_calm_sides(alpha, alpha, arms, labels, wearer.width, SKIRT)
    # nothing but the ground is uncovered
    even = np.where(open_, even, np.maximum(even, cloth.alpha))
    wanted = (even > cloth.alpha) & (even > 0)
    rgb = goes_on(cloth.rgb, cloth.alpha > SOLID, wanted) if wanted.any() else cloth.rgb
    return Cloth(rgb, even)
