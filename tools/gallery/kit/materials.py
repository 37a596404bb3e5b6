"""Surfaces. None is of one flat colour: noise in colour, roughness and height, at scales in m."""

from __future__ import annotations

from typing import Any

import bpy

from .stage import Colour


class Surface:
    """A principled material and a few words to build its nodes."""

    def __init__(self, colour: Colour = (0.8, 0.8, 0.8), roughness: float = 0.5, specular: float = 0.4) -> None:
        self.material = bpy.data.materials.new("surface")
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.base = self.tree.nodes["Principled BSDF"]
        self.set("Base Color", colour)
        self.set("Roughness", roughness)
        self.set("Specular IOR Level", specular)
        self._heights: list[Any] = []

    def set(self, name: str, value: Any) -> None:
        """An input of the principled node: a socket, a number or a colour."""
        self._feed(self.base.inputs[name], value)

    def where(self, scale: Any = 1.0, turn: tuple[float, float, float] = (0, 0, 0), *, kind: str = "Object") -> Any:
        """Coordinates in the object's space, m, times scale."""
        place, mapping = self._node("TexCoord"), self._node("Mapping")
        self.tree.links.new(place.outputs[kind], mapping.inputs[0])
        mapping.inputs["Scale"].default_value = scale if isinstance(scale, tuple) else (scale,) * 3
        mapping.inputs["Rotation"].default_value = turn
        return mapping.outputs[0]

    def world(self, scale: float = 1.0) -> Any:
        """Coordinates in the scene, m, times scale: for what runs on from thing to thing."""
        mapping = self._node("Mapping")
        self.tree.links.new(self._node("NewGeometry").outputs["Position"], mapping.inputs[0])
        mapping.inputs["Scale"].default_value = (scale,) * 3
        return mapping.outputs[0]

    def noise(self, place: Any, scale: float, detail: float = 3, rough: float = 0.55, twist: float = 0) -> Any:
        node = self._node("TexNoise")
        self.tree.links.new(place, node.inputs["Vector"])
        for name, value in {"Scale": scale, "Detail": detail, "Roughness": rough, "Distortion": twist}.items():
            node.inputs[name].default_value = value
        return node.outputs[0]

    def cells(self, place: Any, scale: float, *, feature: str = "F1", output: str = "Distance") -> Any:
        node = self._node("TexVoronoi")
        node.feature = feature
        self.tree.links.new(place, node.inputs["Vector"])
        node.inputs["Scale"].default_value = scale
        return node.outputs[output]

    def ramp(self, factor: Any, stops: list[tuple[float, Colour]]) -> Any:
        node = self._node("ValToRGB")
        self.tree.links.new(factor, node.inputs[0])
        elements = node.color_ramp.elements
        while len(elements) < len(stops):
            elements.new(0.5)
        for element, (position, colour) in zip(elements, stops, strict=True):
            element.position, element.color = position, (*colour, 1)
        return node.outputs[0]

    def mix(self, factor: Any, first: Any, second: Any, mode: str = "MIX") -> Any:
        node = self._node("Mix")
        node.data_type, node.blend_type = "RGBA", mode
        for socket, value in zip(
            (node.inputs[0], node.inputs[6], node.inputs[7]), (factor, first, second), strict=True
        ):
            self._feed(socket, value)
        return node.outputs[2]

    def math(self, operation: str, first: Any, second: Any = 0.0) -> Any:
        node = self._node("Math")
        node.operation = operation
        self._feed(node.inputs[0], first)
        self._feed(node.inputs[1], second)
        return node.outputs[0]

    def span(self, value: Any, low: float, high: float, first: float = 0.0, last: float = 1.0) -> Any:
        """[low, high] stretched to [first, last], clamped."""
        node = self._node("MapRange")
        self.tree.links.new(value, node.inputs[0])
        for index, number in enumerate((low, high, first, last), 1):
            node.inputs[index].default_value = number
        return node.outputs[0]

    def parts(self, place: Any) -> Any:
        """x, y, z of a vector."""
        node = self._node("SeparateXYZ")
        self.tree.links.new(place, node.inputs[0])
        return node.outputs

    def vector(self, x: Any = 0.0, y: Any = 0.0, z: Any = 0.0) -> Any:
        node = self._node("CombineXYZ")
        for socket, value in zip(node.inputs, (x, y, z), strict=True):
            self._feed(socket, value)
        return node.outputs[0]

    def chance(self, number: Any) -> Any:
        """A number in [0, 1] that differs for each whole number."""
        node = self._node("TexWhiteNoise")
        node.noise_dimensions = "1D"
        self._feed(node.inputs["W"], number)
        return node.outputs[0]

    def per_object(self) -> Any:
        """A number that differs for each object of the material."""
        return self.math("MULTIPLY", self._node("ObjectInfo").outputs["Random"], 997.0)

    def bump(self, height: Any, strength: float = 0.2, distance: float = 0.005) -> None:
        """Height in [0, 1] times distance, m; calls add up."""
        node = self._node("Bump")
        self.tree.links.new(height, node.inputs["Height"])
        node.inputs["Strength"].default_value, node.inputs["Distance"].default_value = strength, distance
        if self._heights:
            self.tree.links.new(self._heights[-1], node.inputs["Normal"])
        self._heights.append(node.outputs[0])
        self.set("Normal", node.outputs[0])

    def _node(self, kind: str) -> Any:
        return self.tree.nodes.new("ShaderNode" + kind)

    def _feed(self, socket: Any, value: Any) -> None:
        if hasattr(value, "links"):
            self.tree.links.new(value, socket)
        elif isinstance(value, tuple) and len(value) == 3 and len(socket.default_value) == 4:
            socket.default_value = (*value, 1)
        else:
            socket.default_value = value


