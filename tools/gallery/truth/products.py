"""Own products as simple meshes, one unit tall, put where a scene's product goes."""

from __future__ import annotations

import math
from typing import Any

import bpy
from kit.materials import matte
from kit.shapes import block, lathe
from kit.stage import Setting, link
from mathutils import Vector

BOTTLE = [
    *((0.0, 0.0), (0.20, 0.0), (0.225, 0.01), (0.235, 0.04), (0.24, 0.1), (0.24, 0.56), (0.22, 0.66), (0.15, 0.73)),
    *((0.10, 0.76), (0.095, 0.79), (0.115, 0.79), (0.12, 0.80), (0.12, 0.98), (0.11, 1.0), (0.0, 1.0)),
]
#: From a product's axis to its back, of its height.
BACK = {"bottle": 0.24, "box": 0.18, "mug": 0.44}
FLAT = 0.25  # what hangs is so thin beside what stands
MUG = [(0.0, 0.0), (0.40, 0.0), (0.42, 0.03), (0.44, 0.97), (0.43, 1.0), (0.40, 0.98), (0.38, 0.1), (0.0, 0.1)]


def make(name: str, setting: Setting) -> list[Any]:
    """The product at the scene's spot, of the height that is suggested there (a mug and a box are shorter)."""
    flat = setting.stance != "standing"
    things = {"bottle": _bottle, "box": lambda: _box(0 if flat else 28), "mug": _mug}[name]()
    anchor = link(bpy.data.objects.new("anchor", None))
    for thing in things:
        thing.parent = anchor
    size = setting.product_m * {"bottle": 1.0, "box": 0.75, "mug": 0.5}[name]
    thin = FLAT if setting.stance == "hanging" else 1.0
    anchor.scale = (size, thin * size, size)
    anchor.location = setting.spot
    if flat:  # its back on the surface, its top away from the viewer or up
        anchor.rotation_euler = Vector(setting.normal).to_track_quat("-Y", "Z").to_euler()
        anchor.location = Vector(setting.spot) + Vector(setting.normal) * BACK[name] * thin * size
    if setting.stance == "hanging":
        anchor.location.z -= size  # by its top
    bpy.context.view_layer.update()
    return things


def _bottle() -> list[Any]:
    return [lathe((0, 0, 0), BOTTLE, matte((0.80, 0.42, 0.34), 0.4))]


def _box(turn_deg: float) -> list[Any]:
    return [block((0, 0, 0.5), (0.66, 0.36, 1.0), matte((0.24, 0.38, 0.55), 0.5), round_m=0.012, turn=(0, 0, turn_deg))]


def _mug() -> list[Any]:
    glaze = matte((0.80, 0.78, 0.72), 0.35)
    bpy.ops.mesh.primitive_torus_add(
        location=(0.47, 0, 0.5), rotation=(math.pi / 2, 0, 0), major_radius=0.25, minor_radius=0.055
    )
    handle = bpy.context.view_layer.objects.active
    handle.data.materials.append(glaze)
    return [lathe((0, 0, 0), MUG, glaze), handle]
