"""What a product's box says about where it is in a scene: on which surface it stands, lies or hangs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.footing import SOLID
from lingtu.imaging.scene import Geometry, Stance, Told, Vector

_UPRIGHT = 0.9  # cosine: a surface that leans less is stood on
_WALL = 0.3  # cosine with the vertical: a surface that faces it less is hung on
_SAME_M = 0.02  # heights that differ by less are the same surface
_HOOK_M = 0.12  # what hangs has its back on the scene's plane, this far before the wall at most
_STEEP = 0.88  # sine of the camera's pitch from which a product is seen from above, and so lies
_DOUBTFUL = 0.5  # certainty of a product before a wall that it does not hang on


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """A plane, and how the product is on it."""

    point: Vector
    normal: Vector
    #: Lies or hangs, with its back on the plane.
    flat: bool
    #: 0 to 1; less where the box makes little sense in the scene.
    certainty: float = 1.0


def find_place(geometry: Geometry, alpha: Floats, stance: Told | None = None) -> Place | None:
    """Of a product that shows as alpha, H x W; None where there is nothing to be on.

    A stance that the caller tells counts where the scene has a surface for it.
    """
    rows, columns = visible_part(alpha, SOLID)
    if rows.start == rows.stop or stance == "floating":
        return None
    support = geometry.support
    middle = ((columns.start + columns.stop) / 2, (rows.start + rows.stop) / 2)
    if stance is not None and stance != support.stance:
        told = _told(geometry, stance, *middle)
        if told is not None:
            return told
    if support.stance != "standing":
        return _back_on(geometry, *middle)
    lowest = np.flatnonzero(alpha[rows.stop - 1, columns] > SOLID)
    return _under(geometry, columns.start + float(np.median(lowest)) + 0.5, rows.stop - 0.5)


def _told(geometry: Geometry, stance: Stance, x_px: float, y_px: float) -> Place | None:
    """The surface under a product's middle, for one that lies or hangs there; None where it faces another way."""
    surface = _surface_at(geometry, x_px, y_px) if stance != "standing" else None
    if surface is None:
        return None
    is_level = abs(float(surface[1][2])) > _UPRIGHT
    is_wall = abs(float(surface[1][2])) < _WALL
    if not (is_level if stance == "lying" else is_wall):
        return None
    return Place(point=surface[0], normal=surface[1] / np.linalg.norm(surface[1]), flat=True)


def _back_on(geometry: Geometry, x_px: float, y_px: float) -> Place:
    """The place of a product, its middle there, that lies or hangs: on the scene's plane, or another parallel to it."""
    support, surface = geometry.support, _surface_at(geometry, x_px, y_px)
    point = support.point
    if surface is not None and surface[1] @ support.normal > _UPRIGHT:
        height = float((surface[0] - support.point) @ support.normal)
        point = support.point if -_HOOK_M < height < _SAME_M else surface[0]
    return Place(point=point, normal=support.normal, flat=True)


def _under(geometry: Geometry, x_px: float, y_px: float) -> Place | None:
    """The place of a product whose lowest point is there."""
    support, camera = geometry.support, geometry.camera
    ray = camera.rays(x_px, y_px)
    surface = _surface_at(geometry, x_px, y_px)
    facing = float(ray @ support.normal)
    reach = float((support.point - camera.position) @ support.normal) / facing if facing < 0 else np.inf
    flat = -facing / float(np.linalg.norm(ray)) > _STEEP
    if surface is None:
        return Place(point=support.point, normal=support.normal, flat=flat) if np.isfinite(reach) else None
    point, normal = surface
    if normal @ support.normal > _UPRIGHT:
        height = float((point - support.point) @ support.normal)
        point = support.point if abs(height) < _SAME_M else point
        return Place(point=point, normal=support.normal, flat=flat)
    depth = float((point - camera.position) @ -camera.rotation[:, 2])
    if reach <= depth * 1.02:
        return Place(point=support.point, normal=support.normal, flat=flat, certainty=_DOUBTFUL)
    return Place(point=point, normal=normal / np.linalg.norm(normal), flat=True, certainty=_DOUBTFUL)


def _surface_at(geometry: Geometry, x_px: float, y_px: float) -> tuple[Vector, Vector] | None:
    """World point and normal that the picture shows there."""
    across, down = (float(value) for value in geometry.on_master(x_px, y_px))
    if not (0 <= across < 1 and 0 <= down < 1):
        return None
    maps = geometry.maps
    height, width = maps.depth.shape
    row, column = int(down * height), int(across * width)
    depth = float(maps.depth[row, column])
    if not np.isfinite(depth):
        return None
    ray = geometry.camera.rays(x_px, y_px)
    return geometry.camera.position + depth * ray, maps.normal[row, column].astype(np.float64)
