"""The bust as a Blender object: skin with its material."""

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
#: In portrait light, by the colour of skin: its cast, how much light goes through it, and how it shines. Through deep
#: skin less light comes back, or it glows red.
PORTRAIT = {
    "white": ((1.0, 1.0, 1.0), 0.85, 0.08),
    "yellow": ((1.0, 1.0, 1.0), 0.85, 0.08),
    "black": ((0.82, 0.93, 1.0), 0.50, 0.05),
}


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
    thing = new_object("skin", head.vertices, [corners for corners, _ in faces], head.rest)
    layer = thing.data.uv_layers.new(name=BASE_UV)
    layer.data.foreach_set("uv", base.uv[[place for _, places in faces for place in places]].ravel())
    subdivide(thing, DETAIL)
    surface = _read(thing)
    loops = np.empty(len(thing.data.loops), np.int32)
    thing.data.loops.foreach_get("vertex_index", loops)
    layer = thing.data.uv_layers.new(name=MAP_UV)
    layer.data.foreach_set("uv", regions.to_uv(surface.rest)[loops].ravel())
    thing.data.materials.append(_skin_material(person, files, masks, even).data)
    return surface


def new_object(name: str, vertices: Floats, faces: list[list[int]], rest: Floats) -> bpy.types.Object:
    used = sorted({corner for corners in faces for corner in corners})
    new = {old: index for index, old in enumerate(used)}
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices[used].tolist(), [], [[new[corner] for corner in corners] for corners in faces])
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    mesh.attributes.new("rest", "FLOAT_VECTOR", "POINT").data.foreach_set("vector", rest[used].ravel())
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(thing)
    return thing


def subdivide(thing: bpy.types.Object, levels: int) -> None:
    modifier = thing.modifiers.new("subdivide", "SUBSURF")
    modifier.levels = modifier.render_levels = levels
    bpy.context.view_layer.objects.active = thing
    bpy.ops.object.modifier_apply(modifier=modifier.name)


def read_vectors(source: object, name: str, length: int) -> Floats:
    values = np.empty(len(source) * length, np.float32)
    source.foreach_get(name, values)
    return values.reshape(-1, length).astype(float)


def _read(thing: bpy.types.Object) -> Surface:
    mesh = thing.data
    mesh.calc_loop_triangles()
    triangles = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("vertices", triangles)
    loops = np.empty(len(mesh.loops), np.int32)
    mesh.loops.foreach_get("vertex_index", loops)
    corner_uv = np.empty(len(mesh.loops) * 2, np.float32)
    mesh.uv_layers[BASE_UV].data.foreach_get("uv", corner_uv)
    uv = np.zeros((len(mesh.vertices), 2))
    uv[loops] = corner_uv.reshape(-1, 2)
    rest = read_vectors(mesh.attributes["rest"].data, "vector", 3)
    normals = read_vectors(mesh.vertices, "normal", 3)
    return Surface(read_vectors(mesh.vertices, "co", 3), normals, rest, triangles.reshape(-1, 3).astype(int), uv)


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
    mask = m.range(m.math("ADD", mouth, m.math("MULTIPLY", m.math("SUBTRACT", grain, 0.5), 0.7)), 0.30, 1.05)
    x, _, z = m.separate(where)
    stretched = m.node("CombineXYZ")
    m.link(m.math("MULTIPLY", x, 1.0), stretched.inputs[0])
    m.link(m.math("MULTIPLY", z, 0.18), stretched.inputs[2])
    wrinkles = m.noise(stretched.outputs[0], 900, 2, 0.5)
    tint = to_linear(skin["lips"]) * np.array([1.0, 0.86, 0.88])
    lip = m.mix(m.range(wrinkles, 0.35, 0.65), tuple(tint * 0.72), tuple(tint))
    lip = m.mix(m.range(grain, 0.35, 0.7, 0, 0.35), lip, tuple(tint * np.array([0.9, 0.72, 0.72])))
    colour = m.mix(m.math("MULTIPLY", mask, skin.get("lip_amount", 0.78)), colour, lip)
    mottled = m.range(m.noise(where, 55, 4, 0.6), 0.25, 0.75, 0.93, 1.04)
    colour = m.mix(1.0, colour, m.grey(mottled), "MULTIPLY")
    m.set(Base_Color=colour)
    rough = m.range(grain, 0.3, 0.7, 0.40, 0.52)
    m.set(Roughness=m.math("SUBTRACT", rough, m.math("MULTIPLY", mask, 0.14)))
    m.shader.subsurface_method = "RANDOM_WALK_SKIN"
    m.set(Subsurface_Weight=0.85, Subsurface_Radius=(1.0, 0.35, 0.17), Subsurface_Scale=0.0035)
    m.set(Subsurface_IOR=1.4, Subsurface_Anisotropy=0.6)
    bare = m.math("SUBTRACT", 1.0, covered.outputs["Fac"])
    inside = m.picture(str(masks["inside-mouth"]), BASE_UV, colour=False)
    # Between the corners of the lips one looks into an empty mouth: as dark as lips in shadow, not black.
    m.set(Emission_Color=tuple(tint * 0.12), Emission_Strength=inside)
    if even:
        m.set(Specular_IOR_Level=0.15, Subsurface_Weight=0.0)
    else:
        flush = m.range(m.noise(where, 38, 5, 0.65), 0.42, 0.72, 0.0, 0.5)
        flushed = m.mix(flush, colour, (1.0, 0.80, 0.76), "MULTIPLY")
        fine = m.range(m.noise(where, 620, 3, 0.7), 0.3, 0.7, 0.92, 1.04)
        flushed = m.mix(1.0, flushed, m.grey(fine), "MULTIPLY")
        cast, through, shine = PORTRAIT[person["skin"]]
        m.set(Base_Color=m.mix(1.0, flushed, cast, "MULTIPLY"), Subsurface_Weight=through)
        rough = m.range(grain, 0.3, 0.7, 0.42, 0.60)
        m.set(Roughness=m.math("SUBTRACT", rough, m.math("MULTIPLY", mask, 0.16)))
        m.set(Specular_IOR_Level=m.math("MULTIPLY", bare, 0.5), Coat_Roughness=0.3)
        m.set(Coat_Weight=m.math("MULTIPLY", bare, skin.get("shine", shine)), Sheen_Weight=0.04)
    ridge = m.math("MULTIPLY", m.math("MULTIPLY", mask, wrinkles), 0.35)
    m.bump(m.math("ADD", height, ridge), skin.get("bump", 1.0), 0.0016 if even else 0.0028)
    return m


def shade_scalp(person: dict, behind: Floats) -> None:
    """The skin under the hair takes its colour: roots too many to model. `behind`: degrees behind the hairline."""
    mesh = bpy.data.objects["skin"].data
    share = regions.smooth(behind, 0.0, 4.0) * person["hair"].get("scalp", 1.0)
    mesh.attributes.new("covered", "FLOAT", "POINT").data.foreach_set("value", share.astype(np.float32))
