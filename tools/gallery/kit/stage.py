"""A scene while it is set up: camera, lights by group, world. Units: m, degrees, watts; z is up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy
from mathutils import Vector

Point = tuple[float, float, float]
Colour = tuple[float, float, float]  # linear sRGB


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the export needs to know of a scene that the geometry does not say."""

    #: table, three-quarter, top-down, floor or wall.
    camera_height: str
    #: Where a product stands (front of its base), lies (its middle) or hangs (its top), m.
    spot: Point
    #: Height of the suggested product there, m; lying: its length up the picture.
    product_m: float
    stance: str = "standing"
    #: Normal of the surface that carries it.
    normal: Point = (0, 0, 1)
    #: Left, top, right, bottom: where a product may be put, shares of the picture.
    safe: tuple[float, float, float, float] = (0.2, 0.15, 0.8, 0.85)
    #: Display value, sRGB, that the 97th percentile of the picture's luminance gets.
    bright: float = 0.86
    contrast: float = 1.3
    #: Light lost in the picture's corners, share.
    vignette: float = 0.10


@dataclass
class Stage:
    """An empty Blender scene and the lights put into it."""

    size_px: int
    samples: int
    lights: list[dict[str, Any]] = field(default_factory=list)
    camera: Any = None

    def __post_init__(self) -> None:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        scene = bpy.context.scene
        scene.render.engine = "CYCLES"
        scene.render.use_persistent_data = True  # the later passes build nothing anew
        scene.render.threads_mode, scene.render.threads = "FIXED", 2
        cycles = scene.cycles
        cycles.device, cycles.samples = "CPU", self.samples
        cycles.use_adaptive_sampling, cycles.adaptive_threshold, cycles.adaptive_min_samples = True, 0.05, 6
        cycles.use_denoising = False  # each light group is denoised by the export
        cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 8, 2, 3
        cycles.transmission_bounces, cycles.transparent_max_bounces = 8, 8
        cycles.caustics_reflective = cycles.caustics_refractive = False
        cycles.sample_clamp_indirect = 6
        cycles.blur_glossy = 0.5
        scene.world = bpy.data.worlds.new("world")
        scene.world.use_nodes = True
        scene.world.lightgroup = "env"
        self.lights.append({"group": "env", "kind": "env", "weight": 1.0, "colour": [1.0, 1.0, 1.0]})

    # Camera

    def look(
        self, place: Point, target: Point, *, lens_mm: float = 60, fstop: float = 4, focus: Point | None = None
    ) -> None:
        """Look from a place to a target, sharp at `focus`; the sensor is 36 mm square."""
        data = bpy.data.cameras.new("camera")
        self.camera = link(bpy.data.objects.new("camera", data))
        self.camera.location = place
        self.camera.rotation_euler = _facing(place, target, "-Z", "Y")
        data.lens, data.sensor_width, data.sensor_fit = lens_mm, 36, "HORIZONTAL"
        data.dof.use_dof, data.dof.aperture_fstop, data.dof.aperture_blades = True, fstop, 9
        ahead = self.camera.rotation_euler.to_matrix() @ Vector((0, 0, -1))
        data.dof.focus_distance = (Vector(focus or target) - Vector(place)).dot(ahead)
        bpy.context.scene.camera = self.camera

    # Lights

    def area(
        self,
        group: str,
        place: Point,
        target: Point,
        *,
        size: tuple[float, float],
        watts: float,
        colour: Colour = (1, 1, 1),
        weight: float = 1.0,
        spread: float = 180,
    ) -> None:
        """A rectangular lamp, unseen by the camera."""
        lamp = self._lamp(group, "AREA", watts, colour)
        lamp.data.shape, lamp.data.size, lamp.data.size_y = "RECTANGLE", *size
        lamp.data.spread = math.radians(spread)
        lamp.location = place
        lamp.rotation_euler = _facing(place, target, "-Z", "Y")
        lamp.visible_camera = False
        axes = lamp.rotation_euler.to_matrix()
        half_u, half_v = axes.col[0] * size[0] / 2, axes.col[1] * size[1] / 2
        self._note(group, "area", weight, colour, position=list(place), half_u=list(half_u), half_v=list(half_v))

    def sun(
        self,
        group: str,
        elevation: float,
        azimuth: float,
        strength: float,
        *,
        colour: Colour = (1, 0.93, 0.84),
        angle: float = 0.6,
        weight: float = 1.0,
    ) -> None:
        """Parallel light from `azimuth` (0: from +x, 90: from behind the product) and `elevation`."""
        lamp = self._lamp(group, "SUN", strength, colour)
        lamp.data.angle = math.radians(angle)
        up, round_ = math.radians(elevation), math.radians(azimuth)
        towards = Vector((math.cos(up) * math.cos(round_), math.cos(up) * math.sin(round_), math.sin(up)))
        lamp.rotation_euler = towards.to_track_quat("Z", "Y").to_euler()
        self._note(group, "sun", weight, colour, direction=list(towards), angle_deg=angle)

    def glows(self, thing: Any) -> Any:
        """A thing that emits light, or is a picture of it, counts with the surroundings."""
        thing.lightgroup = "env"
        return thing

    # World

    def ambient(self, colour: Colour, strength: float) -> None:
        """Even light from everywhere."""
        background = bpy.context.scene.world.node_tree.nodes["Background"]
        background.inputs[0].default_value, background.inputs[1].default_value = (*colour, 1), strength

    def surroundings(
        self,
        name: str,
        *,
        ahead: float,
        strength: float = 1.0,
        seen: float | None = None,
        clamp: float = 6.0,
        tint: Colour = (1, 1, 1),
        raise_deg: float = 0.0,
    ) -> None:
        """A panorama that ships with Blender (CC0). `ahead`: its column, 0 to 1, that lies behind the product;
        `seen`: its strength to the camera; its sun is clamped away, so that a lamp of its own casts the shadow."""
        tree = bpy.context.scene.world.node_tree
        nodes, connect = tree.nodes, tree.links.new
        picture = nodes.new("ShaderNodeTexEnvironment")
        picture.image, picture.interpolation = bpy.data.images.load(str(panorama(name))), "Cubic"
        turn, where = nodes.new("ShaderNodeMapping"), nodes.new("ShaderNodeTexCoord")
        turn.vector_type = "POINT"
        turn.inputs["Rotation"].default_value = (math.radians(raise_deg), 0, (0.5 - ahead) * 2 * math.pi - math.pi / 2)
        connect(where.outputs["Generated"], turn.inputs["Vector"])
        connect(turn.outputs[0], picture.inputs[0])
        limit = nodes.new("ShaderNodeMix")
        limit.data_type, limit.blend_type = "RGBA", "DARKEN"
        limit.inputs[0].default_value, limit.inputs[7].default_value = 1, (clamp, clamp, clamp, 1)
        connect(picture.outputs[0], limit.inputs[6])
        tinted = nodes.new("ShaderNodeMix")
        tinted.data_type, tinted.blend_type = "RGBA", "MULTIPLY"
        tinted.inputs[0].default_value, tinted.inputs[7].default_value = 1, (*tint, 1)
        connect(limit.outputs[2], tinted.inputs[6])
        connect(tinted.outputs[2], nodes["Background"].inputs[0])
        path, power = nodes.new("ShaderNodeLightPath"), nodes.new("ShaderNodeMapRange")
        power.inputs[3].default_value = strength
        power.inputs[4].default_value = strength if seen is None else seen
        connect(path.outputs["Is Camera Ray"], power.inputs[0])
        connect(power.outputs[0], nodes["Background"].inputs[1])

    # Details

    def _lamp(self, group: str, kind: str, energy: float, colour: Colour) -> Any:
        data = bpy.data.lights.new(group, kind)
        data.energy, data.color = energy, colour
        lamp = link(bpy.data.objects.new(group, data))
        lamp.lightgroup = group
        return lamp

    def _note(self, group: str, kind: str, weight: float, colour: Colour, **facts: Any) -> None:
        self.lights.append({"group": group, "kind": kind, "weight": weight, "colour": list(colour), **facts})


def link(thing: Any) -> Any:
    """Put an object into the scene."""
    bpy.context.collection.objects.link(thing)
    return thing


def panorama(name: str) -> Path:
    """File of a panorama in the bpy wheel: city, courtyard, forest, interior, night, studio, sunrise, sunset."""
    return Path(bpy.utils.resource_path("LOCAL")) / "datafiles/studiolights/world" / f"{name}.exr"


def _facing(place: Point, target: Point, axis: str, up: str) -> Any:
    return (Vector(target) - Vector(place)).to_track_quat(axis, up).to_euler()
