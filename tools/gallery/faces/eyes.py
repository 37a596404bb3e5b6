"""Eyeballs: a painted iris under a clear, bulging cornea, and the wet line along the lids."""

from __future__ import annotations

import bpy
import numpy as np
from head import Head
from mathutils import Vector
from nodes import Material
from skin import to_linear

#: Where the cornea begins, rad from the eye's axis, and how far it stands out.
CORNEA_RAD, CORNEA_RISE = 0.52, 0.055
#: Distance of what the eyes look at, m, and how far (tangent) each eye's axis points outwards of it: its most sensitive
#: spot is not on its axis but about five degrees beside it.
CAMERA_M, OUTWARD = 1.6, 0.11


def add_eyes(head: Head, person: dict) -> None:
    look = _eye_material(person, head.eye_radius)
    clear = _cornea_material()
    for centre in head.eyes:
        gaze = Vector(
            (np.sign(centre[0]) * person.get("outward", OUTWARD) - centre[0] / CAMERA_M, -1, -0.045)
        ).normalized()
        turn = gaze.to_track_quat("-Y", "Z").to_euler()
        for scale, material, rise in ((0.985, look, 0.0), (1.0, clear, CORNEA_RISE)):
            ball = _ball(centre, head.eye_radius * scale, material, rise)
            ball.rotation_euler = turn


def _ball(centre: np.ndarray, radius: float, material: Material, rise: float) -> bpy.types.Object:
    bpy.ops.mesh.primitive_uv_sphere_add(radius=radius, location=tuple(centre), segments=96, ring_count=64)
    ball = bpy.context.view_layer.objects.active
    bpy.ops.object.shade_smooth()
    ball.data.materials.append(material.data)
    if rise:
        points = np.empty(len(ball.data.vertices) * 3)
        ball.data.vertices.foreach_get("co", points)
        ahead = points.reshape(-1, 3) / radius
        angle = np.arccos(np.clip(-ahead[:, 1], -1, 1))
        bulge = np.clip(1 - (angle / CORNEA_RAD) ** 2, 0, 1)
        raised = ahead * (radius * (1 + rise * bulge * bulge * (3 - 2 * bulge)))[:, None]
        ball.data.vertices.foreach_set("co", raised.ravel())
        ball.data.update()
    return ball


def _eye_material(person: dict, radius: float) -> Material:
    m = Material("eye")
    x, y, z = m.separate(m.place())
    away = m.math("DIVIDE", m.math("SQRT", m.math("ADD", m.math("MULTIPLY", x, x), m.math("MULTIPLY", z, z))), radius)
    around = m.math("ARCTAN2", z, x)
    polar = m.node("CombineXYZ")
    m.link(m.math("MULTIPLY", m.math("COSINE", around), 2.6), polar.inputs[0])
    m.link(m.math("MULTIPLY", m.math("SINE", around), 2.6), polar.inputs[1])
    m.link(m.math("MULTIPLY", away, 0.9), polar.inputs[2])
    fibres = m.noise(polar.outputs[0], 3.4, 6, 0.7)
    iris = to_linear(person["iris"])
    size = person.get("iris_size", 0.405)
    body = m.mix(m.range(fibres, 0.32, 0.68), tuple(iris * 0.45), tuple(np.minimum(1, iris * 1.7)))
    inner = m.range(away, 0.20, 0.33, 0.5, 0.0)
    body = m.mix(inner, body, tuple(np.minimum(1, iris * np.array([1.7, 1.35, 1.0]))))
    body = m.mix(m.range(away, size - 0.08, size, 0, 0.8), body, tuple(iris * 0.16))
    veins = m.noise(m.place(), 420, 4, 0.7)
    white = m.mix(m.range(away, 0.5, 0.98, 0, 0.6), (0.70, 0.665, 0.63), (0.52, 0.33, 0.28))
    white = m.mix(m.range(veins, 0.60, 0.74, 0, 0.22), white, (0.5, 0.2, 0.16))
    colour = m.mix(m.range(away, size - 0.02, size + 0.035), body, white)
    pupil = person.get("pupil", 0.165)
    colour = m.mix(m.range(away, pupil - 0.012, pupil + 0.012), (0.003, 0.003, 0.003), colour)
    colour = m.mix(m.range(y, -0.01 * radius, 0.01 * radius, 1, 0), (0.45, 0.25, 0.2), colour)
    # The upper lid and its lashes shade the ball under them.
    shade = m.range(z, 0.02 * radius, 0.36 * radius, 1.0, 0.42)
    colour = m.mix(1.0, colour, m.grey(shade), "MULTIPLY")
    m.set(Base_Color=colour, Roughness=0.3, Specular_IOR_Level=0.3, Subsurface_Weight=0.12)
    m.set(Subsurface_Radius=(0.004, 0.002, 0.001))
    return m


def _cornea_material() -> Material:
    """Reflects as water does, bends nothing: cheap and free of noise."""
    m = Material("cornea")
    tree = m.tree
    tree.nodes.remove(m.shader)
    out = next(node for node in tree.nodes if node.type == "OUTPUT_MATERIAL")
    gloss, clear, mix, fresnel = (m.node(kind) for kind in ("BsdfGlossy", "BsdfTransparent", "MixShader", "Fresnel"))
    gloss.inputs["Roughness"].default_value = 0.03
    fresnel.inputs[0].default_value = 1.376
    m.link(fresnel.outputs[0], mix.inputs[0])
    m.link(clear.outputs[0], mix.inputs[1])
    m.link(gloss.outputs[0], mix.inputs[2])
    m.link(mix.outputs[0], out.inputs[0])
    return m
