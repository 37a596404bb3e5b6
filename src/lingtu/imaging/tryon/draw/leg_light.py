"""Legs in trousers are round: what turns away from the camera is darker, whatever is printed on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.draw.form import Form

Floats = NDArray[np.float32]

#: Shade of cloth that turns away altogether, logarithm; how it comes with turning away, power.
AWAY, COMES = -0.62, 1.0
#: How much more of it there is on the side that is turned from the light, share; light comes from one side at least so
#: much more than from the other.
ASIDE, LEAST_ASIDE = 0.6, 0.6
#: Share of a shade in the garment's own picture that counts for it.
OWN = 0.6


def legs_shade(form: Form, own: Floats, from_right: float) -> Floats:
    """Logarithm H x W, 0 and less, of the least shade on the cloth of legs.

    `own`: logarithm H x W of the garment's own shades; `from_right`: from -1 to 1, the side that light comes from.
    """
    across, ahead = form.normals[..., 0], form.normals[..., 2]
    turned = (1 - ahead).clip(0, 1) ** COMES
    side = np.copysign(max(abs(from_right), LEAST_ASIDE), from_right)
    shade = AWAY * turned * (1 - ASIDE * side * across)
    return np.asarray(np.minimum(form.large(shade.astype(np.float32)) - OWN * np.minimum(own, 0), 0), np.float32)
