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


def glass(colour: Colour = (1, 1, 1), roughness: float = 0.0, ior: float = 1.45) -> Any:
    surface = Surface(colour, roughness)
    surface.set("Transmission Weight", 1.0)
    surface.set("IOR", ior)
    return surface.material


def marble(base: Colour = (0.86, 0.85, 0.83), vein: Colour = (0.30, 0.29, 0.29), scale: float = 1.0) -> Any:
    """Polished: thin veins that gather and fade, clouds between them."""
    surface = Surface(base, 0.12, 0.5)
    place = surface.where(scale)
    cloud = surface.noise(place, 1.6, 5, 0.6, 0.6)

    def veins(scale: float, width: float, turn: tuple[float, float, float]) -> Any:
        field = surface.noise(surface.where(scale, turn), 1.0, 7, 0.6, 1.1)
        return surface.math("POWER", surface.span(_away(surface, field), 0, width, 1, 0), 1.5)

    strong = surface.math("MULTIPLY", veins(1.3 * scale, 0.05, (0.3, 0.7, 0.4)), surface.span(cloud, 0.42, 0.6, 0, 0.8))
    faint = surface.math("MULTIPLY", veins(3.1 * scale, 0.035, (1.3, 0.2, 1.9)), surface.span(cloud, 0.4, 0.62, 0.3, 0))
    body = surface.mix(surface.span(cloud, 0.3, 0.7), scaled(base, 0.86), base)
    surface.set("Base Color", surface.mix(surface.math("ADD", strong, faint), body, vein))
    surface.set("Roughness", surface.span(surface.noise(place, 14, 3), 0.3, 0.7, 0.08, 0.2))
    return surface.material


def _away(surface: Surface, field: Any) -> Any:
    """Distance of a noise from its middle: 0 along wandering lines."""
    return surface.math("ABSOLUTE", surface.math("SUBTRACT", field, 0.5))


def travertine(base: Colour = (0.66, 0.55, 0.43), layers: float = 7.0) -> Any:
    """Layered, with the pits that make it travertine."""
    surface = Surface(base, 0.55, 0.35)
    bands = surface.noise(surface.where((1, 1, layers)), 2.2, 6, 0.62, 0.4)
    pits = surface.span(surface.noise(surface.where((1, 1, layers * 0.45)), 15, 4, 0.6), 0.28, 0.35, 1, 0)
    body = surface.ramp(bands, [(0.3, scaled(base, 0.72)), (0.5, base), (0.7, scaled(base, 1.25))])
    surface.set("Base Color", surface.mix(pits, body, scaled(base, 0.35)))
    surface.bump(surface.math("MULTIPLY", pits, -1.0), 0.6, 0.008)
    surface.bump(surface.noise(surface.where(), 140, 3, 0.6), 0.2, 0.002)
    return surface.material


def concrete(base: Colour = (0.42, 0.41, 0.39), roughness: float = 0.75, stains: float = 0.22) -> Any:
    """Cast: stains, fine speckle, air holes."""
    surface = Surface(base, roughness, 0.35)
    place = surface.where()
    stain, speck = surface.noise(place, 1.7, 6, 0.65, 0.5), surface.noise(place, 160, 2, 0.6)
    holes = surface.span(surface.cells(place, 26), 0.03, 0.07, 1, 0)
    rare = surface.span(surface.noise(place, 11, 2), 0.56, 0.6)
    holes = surface.math("MULTIPLY", holes, rare)
    body = surface.ramp(stain, [(0.3, scaled(base, 1 - stains)), (0.52, base), (0.72, scaled(base, 1 + stains * 0.8))])
    body = surface.mix(surface.span(speck, 0.35, 0.7, 0, 0.35), body, scaled(base, 0.7))
    surface.set("Base Color", surface.mix(holes, body, scaled(base, 0.3)))
    surface.set("Roughness", surface.span(stain, 0.3, 0.7, roughness * 0.75, min(1.0, roughness * 1.15)))
    surface.bump(surface.math("MULTIPLY", holes, -1.0), 0.6, 0.006)
    surface.bump(surface.noise(place, 45, 4, 0.65), 0.2, 0.004)
    return surface.material


def terrazzo(ground: Colour, chips: list[Colour], scale: float = 26.0) -> Any:
    """Chips of stone in cement, polished."""
    surface = Surface(ground, 0.25, 0.5)
    place = surface.where()
    warped = surface.mix(0.03, place, surface.noise(place, 20, 2), "ADD")
    colour: Any = surface.mix(surface.noise(place, 90, 3), scaled(ground, 0.9), scaled(ground, 1.06))
    for level, size in enumerate((scale * 0.55, scale, scale * 2.1)):
        shape = surface.cells(warped, size)
        pick = surface.cells(warped, size, output="Color")
        tone = surface.parts(pick)
        shades = [(index / len(chips), chip) for index, chip in enumerate(chips)]
        chip = surface.ramp(tone[0], shades)
        inside = surface.math(
            "MULTIPLY", surface.span(shape, 0.30, 0.34, 1, 0), surface.span(tone[1], 0.50, 0.51, 0, 1 - 0.1 * level)
        )
        colour = surface.mix(inside, colour, chip)
    surface.set("Base Color", colour)
    surface.set("Roughness", surface.span(surface.noise(place, 8, 4), 0.3, 0.7, 0.16, 0.34))
    return surface.material


def rock(base: Colour = (0.40, 0.36, 0.31), fine: float = 1.0) -> Any:
    """Rough natural stone."""
    surface = Surface(base, 0.85, 0.3)
    place = surface.where()
    broad, grain = surface.noise(place, 3.5, 7, 0.62, 0.5), surface.noise(place, 60 * fine, 5, 0.68)
    specks = surface.span(surface.noise(place, 260 * fine, 2), 0.6, 0.68, 0, 0.55)
    body = surface.ramp(broad, [(0.3, scaled(base, 0.55)), (0.5, base), (0.7, scaled(base, 1.4))])
    body = surface.mix(surface.span(grain, 0.3, 0.7, 0, 0.4), body, scaled(base, 0.6))
    surface.set("Base Color", surface.mix(specks, body, scaled(base, 0.35)))
    surface.bump(broad, 0.5, 0.03)
    surface.bump(grain, 0.6, 0.008 / fine)
    return surface.material
