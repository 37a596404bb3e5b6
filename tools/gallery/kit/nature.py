"""Things that grew or were worn: noise for height fields, leaves, grass, moss, stones."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Vector

from .materials import Surface, scaled
from .shapes import Doubles, field, mesh, sheet
from .stage import Colour, Point


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


def leaf_material(colour: Colour = (0.09, 0.19, 0.05), roughness: float = 0.45) -> Any:
    """Lets light through, differs from leaf to leaf."""
    surface = Surface(colour, roughness, 0.4)
    spots = surface.noise(surface.where(), 5, 4)
    surface.set(
        "Base Color", surface.ramp(spots, [(0.3, scaled(colour, 0.55)), (0.55, colour), (0.75, scaled(colour, 1.7))])
    )
    surface.set("Subsurface Weight", 0.0)
    surface.set("Transmission Weight", 0.0)
    return surface.material


def twig(
    base: Point,
    direction: Point,
    length: float,
    material: Any,
    *,
    seed: int,
    leaf_m: float = 0.06,
    pairs: int = 9,
    slim: float = 0.30,
    droop: float = 0.3,
) -> Any:
    """A bent twig with leaves in turn left and right."""
    draw = random.Random(seed)
    points: list[Any] = []
    faces: list[list[int]] = []
    place, ahead = Vector(base), Vector(direction).normalized()
    step = length / pairs
    line = [place.copy()]
    for index in range(pairs):
        ahead = (
            ahead + Vector((draw.gauss(0, 0.10), draw.gauss(0, 0.10), draw.gauss(0, 0.08) - droop / pairs))
        ).normalized()
        place = place + ahead * step
        line.append(place.copy())
        side = ahead.cross(Vector((0, 0, 1))).normalized() * (1 if index % 2 else -1)
        out = (
            side * draw.uniform(0.6, 1.0) + ahead * draw.uniform(0.4, 0.9) + Vector((0, 0, draw.uniform(-0.4, 0.4)))
        ).normalized()
        _leaf(points, faces, place, out, ahead.cross(out).normalized(), leaf_m * draw.uniform(0.7, 1.15), slim)
    _leaf(points, faces, place, ahead, ahead.cross(Vector((0.2, 0, 1))).normalized(), leaf_m, slim)
    _stem(points, faces, line, length * 0.006)
    return mesh([tuple(point) for point in points], faces, material)


def _leaf(
    points: list[Any], faces: list[list[int]], base: Any, out: Any, normal: Any, length: float, slim: float
) -> None:
    """A pointed blade with a fold along its middle, bending down to the tip."""
    across = out.cross(normal).normalized()
    first, steps = len(points), 8
    for index in range(steps + 1):
        t = index / steps
        half = slim / 2 * length * math.sin(math.pi * min(1.0, t * 0.96 + 0.04) ** 0.75) + 1e-4
        middle = base + out * length * t - Vector((0, 0, 0.22 * length * t * t))
        points += [middle - across * half + normal * half * 0.25, middle, middle + across * half + normal * half * 0.25]
    for index in range(steps):
        k = first + 3 * index
        faces += [[k, k + 1, k + 4, k + 3], [k + 1, k + 2, k + 5, k + 4]]


def _stem(points: list[Any], faces: list[list[int]], line: list[Any], radius: float) -> None:
    for place, onward in pairwise(line):
        ahead = (onward - place).normalized()
        across = ahead.orthogonal().normalized()
        other = ahead.cross(across)
        k = len(points)
        ring = [across, other, -across, -other]
        points += [place + way * radius for way in ring] + [onward + way * radius for way in ring]
        faces += [[k + i, k + (i + 1) % 4, k + 4 + (i + 1) % 4, k + 4 + i] for i in range(4)]


def shade(lamp: Point, target: Point, at: float, size: float, *, count: int, seed: int, leaf: float = 0.4) -> None:
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
            pairs=9,
            droop=0,
        )
        branch.visible_camera = branch.visible_glossy = False


def blinds(
    lamp: Point, target: Point, at: float, *, size: float, slats: int, open_share: float = 0.5, tilt: float = 0.0
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
    for x, y, wide, high in bars:
        slat = sheet((0, 0, 0), (wide, high), material)
        slat.location = middle + frame @ Vector((x, y, 0))
        slat.rotation_euler = frame.to_euler()
        slat.visible_camera = slat.visible_glossy = False


def blades(
    roots: Doubles,
    material: Any,
    *,
    seed: int,
    height: float,
    width: float,
    lean: tuple[float, float] = (0.05, 0.6),
    steps: int = 4,
) -> Any:
    """Grass or moss: a bent blade from each root (n x 3), leaning any way; heights vary by half."""
    draw, count = np.random.default_rng(seed), len(roots)
    turn, bend = draw.uniform(0, 2 * np.pi, count), draw.uniform(*lean, count)
    tall = height * draw.uniform(0.5, 1, count)
    t = np.linspace(0, 1, steps + 1)[None, :]
    out, up = (bend * tall)[:, None] * t * t, tall[:, None] * t * (1 - 0.35 * bend[:, None] * t)
    half = width / 2 * (1 - 0.92 * t)
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    middle = roots[:, None, :] + np.stack([cos * out, sin * out, up], axis=-1)
    side = np.stack([-sin * half, cos * half, 0 * half + 0 * turn[:, None]], axis=-1)
    points = np.stack([middle - side, middle + side], axis=2).reshape(-1, 3)
    first = (np.arange(count) * 2 * (steps + 1))[:, None] + 2 * np.arange(steps)[None, :]
    faces = np.stack([first, first + 1, first + 3, first + 2], axis=-1).reshape(-1, 4)
    return field(points, faces, material)


def tufts(places: list[tuple[float, float, float]], count: int, spread: float, seed: int) -> Doubles:
    """Roots of tufts of grass: `count` around each place."""
    draw = np.random.default_rng(seed)
    roots = np.repeat(np.array(places, float), count, axis=0)
    roots[:, :2] += draw.normal(0, spread, (len(roots), 2))
    return roots


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
