"""Leaves, twigs, grass and moss."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

import numpy as np
from mathutils import Vector

from .materials import Surface, scaled
from .shapes import Doubles, field, mesh
from .stage import Colour, Point


def leaf_material(colour: Colour = (0.09, 0.19, 0.05), roughness: float = 0.45) -> Any:
    """Lets light through, differs from leaf to leaf."""
    surface = Surface(colour, roughness, 0.4)
    spots = surface.noise(surface.where(), 5, 4)
    surface.set(
        "Base Color", surface.ramp(spots, [(0.3, scaled(colour, 0.55)), (0.55, colour), (0.75, scaled(colour, 1.7))])
    )
    _let_through(surface, scaled((colour[0] * 1.3, colour[1] * 1.5, colour[2] * 0.7), 1.6))
    return surface.material


def _let_through(surface: Surface, colour: Colour, share: float = 0.35) -> None:
    """Light from behind glows through, yellower than what the leaf throws back."""
    nodes, connect = surface.tree.nodes, surface.tree.links.new
    through, both = nodes.new("ShaderNodeBsdfTranslucent"), nodes.new("ShaderNodeMixShader")
    through.inputs[0].default_value, both.inputs[0].default_value = (*colour, 1), share
    connect(surface.base.outputs[0], both.inputs[1])
    connect(through.outputs[0], both.inputs[2])
    connect(both.outputs[0], nodes["Material Output"].inputs[0])


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
