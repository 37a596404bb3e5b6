"""Where a product would stand well in a scene: for callers who leave that to the server."""

from __future__ import annotations

from dataclasses import replace

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
_ACROSS = (0.5, 0.34, 0.66)  # of a photograph's width: places that are looked at, the usual one first
_DOWN = (0.9, 0.94, 0.86, 0.81, 0.75, 0.69, 0.62)  # and of its height: bases
_OFF_CENTRE = 0.8  # a place loses so much of its worth for each width that it is away from the middle
_HIGH = 1.6  # and for each height that its base is away from the usual one
_ROUGH = 12.0  # Lab a px of texture that halve a place's worth
_BEFORE, _DEEP = 0.03, 0.15  # of the height: so much of the surface is to be seen before the base, and behind
_AT_EDGE = 0.4  # worth of a place right at its edge
_POOR = 0.4  # worth: where no place has more, the usual one

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
    """The place of a few whose surface is the surest: first the height in the picture, then how far to the side."""
    height, width = scene.picture.shape[:2]
    tall = min(_HEIGHT * height, _WIDEST * width / aspect)
    view = View.of(scene.picture, np.ones((height, width), np.float32))
    assert view is not None
    half = aspect * tall / 2

    def worth(spot: Spot) -> float:
        middle, base, _ = spot
        places = {"left": middle - half, "right": middle + half, "top": base - tall, "base": base}
        return _worth(replace(view, **{name: place / view.step for name, place in places.items()}))

    usual = _ACROSS[0] * width, _DOWN[0] * height, tall
    _, base, _ = max(((usual[0], down * height, tall) for down in _DOWN), key=worth)
    best = max(((across * width, base, tall) for across in _ACROSS), key=worth)
    return best if worth(best) > _POOR else usual


def _worth(view: View) -> float:
    """Of a product in its place, as the view has it."""
    found = surface.read(view)
    rows = slice(max(0, int(view.base) - 3), int(view.base) + 4)
    under = float(found.support[rows, view.beside(0.6)].mean())
    even = 1 / (1 + found.texture / _ROUGH)
    ahead = (found.front - view.base) / view.height if found.front is not None else 1.0
    behind = (view.base - found.back) / view.height if found.back is not None else _DEEP
    room = float(np.clip(ahead / _BEFORE, _AT_EDGE, 1) * np.clip(behind / _DEEP, _AT_EDGE, 1))
    aside = _OFF_CENTRE * abs((view.left + view.right) / 2 / view.width - 0.5)
    high = _HIGH * abs(_DOWN[0] - view.base / view.height)
    return (found.confidence + 0.2) * (0.3 + under) * even * room * (1 - aside - high)
