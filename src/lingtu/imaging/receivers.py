"""The surfaces that a scene's picture shows, on a grid of its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats, luminance, to_linear
from lingtu.imaging.scene import Geometry, Light, Vector

_EDGE, _AT_EDGE = 0.3, 0.03  # squared difference of the guide that is an edge, and the trust left there
_LINEAR = to_linear(np.linspace(0, 1, 256).astype(np.float32))  # of the maps' levels
_STEPS = 40  # of a ray that looks for the sky
_CLOSED = 0.05
_CLOSE = 0.02  # of the depth: what is nearer to a surface lies on it
_DEPTH_GUIDE, _NORMAL_GUIDE = 15.0, 1.0  # a step of 7 % in depth, or a right angle between normals, is an edge

Sample = TypeVar("Sample", np.uint8, np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """Every `step` px from (left, top) on, h x w points at the middle of their squares."""

    left: float
    top: float
    step: float
    width: int
    height: int

    @classmethod
    def over(cls, left: int, top: int, right: int, bottom: int, step: float) -> Grid:
        """Covers a part of a picture, px."""
        width, height = (max(2, int(np.ceil(length / step))) for length in (right - left, bottom - top))
        return cls(left=left, top=top, step=step, width=width, height=height)

    def centres_px(self) -> tuple[Floats, Floats]:
        """x and y of all points, h x w each."""
        x = self.left + (np.arange(self.width, dtype=np.float32) + 0.5) * self.step
        y = self.top + (np.arange(self.height, dtype=np.float32) + 0.5) * self.step
        found = np.meshgrid(x, y)
        return found[0].astype(np.float32), found[1].astype(np.float32)

    def place_of(self, finer: Grid) -> tuple[float, float]:
        """Row and column, in this grid, of another grid's first point."""
        return (
            (finer.top + 0.5 * finer.step - self.top) / self.step - 0.5,
            (finer.left + 0.5 * finer.step - self.left) / self.step - 0.5,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Receivers:
    """What is seen at the points of a grid."""

    grid: Grid
    #: h x w x 3, world, m.
    points: Floats
    #: h x w x 3, unit, world.
    normals: Floats
    #: h x w in [0, 1].
    roughness: Floats
    #: h x w: there is a surface.
    present: np.ndarray
    #: h x w x 4 for `upsample.joint`.
    guide: Floats
    #: h x w: little next to where one surface hides another.
    trust: Floats


def look(geometry: Geometry, grid: Grid) -> Receivers:
    """Read the maps at a grid's points; what lies outside of the master has no surface."""
    x, y = grid.centres_px()
    across, down = geometry.on_master(x, y)
    maps = geometry.maps
    height, width = maps.depth.shape
    columns, rows = np.floor(across * width).astype(np.intp), np.floor(down * height).astype(np.intp)
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    columns, rows = np.clip(columns, 0, width - 1), np.clip(rows, 0, height - 1)
    depth = maps.depth[rows, columns]
    present = inside & np.isfinite(depth)
    depth = np.where(present, depth, np.float32(1e4))
    normals = maps.normal[rows, columns]
    points = geometry.camera.position.astype(np.float32) + depth[..., None] * geometry.camera.rays(x, y).astype(
        np.float32
    )
    guide = np.dstack([normals * np.float32(_NORMAL_GUIDE), np.log(depth) * np.float32(_DEPTH_GUIDE)])
    return Receivers(
        grid=grid,
        points=points.astype(np.float32),
        normals=normals,
        roughness=maps.roughness[rows, columns],
        present=present,
        guide=guide.astype(np.float32),
        trust=_trust(guide.astype(np.float32)),
    )


def _trust(guide: Floats) -> Floats:
    """1 on a surface, nearly 0 on both sides of a step in depth or a turn of the normal."""
    across, down = (np.square(np.diff(guide, axis=axis)).sum(axis=2) > _EDGE for axis in (1, 0))
    edge = np.zeros(guide.shape[:2], bool)
    edge[:, 1:] |= across
    edge[:, :-1] |= across
    edge[1:] |= down
    edge[:-1] |= down
    found: Floats = np.where(edge, np.float32(_AT_EDGE), np.float32(1))
    return found


def openness(geometry: Geometry, point: Vector, directions: Vector) -> Floats:
    """For unit vectors S x 3, whether the sky may shine on a point from there: 1, or little where a surface is met.

    Only what the picture shows can be in the way.
    """
    nearest = 0.02 * float(np.linalg.norm(point - geometry.camera.position))
    way = nearest * np.geomspace(1, 250, _STEPS)
    met = is_hidden(geometry, point + way[:, None, None] * directions).any(axis=0)
    found: Floats = np.where(met, np.float32(_CLOSED), np.float32(1))
    return found


def is_hidden(geometry: Geometry, points: Vector) -> NDArray[np.bool_]:
    """Of world points ... x 3, which ones lie behind what the picture shows; none outside of it."""
    depth = (geometry.camera.position - points) @ geometry.camera.rotation[:, 2]
    place = geometry.camera.project(points)
    across, down = geometry.on_master(place[..., 0], place[..., 1])
    rows, columns = geometry.maps.depth.shape
    inside = (across >= 0) & (across < 1) & (down >= 0) & (down < 1) & (depth > 0)
    row, column = (np.clip(share, 0, 0.999) * size for share, size in ((down, rows), (across, columns)))
    surface = geometry.maps.depth[row.astype(np.intp), column.astype(np.intp)]
    found: NDArray[np.bool_] = inside & (surface < depth * (1 - _CLOSE))
    return found


def shares(geometry: Geometry, grid: Grid) -> dict[str, Floats]:
    """Group -> h x w x 3: its share of the light in the picture, with its lights' weights; all sum to 1."""
    found = {light.group: _weighted(geometry, light, grid) for light in geometry.lights}
    total = sum(found.values(), start=np.full(3, 1e-4, np.float32))
    for share in found.values():
        np.divide(share, total, out=share)
    return found


def weighted_light(geometry: Geometry, grid: Grid) -> Floats:
    """h x w x 3: the light in the picture, as a share of that of all groups at full weight."""
    total = np.zeros((grid.height, grid.width, 3), np.float32)
    for light in geometry.lights:
        total += _weighted(geometry, light, grid)
    return total


def direct(geometry: Geometry, light: Light, grid: Grid) -> Floats:
    """What share of a light comes straight from its lamp: h x w x 3; by the map, else what the light says of all."""
    shares = geometry.maps.direct.get(light.group)
    if shares is None:
        return np.broadcast_to(1 - light.bounce, (grid.height, grid.width, 3))
    astray = 1 - _sampled(geometry, shares, grid)[..., None].astype(np.float32) / np.float32(255)
    colour = light.bounce / max(float(luminance(light.bounce)), 1e-3)
    found: Floats = 1 - np.minimum(astray * colour, 1)
    return found


def _weighted(geometry: Geometry, light: Light, grid: Grid) -> Floats:
    """h x w x 3: a group's share times its weight; of a group without a map, its weight everywhere."""
    if not light.weight.any():
        return np.zeros((grid.height, grid.width, 3), np.float32)
    if light.group not in geometry.maps.shares:
        return np.broadcast_to(light.weight, (grid.height, grid.width, 3)).astype(np.float32)
    levels = _sampled(geometry, geometry.maps.shares[light.group], grid)
    found: Floats = _LINEAR[levels] * light.weight
    return found


def certainty(geometry: Geometry, grid: Grid) -> Floats:
    """h x w in [0, 1]: how much of a product's traces may show."""
    if geometry.maps.certainty is None:
        return np.ones((grid.height, grid.width), np.float32)
    return _sampled(geometry, geometry.maps.certainty, grid)


def _sampled(geometry: Geometry, levels: NDArray[Sample], grid: Grid) -> NDArray[Sample]:
    """A map at the grid's points, bilinear."""
    x, y = grid.centres_px()
    across, down = geometry.on_master(x, y)
    columns = (across * levels.shape[1] - 0.5).astype(np.float32)
    rows = (down * levels.shape[0] - 0.5).astype(np.float32)
    found: NDArray[Sample] = cv2.remap(levels, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return found
