"""Blender's shader nodes in fewer words."""

from __future__ import annotations

from typing import Any

import bpy

Socket = Any


class Material:
    """A material whose nodes are made by calls; `shader` is its Principled BSDF."""

    def __init__(self, name: str) -> None:
        self.data = bpy.data.materials.new(name)
        self.data.use_nodes = True
        self.tree = self.data.node_tree
        self.shader = self.tree.nodes["Principled BSDF"]

    def node(self, kind: str) -> Any:
        return self.tree.nodes.new("ShaderNode" + kind)

    def link(self, source: Socket, target: Socket) -> None:
        self.tree.links.new(source, target)

    def feed(self, socket: Socket, value: Any) -> None:
        """A link, a number or a colour into a socket."""
        if hasattr(value, "links"):
            self.link(value, socket)
        elif isinstance(value, (int, float)):
            socket.default_value = value
        else:
            socket.default_value = (*value, 1.0) if socket.type == "RGBA" else value

    def set(self, **inputs: Any) -> None:
        """Inputs of the Principled BSDF; underscores stand for spaces."""
        for name, value in inputs.items():
            self.feed(self.shader.inputs[name.replace("_", " ")], value)

    def picture(self, file: str, layer: str, colour: bool = True) -> Any:
        node = self.node("TexImage")
        node.image = bpy.data.images.load(file, check_existing=True)
        node.image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
        node.interpolation = "Cubic"
        where = self.node("UVMap")
        where.uv_map = layer
        self.link(where.outputs[0], node.inputs[0])
        return node.outputs[0]

    def place(self, kind: str = "Object") -> Socket:
        return self.node("TexCoord").outputs[kind]

    def noise(self, where: Socket, scale: float, detail: float = 3, rough: float = 0.55) -> Socket:
        node = self.node("TexNoise")
        self.link(where, node.inputs["Vector"])
        for name, value in (("Scale", scale), ("Detail", detail), ("Roughness", rough)):
            node.inputs[name].default_value = value
        return node.outputs[0]

    def math(self, operation: str, first: Any, second: Any = 0.0) -> Socket:
        node = self.node("Math")
        node.operation = operation
        self.feed(node.inputs[0], first)
        self.feed(node.inputs[1], second)
        return node.outputs[0]

    def range(self, value: Socket, low: float, high: float, to_low: float = 0, to_high: float = 1) -> Socket:
        node = self.node("MapRange")
        node.interpolation_type = "SMOOTHSTEP"
        self.feed(node.inputs[0], value)
        for index, number in enumerate((low, high, to_low, to_high), 1):
            node.inputs[index].default_value = number
        return node.outputs[0]

    def mix(self, share: Any, first: Any, second: Any, mode: str = "MIX") -> Socket:
        node = self.node("Mix")
        node.data_type = "RGBA"
        node.blend_type = mode
        self.feed(node.inputs[0], share)
        self.feed(node.inputs[6], first)
        self.feed(node.inputs[7], second)
        return node.outputs[2]

    def grey(self, value: Socket) -> Socket:
        node = self.node("CombineColor")
        for socket in node.inputs:
            self.link(value, socket)
        return node.outputs[0]

    def separate(self, vector: Socket) -> list[Socket]:
        node = self.node("SeparateXYZ")
        self.link(vector, node.inputs[0])
        return list(node.outputs)

    def bump(self, height: Socket, strength: float, distance_m: float) -> None:
        node = self.node("Bump")
        node.inputs["Strength"].default_value = strength
        node.inputs["Distance"].default_value = distance_m
        self.link(height, node.inputs["Height"])
        self.link(node.outputs[0], self.shader.inputs["Normal"])
