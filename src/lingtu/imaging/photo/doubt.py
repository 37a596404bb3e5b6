"""Reasons not to take what a photograph shows under a product for something that it could stand on."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.photo.view import View

_SOFT_PX = (0.96, 1.15)  # of the sharpest edges at `view.SHARP_SIDE`: in focus; all of it is out of focus
_THINGS = (8.0, 12.0)  # Lab, of what is out of focus under the base: one surface; the blurred shapes of many things
_SHAPES_PX = 3.0  # of the view: shapes are no smaller
_MOTLEY = (10.0, 12.4)  # spread of Lab's a or b about a smooth change under the base: one stuff; many things
_TEAL = (-7.0, -4.0)  # Lab's a and b: water takes the red away, pools and seas alike; few tables or floors are so
_RIPPLES = 1.2  # Lab a px: a teal sheet of paper has less texture
_WATER = 0.15


def trust(view: View, seen: Floats, texture: float) -> float:
    """0 to 1, what is left of the confidence in a surface: h x w x 3 of it, Lab, and its texture, Lab a px."""
    sharp = _falling(view.edge_px, *_SOFT_PX) if view.edge_px is not None else 1.0
    even = _falling(_shapes(view), *_THINGS) if sharp < 1 else 1.0
    motley = _falling(max(map(_unevenness, (seen[..., 1], seen[..., 2]))), *_MOTLEY)
    own = np.median(seen.reshape(-1, 3), axis=0)
    is_water = own[1] < _TEAL[0] and own[2] < _TEAL[1] and texture > _RIPPLES
    return max(sharp, even) * motley * (_WATER if is_water else 1.0)


def _falling(value: float, first: float, last: float) -> float:
    """1 up to the first value, falling to 0 at the last."""
    return float(np.clip((last - value) / (last - first), 0, 1))


def _shapes(view: View) -> float:
    """Lab that the picture changes by from the base to its lower end, colour counted twice: light changes lightness."""
    first = int(np.clip(view.base - 3, 0, view.height - 3))
    soft = cv2.GaussianBlur(view.lab, (0, 0), _SHAPES_PX)[first:, view.beside(1.5)]
    light, *colour = (float(_about_smooth(soft[..., channel]).std()) for channel in range(3))
    return light + 2 * max(colour)


def _unevenness(level: Floats) -> float:
    """Spread of h x w about a smooth change: coloured lights are no other stuff.

    By the mean, as the median of two stuffs jumps where they change majorities.
    """
    return 1.25 * float(np.abs(_about_smooth(level)).mean())


def _about_smooth(level: Floats) -> Floats:
    """h x w, flat, less its best quadric in x and plane in y."""
    y, x = (axis.ravel() / max(axis.max(), 1) - 0.5 for axis in np.mgrid[: level.shape[0], : level.shape[1]])
    basis = np.stack([np.ones_like(x), x, y, x**2], axis=1)
    flat = level.ravel().astype(np.float64)
    found: Floats = (flat - basis @ np.linalg.lstsq(basis, flat, rcond=None)[0]).astype(np.float32)
    return found
