"""Meshes: every edge is rounded, as nothing real has a sharp one. Sizes in m."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import bmesh
import bpy
import numpy as np
from numpy.typing import NDArray

from .stage import Point, link

Doubles = NDArray[np.float64]


def mesh(vertices: Any, faces: Any, material: Any, *, smooth: bool = True) -> Any:
    data = bpy.data.meshes.new("mesh")
    data.from_pydata(np.asarray(vertices).tolist(), [], np.asarray(faces).tolist() if len(faces) else [])
    data.polygons.foreach_set("use_smooth", [smooth] * len(data.polygons))
    data.materials.append(material)
    return link(bpy.data.objects.new("mesh", data))


def block(
    middle: Point, size: Point, material: Any, *, round_m: float = 0.004, turn: Sequence[float] = (0, 0, 0)
) -> Any:
    """A box with rounded edges; turn: degrees about x, y, z."""
    half = np.array(size) / 2
    corners = [[sx * half[0], sy * half[1], sz * half[2]] for sx in (-1, 1) for sy in (-1, 1) for sz in (-1, 1)]
    sides = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    thing = mesh(corners, sides, material)
    thing.location, thing.rotation_euler = middle, [math.radians(angle) for angle in turn]
    return rounded(thing, min(round_m, 0.45 * min(size)))


def rounded(thing: Any, width: float, *, segments: int = 4, angle: float = 30) -> Any:
    """Bevel the sharp edges."""
    bevel = thing.modifiers.new("bevel", "BEVEL")
    bevel.width, bevel.segments, bevel.limit_method = width, segments, "ANGLE"
    bevel.angle_limit = math.radians(angle)
    bevel.harden_normals = True
    return thing


def sheet(middle: Point, size: tuple[float, float], material: Any, *, turn: Sequence[float] = (0, 0, 0)) -> Any:
    """A flat rectangle, facing up before it is turned."""
    x, y = size[0] / 2, size[1] / 2
    thing = mesh([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]], [[0, 1, 2, 3]], material)
    thing.location, thing.rotation_euler = middle, [math.radians(angle) for angle in turn]
    return thing


def lathe(
    middle: Point, profile: Sequence[tuple[float, float]], material: Any, *, steps: int = 96, curved: bool = False
) -> Any:
    """A body of revolution about z: (radius, height) from the bottom up; curved: smoothly through these points."""
    rings = _curved(np.array(profile, float)) if curved else np.array(profile, float)
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    points = np.stack(
        [np.outer(rings[:, 0], np.cos(angle)), np.outer(rings[:, 0], np.sin(angle)), np.repeat(rings[:, 1:], steps, 1)],
        axis=-1,
    )
    here = np.arange(len(rings) * steps).reshape(len(rings), steps)
    after = np.roll(here, -1, axis=1)
    faces = np.stack([here[:-1], after[:-1], after[1:], here[1:]], axis=-1).reshape(-1, 4)
    thing = mesh(points.reshape(-1, 3), faces, material)
    thing.location = middle
    return thing


def _curved(points: Doubles, per_piece: int = 8) -> Doubles:
    """A Catmull-Rom curve through the points."""
    before = np.concatenate([points[:1], points[:-2], points[-3:-2]])[: len(points) - 1]
    after = np.concatenate([points[2:], points[-1:]])
    t = np.linspace(0, 1, per_piece, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = (part[:, None, :] for part in (before, points[:-1], points[1:], after))
    curve = p1 + t / 2 * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))
    curve = np.concatenate([curve.reshape(-1, 2), points[-1:]])
    curve[:, 0] = np.maximum(curve[:, 0], 1e-5)
    return curve


def disc(middle: Point, radius: float, height: float, material: Any, *, round_m: float = 0.008) -> Any:
    """A cylinder from z = middle's z up, its edges rounded."""
    bend = [
        (radius - round_m + round_m * math.sin(t), round_m - round_m * math.cos(t)) for t in np.linspace(0, 1.57, 7)
    ]
    top = [(r, height - z) for r, z in reversed(bend)]
    thing = lathe(middle, [(1e-4, 0), *bend, *top, (1e-4, height)], material, steps=160)
    bpy.context.view_layer.objects.active = thing
    return thing


