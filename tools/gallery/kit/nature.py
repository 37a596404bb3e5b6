"""Noise for height fields, and worn stones."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from .shapes import Doubles
from .stage import Point


def fbm(x: Doubles, y: Doubles, scale: float, seed: int, octaves: int = 5, gain: float = 0.5) -> Doubles:
    """Gradient noise over the plane, about [-1, 1]; scale: features per m."""
    total = np.zeros_like(x, float)
    draw = np.random.default_rng(seed)
    for octave in range(octaves):
        angles = draw.uniform(0, 2 * np.pi, (256, 256))
        total += gain**octave * 1.4 * _gradient_noise(x * scale * 2**octave, y * scale * 2**octave, angles)
    return total


def _gradient_noise(x: Doubles, y: Doubles, angles: Doubles) -> Doubles:
    """Perlin's (1985), gradients by their angles on a 256 x 256 torus."""
    left, low = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - left, y - low

    def corner(right: int, up: int) -> Doubles:
        angle = angles[(low + up) % 256, (left + right) % 256]
        return np.cos(angle) * (u - right) + np.sin(angle) * (v - up)

    fade_u, fade_v = u**3 * (u * (6 * u - 15) + 10), v**3 * (v * (6 * v - 15) + 10)
    bottom = corner(0, 0) * (1 - fade_u) + corner(1, 0) * fade_u
    top = corner(0, 1) * (1 - fade_u) + corner(1, 1) * fade_u
    return bottom * (1 - fade_v) + top * fade_v


def boulder(
    middle: Point,
    size: Point,
    material: Any,
    *,
    seed: int,
    flat_top: float | None = None,
    rough: float = 0.16,
    smooth: float = 2.2,
    detail: int = 6,
) -> Any:
    """A worn stone; flat_top: share of its half height where it is cut level."""
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=detail, radius=1)
    thing = bpy.context.view_layer.objects.active
    count = len(thing.data.vertices)
    points = np.empty(count * 3)
    thing.data.vertices.foreach_get("co", points)
    points = points.reshape(-1, 3)
    # From a ball towards a box, so that it has faces and edges.
    points /= (np.abs(points) ** (smooth + 0.8)).sum(axis=1, keepdims=True) ** (1 / (smooth + 0.8))
    for axis in range(3):
        first, second = points[:, (axis + 1) % 3], points[:, (axis + 2) % 3]
        points[:, axis] *= 1 + rough * fbm(first * 1.0 + seed, second + seed * 3, 1.3, seed + axis, 6, 0.55)
    if flat_top is not None:
        level = flat_top + 0.012 * fbm(points[:, 0], points[:, 1], 3, seed + 9, 4)
        over = points[:, 2] > level
        points[over, 2] = (level + 0.08 * (points[:, 2] - level))[over]
    thing.data.vertices.foreach_set("co", (points * np.array(size) / 2).ravel())
    thing.data.polygons.foreach_set("use_smooth", [True] * len(thing.data.polygons))
    thing.data.materials.append(material)
    thing.location = middle
    return thing
