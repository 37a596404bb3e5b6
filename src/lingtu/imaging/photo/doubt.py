"""Reasons not to take what a photograph shows under a product for something that it could stand on."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.photo.view import View

_SOFT_PX = (0.96, 1.15)  # of the sharpest edges at `view.SHARP_SIDE`: in focus; all of it a backdrop out of focus
_MOTLEY = (9.0, 11.8)  # spread of Lab's a or b about a smooth change under the base: one stuff; many things
_TEAL = (-7.0, -4.0)  # Lab's a and b: water takes the red away, pools and seas alike; few tables or floors are so
_RIPPLES = 1.2  # Lab a px: a teal sheet of paper has less texture
_WATER = 0.15


def trust(view: View, seen: Floats, texture: float) -> float:
    """0 to 1, what is left of the confidence in a surface: h x w x 3 of it, Lab, and its texture, Lab a px."""
    soft = _falling(view.edge_px, *_SOFT_PX) if view.edge_px is not None else 1.0
    motley = _falling(max(map(_unevenness, (seen[..., 1], seen[..., 2]))), *_MOTLEY)
    own = np.median(seen.reshape(-1, 3), axis=0)
    is_water = own[1] < _TEAL[0] and own[2] < _TEAL[1] and texture > _RIPPLES
    return soft * motley * (_WATER if is_water else 1.0)


def _falling(value: float, first: float, last: float) -> float:
    """1 up to the first value, falling to 0 at the last."""
    return float(np.clip((last - value) / (last - first), 0, 1))


def _unevenness(level: Floats) -> float:
    """Spread of h x w about its best quadric in x and plane in y: coloured lights are no other stuff."""
    y, x = (axis.ravel() / max(axis.max(), 1) - 0.5 for axis in np.mgrid[: level.shape[0], : level.shape[1]])
    basis = np.stack([np.ones_like(x), x, y, x**2], axis=1)
    flat = level.ravel().astype(np.float64)
    rest = flat - basis @ np.linalg.lstsq(basis, flat, rcond=None)[0]
    return 1.48 * float(np.median(np.abs(rest - np.median(rest))))
