"""A bare corner of a room with known geometry: what warms the ray caster up, and what tests stand products in."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Camera, Geometry, Light, Maps, Scene, Stance, Support, Vector

_SIDE = 64  # px of the maps
_PLACE, _AIM = np.array([0.0, -3.0, 1.1]), np.array([0.0, 0.0, 0.3])
_WALL_M = 1.0  # behind the middle of the floor


def plain_scene(picture: Floats, stance: Stance = "standing") -> Scene:
    """A floor at z = 0 and a wall behind it, a lamp on the left, one on the right that is off, and a sky."""
    height, width = picture.shape[:2]
    master = _camera(stance)
    geometry = Geometry(
        camera=master.scaled(width, height),
        master=master,
        maps=_maps(master),
        lights=(
            _lamp("key", -1.5, 1.0),
            _lamp("alt", 1.5, 0.0),
            Light(group="env", kind="env", weight=_all(1.0), bounce=_all(0.2), colour=_all(1.0)),
        ),
        support=Support(
            point=np.array([0.0, _WALL_M, 0.5]) if stance == "hanging" else np.zeros(3),
            normal=np.array([0.0, -1.0, 0.0]) if stance == "hanging" else np.array([0.0, 0.0, 1.0]),
            stance=stance,
            safe=(0.1, 0.1, 0.9, 0.9),
            box=(0.5, 0.7, 0.3),
        ),
    )
    return Scene(picture=picture, geometry=geometry)


def _camera(stance: Stance) -> Camera:
    """Looks at the middle of the floor; from above where products lie."""
    place = np.array([0.0, -0.01, 3.0]) if stance == "lying" else _PLACE
    back = (place - _AIM) / np.linalg.norm(place - _AIM)
    right = np.array([1.0, 0.0, 0.0])
    return Camera(
        focal_px=(1.4, 1.4),
        centre_px=(0.5, 0.5),
        position=place,
        rotation=np.stack([right, np.cross(back, right), back], axis=1),
    )


def _maps(master: Camera) -> Maps:
    steps = (np.arange(_SIDE) + 0.5) / _SIDE
    rays = master.rays(*np.meshgrid(steps, steps))
    floor = np.where(rays[..., 2] < -1e-6, -master.position[2] / np.minimum(rays[..., 2], -1e-6), np.inf)
    wall = np.where(rays[..., 1] > 1e-6, (_WALL_M - master.position[1]) / np.maximum(rays[..., 1], 1e-6), np.inf)
    on_floor = (floor <= wall)[..., None]
    levels = np.full((_SIDE, _SIDE, 3), 150, np.uint8)
    return Maps(
        depth=np.minimum(floor, wall).astype(np.float32),
        normal=np.where(on_floor, [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]).astype(np.float32),
        roughness=np.full((_SIDE, _SIDE), 0.3, np.float32),
        shares={group: levels for group in ("key", "alt", "env")},
        direct={},
    )


def _lamp(group: str, x: float, weight: float) -> Light:
    place: Vector = np.array([x, -1.0, 2.0])
    return Light(
        group=group,
        kind="area",
        weight=_all(weight),
        bounce=_all(0.2),
        colour=_all(1.0),
        position=place,
        half_u=np.array([0.2, 0.0, 0.0]),
        half_v=np.array([0.0, 0.2, 0.1]),
    )


def _all(value: float) -> Floats:
    return np.full(3, value, np.float32)
