"""The bust as Blender objects: skin with its materials, and a T-shirt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np
import regions
from head import BUST, Base, Floats, Head, Ints
from nodes import Material
from skin import to_linear

DETAIL = 2  # subdivisions
BASE_UV, MAP_UV = "base", "map"


@dataclass(frozen=True)
class Surface:
    """A triangulated, subdivided surface that hair grows on and lies on."""

    points: Floats
    normals: Floats
    #: The same points on the base mesh, m.
    rest: Floats
    triangles: Ints
    #: Texture coordinates of the base mesh, one a point.
    uv: Floats


def add_skin(
    head: Head, base: Base, person: dict, files: tuple[Path, Path], masks: dict[str, Path], even: bool
) -> Surface:
    """The skin's object, subdivided for good."""
    faces = [
        (corners, places)
        for group, corners, places in base.faces
        if group == "body" and head.vertices[corners, 2].min() > BUST
    ]
    thing = _object("skin", head.vertices, [corners for corners, _ in faces], head.rest)
    layer = thing.data.uv_layers.new(name=BASE_UV)
    layer.data.foreach_set("uv", base.uv[[place for _, places in faces for place in places]].ravel())
    _subdivide(thing, DETAIL)
    surface = _read(thing)
    loops = np.empty(len(thing.data.loops), np.int32)
    thing.data.loops.foreach_get("vertex_index", loops)
    layer = thing.data.uv_layers.new(name=MAP_UV)
    layer.data.foreach_set("uv", regions.to_uv(surface.rest)[loops].ravel())
    thing.data.materials.append(_skin_material(person, files, masks, even).data)
    return surface


def _object(name: str, vertices: Floats, faces: list[list[int]], rest: Floats) -> bpy.types.Object:
    used = sorted({corner for corners in faces for corner in corners})
    new = {old: index for index, old in enumerate(used)}
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices[used].tolist(), [], [[new[corner] for corner in corners] for corners in faces])
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    mesh.attributes.new("rest", "FLOAT_VECTOR", "POINT").data.foreach_set("vector", rest[used].ravel())
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(thing)
    return thing


def _subdivide(thing: bpy.types.Object, levels: int) -> None:
    modifier = thing.modifiers.new("subdivide", "SUBSURF")
    modifier.levels = modifier.render_levels = levels
    bpy.context.view_layer.objects.active = thing
    bpy.ops.object.modifier_apply(modifier=modifier.name)


def _read(thing: bpy.types.Object) -> Surface:
    mesh = thing.data
    count = len(mesh.vertices)

    def vectors(source: object, name: str, length: int) -> Floats:
        values = np.empty(count * length, np.float32)
        source.foreach_get(name, values)
        return values.reshape(count, length).astype(float)

    mesh.calc_loop_triangles()
    triangles = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("vertices", triangles)
    loops = np.empty(len(mesh.loops), np.int32)
    mesh.loops.foreach_get("vertex_index", loops)
    corner_uv = np.empty(len(mesh.loops) * 2, np.float32)
    mesh.uv_layers[BASE_UV].data.foreach_get("uv", corner_uv)
    uv = np.zeros((count, 2))
    uv[loops] = corner_uv.reshape(-1, 2)
    rest = vectors(mesh.attributes["rest"].data, "vector", 3)
    normals = vectors(mesh.vertices, "normal", 3)
    return Surface(vectors(mesh.vertices, "co", 3), normals, rest, triangles.reshape(-1, 3).astype(int), uv)


def _skin_material(person: dict, files: tuple[Path, Path], masks: dict[str, Path], even: bool) -> Material:
    skin = person["look"]
    m = Material("skin")
    colour = m.picture(str(files[0]), MAP_UV)
    covered = m.node("Attribute")
    covered.attribute_name = "covered"
    root = np.array([0.06, 0.04, 0.03]) * (1.6 - person["hair"]["melanin"]) ** 2
    colour = m.mix(m.math("MULTIPLY", covered.outputs["Fac"], 0.92), colour, tuple(root))
    height = m.picture(str(files[1]), MAP_UV, colour=False)
    mouth = m.picture(str(masks["lips"]), BASE_UV, colour=False)
    where = m.place()
    grain = m.noise(where, 260, 3, 0.6)
    mask = m.range(m.math("ADD", mouth, m.math("MULTIPLY", m.math("SUBTRACT", grain, 0.5), 0.7)), 0.30, 0.95)
    x, _, z = m.separate(where)
    stretched = m.node("CombineXYZ")
    m.link(m.math("MULTIPLY", x, 1.0), stretched.inputs[0])
    m.link(m.math("MULTIPLY", z, 0.18), stretched.inputs[2])
    wrinkles = m.noise(stretched.outputs[0], 900, 2, 0.5)
    tint = to_linear(skin["lips"])
    lip = m.mix(m.range(wrinkles, 0.35, 0.65), tuple(tint * 0.80), tuple(np.minimum(1, tint * 1.12)))
    lip = m.mix(m.range(grain, 0.35, 0.7, 0, 0.35), lip, tuple(tint * np.array([0.9, 0.72, 0.72])))
    colour = m.mix(m.math("MULTIPLY", mask, skin.get("lip_amount", 0.65)), colour, lip)
    m.set(Base_Color=colour)
    rough = m.range(grain, 0.3, 0.7, 0.44, 0.56)
    m.set(Roughness=m.math("SUBTRACT", rough, m.math("MULTIPLY", mask, 0.12)), Specular_IOR_Level=0.42)
    inside = m.picture(str(masks["inside-mouth"]), BASE_UV, colour=False)
    # Between the corners of the lips one looks into an empty mouth: as dark as lips in shadow, not black.
    m.set(Emission_Color=tuple(tint * 0.28), Emission_Strength=inside)
    if even:
        m.set(Specular_IOR_Level=0.15)
    else:
        m.set(Coat_Weight=skin.get("shine", 0.08), Coat_Roughness=0.3, Sheen_Weight=0.04)
    ridge = m.math("MULTIPLY", m.math("MULTIPLY", mask, wrinkles), 0.35)
    m.bump(m.math("ADD", height, ridge), skin.get("bump", 1.0), 0.0016)
    return m


