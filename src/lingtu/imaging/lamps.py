"""Where a scene's light comes from: the points and directions that stand for its lamps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.scene import Light, Vector

GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
#: Samples of a lamp, and of the whole sky.
OF_LAMP, OF_SKY = 40, 72


@dataclass(frozen=True, eq=False)
class Samples:
    """Points of a lamp (m, world), or unit vectors towards it."""

    values: Vector
    at_position: bool

    def seen_from(self, origin: Vector, frame: Vector) -> Samples:
        """In a frame (rows: its axes) about a point."""
        values = self.values - origin if self.at_position else self.values
        return Samples(values @ frame.T, self.at_position)

    def aim(self) -> Floats:
        """Their middle, and the distance of the furthest from it: 4 numbers."""
        middle = self.values.mean(axis=0)
        found: Floats = np.append(middle, np.linalg.norm(self.values - middle, axis=1).max()).astype(np.float32)
        return found


def samples_of(light: Light, softness: float) -> Samples:
    """Of an area or a sun; softness scales its size."""
    if light.kind == "area":
        assert light.position is not None
        assert light.half_u is not None
        assert light.half_v is not None
        square = softness * (2 * _lattice(OF_LAMP) - 1)
        return Samples(light.position + square[:, :1] * light.half_u + square[:, 1:] * light.half_v, True)
    assert light.direction is not None
    across, down = across_of(light.direction)
    disc = _disc(OF_LAMP) * np.tan(np.radians(light.angle_deg) / 2) * softness
    directions = light.direction + disc[:, :1] * across + disc[:, 1:] * down
    return Samples(directions / np.linalg.norm(directions, axis=1, keepdims=True), False)


def sky(normal: Vector) -> Samples:
    """Evenly over the hemisphere about a normal."""
    height = (np.arange(OF_SKY) + 0.5) / OF_SKY
    angle = GOLDEN_ANGLE * np.arange(OF_SKY)
    flat = np.sqrt(1 - height**2)
    across, down = across_of(normal)
    directions = (
        (flat * np.cos(angle))[:, None] * across + (flat * np.sin(angle))[:, None] * down + height[:, None] * normal
    )
    return Samples(directions, False)


def across_of(axis: Vector) -> tuple[Vector, Vector]:
    """Two unit vectors that make a right angle with an axis and with each other."""
    helper = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    across = np.cross(helper, axis)
    across /= np.linalg.norm(across)
    return across, np.cross(axis, across)


def _lattice(count: int) -> Vector:
    """Points of the unit square, even and without rows (Roberts' R2 sequence)."""
    steps = np.arange(1, count + 1)[:, None] * np.array([0.7548776662466927, 0.5698402909980532])
    found: Vector = np.mod(0.5 + steps, 1.0)
    return found


def _disc(count: int) -> Vector:
    """Points of the unit disc (Vogel's spiral)."""
    radius = np.sqrt((np.arange(count) + 0.5) / count)
    angle = GOLDEN_ANGLE * np.arange(count)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
