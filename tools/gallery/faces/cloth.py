"""A T-shirt."""

from __future__ import annotations

import bpy
import numpy as np
import regions
from body import Surface, new_object, read_vectors, subdivide
from head import BODY, BUST, Base, Floats, Head
from nodes import Material
from scipy.spatial import cKDTree
from skin import to_linear

#: Where a T-shirt's neck hole crosses the body's middle line: behind the neck or before it, and how high, m.
NECKLINE = ((False, -0.172), (True, -0.117))
BAND = 0.016  # height of a collar's band, units


def add_shirt(head: Head, surface: Surface, base: Base, person: dict) -> None:
    """A T-shirt cut out of the base mesh's tights by a slanted plane at the neck, where it lies on the skin."""
    unit = head.unit
    faces = [
        corners
        for group, corners, _ in base.faces
        if group == "helper-tights" and head.vertices[corners, 2].min() > BUST
    ]
    thing = new_object("shirt", head.vertices, faces, head.rest)
    smooth = thing.modifiers.new("smooth", "SMOOTH")
    smooth.iterations, smooth.factor = 8, 0.5
    bpy.context.view_layer.objects.active = thing
    bpy.ops.object.modifier_apply(modifier=smooth.name)
    subdivide(thing, 3)
    rim, back = (_middle(head, *place) for place in NECKLINE)
    slope = back - rim
    normal = np.array([0, slope[2], -slope[1]]) / np.hypot(slope[1], slope[2])
    _bisect(thing.data, rim, normal)
    _drape(thing.data, surface, (read_vectors(thing.data.vertices, "co", 3) - rim) @ normal / unit, unit)
    modifier = thing.modifiers.new("cloth", "SOLIDIFY")
    modifier.thickness, modifier.offset = 0.0022, 1.0
    thing.data.materials.append(_cloth_material(person["cloth"]).data)


def _middle(head: Head, behind: bool, height: float) -> Floats:
    """The point of the body's middle line, before or behind the neck, that is at a height (m) on the base mesh."""
    off = np.abs(head.rest[BODY, 2] - height) + 10 * np.abs(head.rest[BODY, 0])
    off += np.where((head.rest[BODY, 1] > 0.055) == behind, 0, 1)
    return head.vertices[BODY][off.argmin()] * np.array([0, 1, 1])


def _bisect(mesh: bpy.types.Mesh, point: Floats, normal: Floats) -> None:
    """Leaves what lies on the normal's side of a plane."""
    import bmesh  # bpy brings it: it is found only after that

    cut = bmesh.new()
    cut.from_mesh(mesh)
    everything = [*cut.verts, *cut.edges, *cut.faces]
    bmesh.ops.bisect_plane(cut, geom=everything, plane_co=point, plane_no=normal, clear_inner=True)
    cut.to_mesh(mesh)
    cut.free()


def _drape(mesh: bpy.types.Mesh, surface: Surface, below: Floats, unit: float) -> None:
    """Lets the cloth stand off the body, and lie on it towards the rim. `below`: units under the rim."""
    points, normals = read_vectors(mesh.vertices, "co", 3), read_vectors(mesh.vertices, "normal", 3)
    ground, skin = _ground(points, surface)
    away = ((points - ground) * skin).sum(1, keepdims=True)
    band = regions.smooth(below, BAND, BAND - 0.002)[:, None]
    on_skin = points + skin * (0.0012 + 0.0008 * band - away)
    free = points + 0.006 * normals
    free = free + skin * np.clip(0.003 - ((free - ground) * skin).sum(1, keepdims=True), 0, None)
    share = regions.smooth(below, 0.055, 0.005)[:, None]
    moved = share * on_skin + (1 - share) * free
    mesh.vertices.foreach_set("co", moved.astype(np.float32).ravel())
    mesh.attributes.new("below", "FLOAT", "POINT").data.foreach_set("value", below.astype(np.float32))
    mesh.update()


def _ground(points: Floats, surface: Surface) -> tuple[Floats, Floats]:
    """The skin under points and its normals: the mean of what is near, or cloth shows its mesh as rings."""
    far, near = cKDTree(surface.points).query(points, 12)
    share = np.exp(-((far / far.mean(1, keepdims=True)) ** 2))[..., None]
    share /= share.sum(1, keepdims=True)
    normals = (share * surface.normals[near]).sum(1)
    return (share * surface.points[near]).sum(1), normals / np.linalg.norm(normals, axis=1, keepdims=True)


def _cloth_material(colour: str) -> Material:
    m = Material("cloth")
    where = m.place()
    x, y, _ = m.separate(where)
    weave = m.noise(where, 1100, 2)
    folds = m.noise(where, 22, 3)
    below = m.node("Attribute")
    below.attribute_name = "below"
    band = m.range(below.outputs["Fac"], BAND - 0.0006, BAND + 0.0006, 1, 0)
    seam = m.math("SUBTRACT", m.range(below.outputs["Fac"], BAND - 0.0016, BAND, 0, 1), m.math("SUBTRACT", 1.0, band))
    ribs = m.math("SINE", m.math("MULTIPLY", m.math("ARCTAN2", x, m.math("SUBTRACT", y, 0.06)), 110))
    tint = to_linear(colour)
    mottled = m.mix(m.range(folds, 0.3, 0.7), tuple(tint * 0.93), tuple(np.minimum(1, tint * 1.03)))
    m.set(Base_Color=m.mix(m.math("MULTIPLY", seam, 0.25), mottled, tuple(tint * 0.5)))
    m.set(Roughness=0.9, Specular_IOR_Level=0.15, Sheen_Weight=0.25, Sheen_Roughness=0.5)
    height = m.math("ADD", m.math("MULTIPLY", weave, 0.25), m.math("MULTIPLY", folds, 3.0))
    m.bump(m.math("ADD", height, m.math("MULTIPLY", m.math("MULTIPLY", band, ribs), 0.18)), 0.5, 0.0012)
    return m