def scaled(colour: Colour, factor: float) -> Colour:
    return (min(1.0, colour[0] * factor), min(1.0, colour[1] * factor), min(1.0, colour[2] * factor))


def plaster(colour: Colour, roughness: float = 0.8, relief: float = 0.12, cloud: float = 0.07) -> Any:
    """Trowelled: clouds in the colour, grain and soft hollows in the height."""
    surface = Surface(colour, roughness, 0.3)
    place = surface.where()
    clouds, grain = surface.noise(place, 2.6, 4, 0.6, 0.4), surface.noise(place, 70, 3, 0.6)
    surface.set(
        "Base Color",
        surface.mix(surface.span(clouds, 0.3, 0.7), scaled(colour, 1 - cloud), scaled(colour, 1 + cloud * 0.7)),
    )
    surface.bump(clouds, relief, 0.03)
    surface.bump(grain, relief, 0.003)
    return surface.material


def limewash(colour: Colour, strokes: float = 0.16) -> Any:
    """Brushed on crosswise in uneven coats."""
    surface = Surface(colour, 0.9, 0.2)
    across = surface.noise(surface.where((1.2, 1, 3.6), (0.0, 0.5, 0.0)), 2.4, 4, 0.65, 1.2)
    along = surface.noise(surface.where((3.4, 1, 1.1), (0.0, -0.4, 0.0)), 2.1, 4, 0.65, 1.0)
    both = surface.math("MULTIPLY", surface.math("ADD", across, along), 0.5)
    deep, pale = scaled(colour, 1 - strokes), scaled(colour, 1 + strokes * 0.7)
    surface.set("Base Color", surface.ramp(both, [(0.36, deep), (0.5, colour), (0.64, pale)]))
    surface.bump(both, 0.25, 0.02)
    surface.bump(surface.noise(surface.where(), 120, 3, 0.6), 0.15, 0.002)
    return surface.material


def matte(colour: Colour, roughness: float = 0.6) -> Any:
    """Paint or ceramic: faint mottling."""
    surface = Surface(colour, roughness, 0.4)
    mottle = surface.noise(surface.where(), 9, 3)
    surface.set("Base Color", surface.mix(mottle, scaled(colour, 0.95), scaled(colour, 1.05)))
    surface.set("Roughness", surface.span(mottle, 0.3, 0.7, roughness * 0.85, min(1.0, roughness * 1.15)))
    return surface.material


def glow(colour: Colour, strength: float) -> Any:
    """Emits light."""
    surface = Surface((0, 0, 0))
    surface.set("Emission Color", colour)
    surface.set("Emission Strength", strength)
    return surface.material


def acrylic(colour: Colour, roughness: float = 0.02) -> Any:
    """Clear and tinted; its shadow is tinted too, where real glass would gather light that takes long to find."""
    surface = Surface(colour, roughness, 0.5)
    surface.set("Transmission Weight", 1.0)
    surface.set("IOR", 1.49)
    clear, path, either = (
        surface.tree.nodes.new(f"ShaderNode{kind}") for kind in ("BsdfTransparent", "LightPath", "MixShader")
    )
    clear.inputs[0].default_value = (*colour, 1)
    output = surface.tree.nodes["Material Output"]
    surface.tree.links.new(path.outputs["Is Shadow Ray"], either.inputs[0])
    surface.tree.links.new(surface.base.outputs[0], either.inputs[1])
    surface.tree.links.new(clear.outputs[0], either.inputs[2])
    surface.tree.links.new(either.outputs[0], output.inputs[0])
    return surface.material


def water(tint: Colour = (0.75, 0.85, 0.84), ripple_m: float = 0.12, height: float = 0.25) -> Any:
    """A surface that mirrors at a flat angle and lets see the bottom at a steep one; no bending of light."""
    surface = Surface((0, 0, 0), 0.0)
    nodes, connect = surface.tree.nodes, surface.tree.links.new
    place = surface.where((1, 1.6, 1))
    waves = surface.math(
        "ADD", surface.noise(place, 1 / ripple_m, 2, 0.5, 0.3), surface.noise(place, 0.3 / ripple_m, 2)
    )
    surface.bump(waves, height, 0.02)
    mirror, clear, fresnel, either = (
        nodes.new(f"ShaderNode{kind}") for kind in ("BsdfAnisotropic", "BsdfTransparent", "Fresnel", "MixShader")
    )
    mirror.inputs["Roughness"].default_value = 0.03
    mirror.inputs["Color"].default_value = (1, 1, 1, 1)
    clear.inputs[0].default_value = (*tint, 1)
    fresnel.inputs["IOR"].default_value = 1.33
    for node in (mirror, fresnel):
        connect(surface.base.inputs["Normal"].links[0].from_socket, node.inputs["Normal"])
    connect(fresnel.outputs[0], either.inputs[0])
    connect(clear.outputs[0], either.inputs[1])
    connect(mirror.outputs[0], either.inputs[2])
    connect(either.outputs[0], nodes["Material Output"].inputs[0])
    surface.set("Roughness", 0.03)
    return surface.material
