"""The three renders of a stage: light groups at full size, geometry without blur, direct light only."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import OpenEXR

from .stage import Stage

GEOMETRY_PX = 640
DIRECT_PX, DIRECT_SAMPLES = 160, 16
ROUGHNESS = "roughness"  # name of the pass

Planes = dict[str, Any]  # H x W x 3 float32, or H x W


def render_light(stage: Stage, work: Path) -> Planes:
    """Every light group's radiance, with the albedo and normals that the denoiser needs."""
    layer = _layer(stage)
    layer.cycles.denoising_store_passes = True
    return _render(work / "light.exr", stage.size_px, stage.samples)


def render_geometry(stage: Stage, work: Path) -> Planes:
    """Position, normals and roughness, everything sharp."""
    layer = bpy.context.view_layer
    layer.use_pass_position = layer.use_pass_normal = True
    blurred, stage.camera.data.dof.use_dof = stage.camera.data.dof.use_dof, False
    _add_roughness_pass()
    try:
        with_bounces = _set_bounces(0)
        return _render(work / "geometry.exr", GEOMETRY_PX, 1)
    finally:
        _set_bounces(*with_bounces)
        stage.camera.data.dof.use_dof = blurred


def render_direct(work: Path) -> Planes:
    """The light groups, small, without any bounce off a diffuse or glossy surface."""
    before = _set_bounces(0)
    direct = _render(work / "direct.exr", DIRECT_PX, DIRECT_SAMPLES)
    _set_bounces(*before)
    return direct


def _layer(stage: Stage) -> Any:
    layer = bpy.context.view_layer
    for light in stage.lights:
        layer.lightgroups.add(name=light["group"])
    return layer


def _set_bounces(diffuse: int, glossy: int | None = None) -> tuple[int, int]:
    """The bounces before."""
    cycles = bpy.context.scene.cycles
    before = cycles.diffuse_bounces, cycles.glossy_bounces
    cycles.diffuse_bounces, cycles.glossy_bounces = diffuse, diffuse if glossy is None else glossy
    return before


def _add_roughness_pass() -> None:
    bpy.context.view_layer.aovs.add().name = ROUGHNESS
    bpy.context.view_layer.aovs[-1].type = "VALUE"
    for material in bpy.data.materials:
        if not material.node_tree:
            continue
        output = material.node_tree.nodes.new("ShaderNodeOutputAOV")
        output.aov_name = ROUGHNESS
        for node in material.node_tree.nodes:
            if node.bl_idname == "ShaderNodeBsdfPrincipled":
                _copy_input(material.node_tree, node.inputs["Roughness"], output.inputs["Value"])


def _copy_input(tree: Any, source: Any, target: Any) -> None:
    if source.is_linked:
        tree.links.new(source.links[0].from_socket, target)
    else:
        target.default_value = source.default_value


def _render(file: Path, size_px: int, samples: int) -> Planes:
    scene = bpy.context.scene
    scene.render.resolution_x = scene.render.resolution_y = size_px
    scene.cycles.samples = samples
    settings = scene.render.image_settings
    settings.media_type = "MULTI_LAYER_IMAGE"
    settings.file_format, settings.color_depth, settings.exr_codec = "OPEN_EXR_MULTILAYER", "32", "ZIP"
    scene.render.filepath = str(file)
    began = time.perf_counter()
    bpy.ops.render.render(write_still=True)
    print(f"{file.name}: {size_px} px, {time.perf_counter() - began:.0f} s", flush=True)
    return _read(file)


def _read(file: Path) -> Planes:
    """Planes by the pass's name, such as `Combined_key`, `Position`, `Denoising Albedo`."""
    channels: dict[str, dict[str, Any]] = {}
    for part in OpenEXR.File(str(file), separate_channels=True).parts:
        for name, channel in part.channels.items():
            owner, _, letter = name.rpartition(".")
            channels.setdefault(owner.split(".", 1)[-1], {})[letter] = np.asarray(channel.pixels, np.float32)
    found: Planes = {}
    for name, parts in channels.items():
        letters = next((word for word in ("RGB", "XYZ") if set(word) <= set(parts)), None)
        found[name] = np.stack([parts[x] for x in letters], axis=-1) if letters else next(iter(parts.values()))
    return found
