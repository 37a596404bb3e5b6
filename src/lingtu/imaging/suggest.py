"""Where a product would stand well in a scene: for callers who leave that to the server."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import Box, visible_part
from lingtu.imaging.footing import SOLID
from lingtu.imaging.photo import surface
from lingtu.imaging.photo.view import View
from lingtu.imaging.scene import Geometry, Scene

_MARGIN = 0.04  # of the canvas' shorter side stays free on every side
_HEIGHT = 0.42  # of a photograph's height: a product's
_WIDEST = 0.6  # of the canvas' width
_ACROSS, _DOWN = (0.5, 0.34, 0.66), (0.88, 0.78, 0.66)  # of a photograph: bases that are looked at, the usual one first
_OFF_CENTRE = 0.8  # a place loses so much of its worth for each width that it is away from the middle
_HIGH = 0.7  # and for each height that it is above the lowest one

Spot = tuple[float, float, float]  # x of the middle, y of the base, height of the product's outline, px


def box_for(scene: Scene, alpha: Floats) -> Box:
    """Box of the whole picture whose alpha, h x w, shows a product; all of the product lies on the canvas."""
    height, width = scene.picture.shape[:2]
    rows, columns = visible_part(alpha, SOLID)
    if rows.start == rows.stop:  # nothing solid: all of it
        rows, columns = visible_part(alpha)
    tall, wide = rows.stop - rows.start, columns.stop - columns.start
    spot = _of_support(scene.geometry) if scene.geometry is not None else _in_photograph(scene, wide / tall)
    margin = _MARGIN * min(width, height)
    scale = min(spot[2] / tall, _WIDEST * width / wide, (height - 2 * margin) / tall)
    middle = float(np.clip(spot[0], margin + scale * wide / 2, width - margin - scale * wide / 2))
    base = float(np.clip(spot[1], margin + scale * tall, height - margin))
    return Box(
        x=round(middle - scale * (columns.start + columns.stop) / 2),
        y=round(base - scale * rows.stop),
        width=max(1, round(scale * alpha.shape[1])),
        height=max(1, round(scale * alpha.shape[0])),
    )


def _of_support(geometry: Geometry) -> Spot:
    """The scene's own suggestion, seen through the picture's camera."""
    camera, master = geometry.camera, geometry.master
    x, base, tall = geometry.support.box
    across, down = (camera.focal_px[axis] / master.focal_px[axis] for axis in (0, 1))
    return (
        camera.centre_px[0] + (x - master.centre_px[0]) * across,
        camera.centre_px[1] + (base - master.centre_px[1]) * down,
        tall * down,
    )


def _in_photograph(scene: Scene, aspect: float) -> Spot:
    """The place of a few whose surface is the surest."""
    height, width = scene.picture.shape[:2]
    tall = min(_HEIGHT * height, _WIDEST * width / aspect)
    spots = [(across * width, down * height, tall) for down in _DOWN for across in _ACROSS]
    return max(spots, key=lambda spot: _worth(scene, spot, aspect))


def _worth(scene: Scene, spot: Spot, aspect: float) -> float:
    height, width = scene.picture.shape[:2]
    middle, base, tall = spot
    alpha = np.zeros((height, width), np.float32)
    left, right = (max(0, round(middle + side * aspect * tall / 2)) for side in (-1, 1))
    alpha[max(0, int(base - tall)) : int(base), left : max(left + 1, right)] = 1
    view = View.of(scene.picture, alpha)
    assert view is not None
    found = surface.read(view)
    under = found.support[int(view.base) - 3 : int(view.base) + 4, view.beside(0.6)]
    aside = _OFF_CENTRE * abs(middle / width - 0.5) + _HIGH * (_DOWN[0] - base / height)
    worth = (found.confidence + 0.2) * (0.3 + float(under.mean()))
    return float(worth * (1 - aside))
