"""What stands between lamp and scene, out of the picture, for its shadow: foliage, blinds, window bars."""

from __future__ import annotations

import math
import random

from mathutils import Matrix, Vector

from .leaves import leaf_material, twig
from .materials import Surface
from .shapes import sheet
from .stage import Point


def shade(
    lamp: Point,
    target: Point,
    at: float,
    size: float,
    *,
    count: int,
    seed: int,
    leaf: float = 0.4,
    slim: float = 0.30,
    pairs: int = 9,
) -> None:
    """Foliage between lamp and target, unseen by the camera: only its shadow is. at: 0 lamp, 1 target; size in m."""
    middle = Vector(lamp).lerp(Vector(target), at)
    facing = (Vector(target) - Vector(lamp)).normalized()
    frame = facing.to_track_quat("Z", "Y").to_matrix()
    draw, material = random.Random(seed), leaf_material()
    for index in range(count):
        base = middle + frame @ Vector((draw.uniform(-1, 1) * size, draw.uniform(-1, 1) * size, 0))
        turn = draw.uniform(0, 2 * math.pi)
        ahead = frame @ Vector((math.cos(turn), math.sin(turn), 0))
        branch = twig(
            tuple(base),
            tuple(ahead),
            size * 0.9,
            material,
            seed=seed * 100 + index,
            leaf_m=leaf * size,
            pairs=pairs,
            slim=slim,
            droop=0,
        )
        branch.visible_camera = branch.visible_glossy = False


def blinds(
    lamp: Point,
    target: Point,
    at: float,
    *,
    size: float,
    slats: int,
    open_share: float = 0.5,
    tilt: float = 0.0,
    uprights: int = 0,
) -> None:
    """Slats between lamp and target, unseen by the camera, with a frame around."""
    middle = Vector(lamp).lerp(Vector(target), at)
    facing = (Vector(target) - Vector(lamp)).normalized()
    turn = facing.to_track_quat("Z", "Y").to_euler()
    frame = turn.to_matrix() @ Matrix.Rotation(math.radians(tilt), 3, "Z")
    material = Surface((0.5, 0.5, 0.5)).material
    step = size / slats
    bars = [(0, (i - slats / 2) * step, size, step * (1 - open_share)) for i in range(slats + 1)]
    bars += [(sign * size, 0, size, 3 * size) for sign in (-1, 1)] + [
        (0, sign * size, 3 * size, size) for sign in (-1, 1)
    ]
    bars += [
        ((i + 1) / (uprights + 1) * size - size / 2, 0, 0.5 * step * (1 - open_share) + 0.01, size)
        for i in range(uprights)
    ]
    for x, y, wide, high in bars:
        slat = sheet((0, 0, 0), (wide, high), material)
        slat.location = middle + frame @ Vector((x, y, 0))
        slat.rotation_euler = frame.to_euler()
        slat.visible_camera = slat.visible_glossy = False
