"""The studio: camera, lamps, backdrop, and how a frame is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from pathlib import Path

import bpy
from mathutils import Vector


@dataclass(frozen=True)
class Shot:
    """A frame: its side in px, samples a pixel, and what is seen."""

    side: int
    samples: int
    #: Even light and a plain tone curve for measuring; else portrait light.
    even: bool
    #: The camera's turn around the head, degrees; above 0 the person looks to the picture's left.
    turn: float
    #: Width of the frame at the head, and its middle's height above the eyes: both in head units.
    wide: float
    middle: float


def start(even: bool, exposure: float = 0.0) -> None:
    """An empty scene with what all frames of a kind share."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device = "CPU"
    cycles.use_adaptive_sampling = not even
    cycles.adaptive_threshold = 0.05
    cycles.adaptive_min_samples = 8
    cycles.use_denoising = True
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    cycles.denoising_prefilter = "FAST" if even else "ACCURATE"
    cycles.max_bounces = 5
    cycles.diffuse_bounces = 1 if even else 2
    cycles.glossy_bounces = 1
    cycles.transmission_bounces = 2
    cycles.transparent_max_bounces = 12
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 4
    scene.render.use_persistent_data = True
    scene.render.threads_mode = "FIXED"
    scene.render.threads = 2
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGB"
    scene.view_settings.view_transform = "Standard" if even else "AgX"
    if not even:
        scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = exposure
    scene.world = bpy.data.worlds.new("world")
    scene.world.use_nodes = True


def camera(shot: Shot, unit: float) -> None:
    """A long lens 1.6 m from the head's axis, and the frame's size and samples."""
    scene = bpy.context.scene
    scene.render.resolution_x = scene.render.resolution_y = shot.side
    scene.cycles.samples = shot.samples
    data = bpy.data.cameras.new("camera")
    thing = bpy.data.objects.new("camera", data)
    bpy.context.collection.objects.link(thing)
    target = Vector((0, 0.03 * unit, shot.middle * unit))
    turn = radians(shot.turn)
    thing.location = target + 1.6 * Vector((sin(turn), -cos(turn), 0))
    thing.rotation_euler = (target - thing.location).to_track_quat("-Z", "Y").to_euler()
    data.sensor_width = 36
    data.lens = 36 * 1.6 / (shot.wide * unit)
    scene.camera = thing


def lamp(place: tuple, size: float, power: float, colour: tuple = (1, 1, 1), seen: bool = True) -> None:
    data = bpy.data.lights.new("lamp", "AREA")
    data.energy, data.color, data.size = power, colour, size
    thing = bpy.data.objects.new("lamp", data)
    bpy.context.collection.objects.link(thing)
    thing.location = place
    thing.rotation_euler = (Vector((0, 0, -0.02)) - Vector(place)).to_track_quat("-Z", "Y").to_euler()
    thing.visible_camera = False
    thing.visible_glossy = seen


def ambient(colour: tuple, strength: float) -> None:
    node = bpy.context.scene.world.node_tree.nodes["Background"]
    node.inputs[0].default_value = (*colour, 1)
    node.inputs[1].default_value = strength


def surround(name: str, strength: float) -> None:
    """One of the rooms that come with Blender (CC0): what eyes and skin reflect."""
    tree = bpy.context.scene.world.node_tree
    picture = tree.nodes.new("ShaderNodeTexEnvironment")
    folder = Path(bpy.utils.system_resource("DATAFILES", path="studiolights/world"))
    picture.image = bpy.data.images.load(str(folder / f"{name}.exr"))
    pale = tree.nodes.new("ShaderNodeHueSaturation")
    pale.inputs["Saturation"].default_value = 0.3
    tree.links.new(picture.outputs[0], pale.inputs["Color"])
    tree.links.new(pale.outputs[0], tree.nodes["Background"].inputs[0])
    tree.nodes["Background"].inputs[1].default_value = strength


def even_light() -> None:
    """From all around, more from the front and above: enough to show the form, nothing to tell a side by."""
    ambient((1, 1, 1), 0.42)
    lamp((0, -1.3, 0.15), 1.4, 11, seen=False)
    lamp((0, -0.5, 1.3), 1.0, 7, seen=False)
    lamp((0, -1.2, 0.5), 0.22, 0.5)  # a small light in the eyes


def portrait_light(backdrop: tuple, key_side: int = -1) -> None:
    """A soft key from the side and above, a weak fill, an edge of light from behind on the hair, and a pale wall."""
    surround("studio", 0.22)
    lamp((key_side * 1.00, -0.95, 0.55), 0.60, 23, (1, 0.95, 0.89))
    lamp((-key_side * 1.1, -0.9, 0.05), 1.0, 2.0, (0.97, 0.98, 1))
    lamp((0, -0.9, -0.75), 0.8, 1.0, (1, 0.97, 0.94))
    lamp((-key_side * 0.65, 0.75, 0.45), 0.4, 5, (1, 0.97, 0.93))
    lamp((key_side * 0.75, 0.80, 0.40), 0.4, 2.5, (0.98, 0.99, 1))
    lamp((0, 0.3, 1.1), 0.6, 4, (1, 0.98, 0.95))
    bpy.ops.mesh.primitive_plane_add(size=8, location=(0, 1.5, 0), rotation=(radians(90), 0, 0))
    wall = bpy.context.view_layer.objects.active
    material = bpy.data.materials.new("wall")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*backdrop, 1)
    shader.inputs["Roughness"].default_value = 1
    shader.inputs["Specular IOR Level"].default_value = 0
    wall.data.materials.append(material)


def render(file: Path) -> None:
    bpy.context.scene.render.filepath = str(file)
    bpy.ops.render.render(write_still=True)