def ball(middle: Point, radius: float, material: Any) -> Any:
    arc = np.linspace(-math.pi / 2, math.pi / 2, 49)
    return lathe(middle, [(max(1e-5, radius * math.cos(t)), radius * math.sin(t)) for t in arc], material)


def arch(middle: Point, width: float, height: float, depth: float, material: Any, *, round_m: float = 0.012) -> Any:
    """A slab with a round top, standing on z = middle's z."""
    turn = np.linspace(math.pi, 0, 49)
    outline = [(-width / 2, 0.0)]
    outline += [(width / 2 * math.cos(t), height - width / 2 + width / 2 * math.sin(t)) for t in turn]
    outline += [(width / 2, 0.0)]
    return prism(middle, outline, depth, material, round_m=round_m)


def prism(middle: Point, outline: Any, depth: float, material: Any, *, round_m: float = 0.006) -> Any:
    """An outline in x and z, made `depth` thick along y."""
    count = len(outline)
    points = [[x, y, z] for y in (-depth / 2, depth / 2) for x, z in outline]
    data = bmesh.new()
    corners = [data.verts.new(point) for point in points]
    data.faces.new(corners[:count])
    data.faces.new(corners[count:][::-1])
    for i in range(count):
        j = (i + 1) % count
        data.faces.new([corners[i], corners[i + count], corners[j + count], corners[j]])
    bmesh.ops.recalc_face_normals(data, faces=data.faces)
    made = bpy.data.meshes.new("prism")
    data.to_mesh(made)
    made.polygons.foreach_set("use_smooth", [True] * len(made.polygons))
    made.materials.append(material)
    thing = link(bpy.data.objects.new("prism", made))
    thing.location = middle
    return rounded(thing, round_m, angle=40)


def sweep(material: Any, *, back: float = 1.6, bend: float = 1.0, width: float = 9, front: float = 5) -> Any:
    """A seamless studio backdrop: floor at z = 0, wall at y = back."""
    turn = np.linspace(0, math.pi / 2, 48)
    line = [(-front, 0.0)]
    line += [(back - bend + bend * math.sin(t), bend - bend * math.cos(t)) for t in turn]
    line += [(back, 6.0)]
    points = [[x, y, z] for x in (-width / 2, width / 2) for y, z in line]
    count = len(line)
    faces = [[i, i + count, i + count + 1, i + 1] for i in range(count - 1)]
    return mesh(points, faces, material)


def ground(
    height: Callable[[Doubles, Doubles], Doubles],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    steps: tuple[int, int],
    material: Any,
    crowd: float = 1.0,
) -> Any:
    """A height field z = height(x, y). crowd > 1: rows closer together near y[0], where the camera is."""
    across = np.linspace(*x, steps[0])
    away = y[0] + (y[1] - y[0]) * np.linspace(0, 1, steps[1]) ** crowd
    grid_x, grid_y = np.meshgrid(across, away)
    points = np.stack([grid_x, grid_y, height(grid_x, grid_y)], axis=-1).reshape(-1, 3)
    index = np.arange(steps[0] * steps[1]).reshape(steps[1], steps[0])
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], axis=-1).reshape(-1, 4)
    return field(points, faces, material)


def field(points: Doubles, faces: Any, material: Any) -> Any:
    """As `mesh`, for hundreds of thousands of quads."""
    data = bpy.data.meshes.new("field")
    data.vertices.add(len(points))
    data.vertices.foreach_set("co", points.astype(np.float32).ravel())
    data.loops.add(faces.size)
    data.loops.foreach_set("vertex_index", faces.astype(np.int32).ravel())
    data.polygons.add(len(faces))
    data.polygons.foreach_set("loop_start", np.arange(0, faces.size, 4, dtype=np.int32))
    data.polygons.foreach_set("use_smooth", np.ones(len(faces), bool))
    data.update(calc_edges=True)
    data.materials.append(material)
    return link(bpy.data.objects.new("field", data))
