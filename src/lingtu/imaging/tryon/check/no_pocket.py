"""Hands in pockets of old lower clothes where a dress comes that has none: a fist on it, or no hand at a cuff."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.draw.pocket import find_openings
from lingtu.imaging.tryon.fit.hang import hand_in_pocket
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: A hand of which less than this share is seen is in a sleeve, which ends on the cloth then, without a hand.
SEEN = 0.2


def no_pocket(layers: Layers, wearer: Wearer, cloth: Floats) -> float:
    """Most of a hand that is before cloth H x W, into which it must go, shoulder widths squared.

    1 of a hand that a sleeve hides. At the cloth's own edge, around which a hand goes, no pocket is missed.
    """
    most, openings = 0.0, [each for each in find_openings(layers, wearer) if not each.is_edge]
    for flank in wearer.flanks if openings else ():
        y, x = np.nonzero(hand_in_pocket(layers, wearer, flank))
        if not len(x):
            continue
        away = min(float(np.hypot(x - each.middle[0], y - each.middle[1]).min()) for each in openings)
        seen = cloth[y, x] < 0.5
        if away < wearer.width / 4:
            most = max(most, len(x) / wearer.width**2 if seen.mean() > SEEN else 1.0)
    return most