def shade_scalp(person: dict, behind: Floats) -> None:
    """The skin under the hair takes its colour: roots too many to model. `behind`: degrees behind the hairline."""
    mesh = bpy.data.objects["skin"].data
    share = regions.smooth(behind, 0.0, 4.0) * person["hair"].get("scalp", 1.0)
    mesh.attributes.new("covered", "FLOAT", "POINT").data.foreach_set("value", share.astype(np.float32))


def add_shirt(head: Head, base: Base, person: dict) -> None:
    """A T-shirt cut out of the base mesh's tights: its neck hole is where a slanted plane meets them."""
    unit = head.unit
    faces = [
        corners
        for group, corners, _ in base.faces
        if group == "helper-tights" and head.vertices[corners, 2].min() > BUST
    ]
    thing = _object("shirt", head.vertices, faces, head.rest)
    smooth = thing.modifiers.new("smooth", "SMOOTH")
    smooth.iterations, smooth.factor = 8, 0.5
    bpy.context.view_layer.objects.active = thing
    bpy.ops.object.modifier_apply(modifier=smooth.name)
    _subdivide(thing, 3)
    points = np.empty(len(thing.data.vertices) * 3, np.float32)
    thing.data.vertices.foreach_get("co", points)
    points = points.reshape(-1, 3).astype(float)
    hole = person.get("collar", -0.158) * unit + 0.55 * (points[:, 1] - 0.055 * unit) - points[:, 2]
    _cut(thing, points, hole)
    for name, kind, settings in (
        ("away", "DISPLACE", {"strength": 0.006, "mid_level": 0.0}),
        ("cloth", "SOLIDIFY", {"thickness": 0.0022, "offset": 1.0}),
    ):
        modifier = thing.modifiers.new(name, kind)
        for key, value in settings.items():
            setattr(modifier, key, value)
    thing.data.materials.append(_cloth_material(person["cloth"]).data)


def _cut(thing: bpy.types.Object, points: Floats, hole: Floats) -> None:
    """Takes away what is above the hole's edge (negative), and moves the rim onto it."""
    keep = hole > 0
    mesh = thing.data
    faces = [list(polygon.vertices) for polygon in mesh.polygons if keep[list(polygon.vertices)].any()]
    moved = points.copy()
    for corners in faces:
        inside = [corner for corner in corners if keep[corner]]
        for corner in corners:
            if not keep[corner]:
                near = min(inside, key=lambda each: np.linalg.norm(points[each] - points[corner]))
                share = hole[near] / (hole[near] - hole[corner])
                moved[corner] = points[near] + share * (points[corner] - points[near])
    rim = (np.clip(hole, 0, 0.02) > 0) & (hole < 0.013)
    used = sorted({corner for corners in faces for corner in corners})
    new = {old: index for index, old in enumerate(used)}
    cut = bpy.data.meshes.new("shirt")
    cut.from_pydata(moved[used].tolist(), [], [[new[corner] for corner in corners] for corners in faces])
    cut.polygons.foreach_set("use_smooth", [True] * len(cut.polygons))
    band = cut.attributes.new("band", "FLOAT", "POINT")
    band.data.foreach_set("value", (rim | ~keep)[used].astype(np.float32))
    thing.data = cut


def _cloth_material(colour: str) -> Material:
    m = Material("cloth")
    where = m.place()
    x, _, z = m.separate(where)
    weave = m.math("MULTIPLY", m.math("SINE", m.math("MULTIPLY", x, 5200)), m.math("SINE", m.math("MULTIPLY", z, 5200)))
    folds = m.noise(where, 22, 3)
    band = m.node("Attribute")
    band.attribute_name = "band"
    tint = to_linear(colour)
    seam = m.math("MULTIPLY", band.outputs["Fac"], 0.9)
    m.set(Base_Color=m.mix(seam, tuple(tint), tuple(tint * 0.86)), Roughness=0.95, Specular_IOR_Level=0.12)
    m.set(Sheen_Weight=0.25, Sheen_Roughness=0.5)
    height = m.math("ADD", m.math("MULTIPLY", weave, 0.12), m.math("MULTIPLY", folds, 3.0))
    m.bump(m.math("ADD", height, m.math("MULTIPLY", band.outputs["Fac"], 0.8)), 0.5, 0.0012)
    return m
