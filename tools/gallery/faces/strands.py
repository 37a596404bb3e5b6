"""Strands of hair: where they root on a surface, and how they are handed to Blender."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import bpy
import numpy as np
from body import Surface
from head import Floats
from regions import to_map


@dataclass(frozen=True)
class Roots:
    """Places on the skin: points, normals, and the map (mm, see regions.py)."""

    points: Floats
    normals: Floats
    where: Floats


def sample(surface: Surface, density: Callable[[Floats], Floats], count: int, draw: np.random.Generator) -> Roots:
    """Random places, as dense as `density` of the map (0 to 1) says."""
    corners = surface.points[surface.triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    share = area * np.clip(density(to_map(surface.rest[surface.triangles].mean(1))), 0, 1)
    chosen = surface.triangles[draw.choice(len(area), count, p=share / share.sum())]
    first, second = draw.uniform(0, 1, (2, count))
    flip = first + second > 1
    first, second = np.where(flip, 1 - first, first), np.where(flip, 1 - second, second)
    mix = np.stack([1 - first - second, first, second], 1)[..., None]
    normals = (surface.normals[chosen] * mix).sum(1)
    rest = (surface.rest[chosen] * mix).sum(1)
    return Roots((surface.points[chosen] * mix).sum(1), _unit(normals), to_map(rest))


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def material(melanin: float, redness: float, rough: float = 0.3, vary: float = 0.3) -> bpy.types.Material:
    """Principled hair: melanin 0 white to 1 black."""
    found = bpy.data.materials.new("hair")
    found.use_nodes = True
    tree = found.node_tree
    tree.nodes.clear()
    shader, out = tree.nodes.new("ShaderNodeBsdfHairPrincipled"), tree.nodes.new("ShaderNodeOutputMaterial")
    shader.parametrization = "MELANIN"
    for name, value in (
        ("Melanin", melanin),
        ("Melanin Redness", redness),
        ("Roughness", rough),
        ("Radial Roughness", 0.45),
        ("Random Color", vary),
        ("Random Roughness", 0.2),
    ):
        shader.inputs[name].default_value = value
    tree.links.new(shader.outputs[0], out.inputs[0])
    return found


def add(name: str, strands: Floats, radius_m: float | Floats, look: bpy.types.Material, tip: float = 0.15) -> None:
    """(n, points, 3) as a curves object, thinning to `tip` of the radius."""
    count, points, _ = strands.shape
    curves = bpy.data.hair_curves.new(name)
    curves.add_curves([points] * count)
    curves.points.foreach_set("position", np.ascontiguousarray(strands, np.float32).ravel())
    profile = 1 - (1 - tip) * np.linspace(0, 1, points) ** 2.2
    radius = np.broadcast_to(np.asarray(radius_m).reshape(-1, 1), (count, 1)) * profile
    values = curves.attributes.get("radius") or curves.attributes.new("radius", "FLOAT", "POINT")
    values.data.foreach_set("value", radius.astype(np.float32).ravel())
    curves.materials.append(look)
    bpy.context.collection.objects.link(bpy.data.objects.new(name, curves))
