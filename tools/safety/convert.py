"""nsfwjs' smaller network as ONNX: `python tools/safety/convert.py nsfwjs-4.3.0.tgz src/lingtu/weights/own/nsfw.onnx`.

Build time alone; needs Node (the package's files are JavaScript), `onnx` and numpy. The weights stay the 8-bit levels
that the package has, with its scale and offset of each, so that nothing is rounded twice and the file stays small.
Package and weights: MIT, Copyright (c) 2019 Infinite Red, Inc.; trained by G. Laborde (GantMan/nsfw_model, MIT).
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = "package/dist/models/mobilenet_v2"
SIDE = 224
_READ = "console.log(JSON.stringify(require(process.argv[1])))"


def main(package: str, target: str) -> None:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(package) as opened:
        for name in ("model.min.js", "group1-shard1of1.min.js"):
            opened.extract(f"{FOLDER}/{name}", folder, filter="data")
        model = _read(Path(folder) / FOLDER / "model.min.js")
        levels = base64.b64decode(_read(Path(folder) / FOLDER / "group1-shard1of1.min.js"))
    made = Graph(model, levels).build()
    onnx.checker.check_model(made)
    Path(target).write_bytes(made.SerializeToString())


def _read(file: Path) -> Any:
    done = subprocess.run(["node", "-e", _READ, str(file)], capture_output=True, check=True)  # noqa: S603, S607
    return json.loads(done.stdout)


class Graph:
    """Keras layers, one after another, as ONNX nodes. Pictures are 1 x 3 x 224 x 224 in [0, 1]."""

    def __init__(self, model: Any, levels: bytes) -> None:
        self._layers = model["modelTopology"]["model_config"]["config"]["layers"]
        self._weights = {}
        at = 0
        for weight in model["weightsManifest"][0]["weights"]:
            assert weight["quantization"]["dtype"] == "uint8", weight
            count = int(np.prod(weight["shape"]))
            stored = np.frombuffer(levels, np.uint8, count, at).reshape(weight["shape"])
            self._weights[weight["name"]] = (stored, weight["quantization"])
            at += count
        assert at == len(levels)
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        #: Layer's name -> the tensor that it gives.
        self._tensors: dict[str, str] = {}

    def build(self) -> Any:
        for layer in self._layers:
            name, config = layer["name"], layer["config"]
            inputs = [self._tensors[each[0]] for each in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else []
            self._tensors[name] = getattr(self, f"_{layer['class_name'].lower()}")(name, config, inputs)
        last = self._tensors[self._layers[-1]["name"]]
        graph = helper.make_graph(
            self._nodes,
            "nsfwjs mobilenet_v2",
            [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
            [helper.make_tensor_value_info(last, TensorProto.FLOAT, [1, 5])],
            self._constants,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)

    def _node(self, kind: str, name: str, inputs: list[str], **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def _constant(self, name: str, value: Any) -> str:
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def _weight(self, name: str, order: tuple[int, ...] | None = None) -> str:
        """value = level * scale + min; constant, so that it is computed once when the file is loaded."""
        stored, quantization = self._weights[name]
        levels = stored if order is None else np.ascontiguousarray(stored.transpose(order))
        cast = self._node("Cast", f"{name}:cast", [self._constant(f"{name}:levels", levels)], to=TensorProto.FLOAT)
        scale = self._constant(f"{name}:scale", np.float32(quantization["scale"]))
        low = self._constant(f"{name}:min", np.float32(quantization["min"]))
        return self._node("Add", name, [self._node("Mul", f"{name}:scaled", [cast, scale]), low])

    def _inputlayer(self, name: str, config: Any, inputs: list[str]) -> str:
        return "picture"

    def _zeropadding2d(self, name: str, config: Any, inputs: list[str]) -> str:
        (top, bottom), (left, right) = config["padding"]
        pads = self._constant(f"{name}:pads", np.array([0, 0, top, left, 0, 0, bottom, right], np.int64))
        return self._node("Pad", name, [inputs[0], pads])

    def _conv2d(self, name: str, config: Any, inputs: list[str]) -> str:
        assert not config["use_bias"]
        assert config["activation"] == "linear"
        kernel = self._weight(f"{name}/kernel", (3, 2, 0, 1))
        return self._node("Conv", name, [inputs[0], kernel], **_convolution(config))

    def _depthwiseconv2d(self, name: str, config: Any, inputs: list[str]) -> str:
        kernel = self._weight(f"{name}/depthwise_kernel", (2, 3, 0, 1))
        channels = self._weights[f"{name}/depthwise_kernel"][0].shape[2]
        return self._node("Conv", name, [inputs[0], kernel], group=channels, **_convolution(config))

    def _batchnormalization(self, name: str, config: Any, inputs: list[str]) -> str:
        facts = [self._weight(f"{name}/{each}") for each in ("gamma", "beta", "moving_mean", "moving_variance")]
        return self._node("BatchNormalization", name, [inputs[0], *facts], epsilon=float(config["epsilon"]))

    def _relu(self, name: str, config: Any, inputs: list[str]) -> str:
        low = self._constant(f"{name}:low", np.float32(0))
        high = self._constant(f"{name}:high", np.float32(config["max_value"]))
        return self._node("Clip", name, [inputs[0], low, high])

    def _add(self, name: str, config: Any, inputs: list[str]) -> str:
        return self._node("Add", name, inputs)

    def _averagepooling2d(self, name: str, config: Any, inputs: list[str]) -> str:
        return self._node("AveragePool", name, inputs, kernel_shape=config["pool_size"], strides=config["strides"])

    def _flatten(self, name: str, config: Any, inputs: list[str]) -> str:
        """Keras flattens channels last."""
        last = self._node("Transpose", f"{name}:last", inputs, perm=[0, 2, 3, 1])
        return self._node("Flatten", name, [last])

    def _dropout(self, name: str, config: Any, inputs: list[str]) -> str:
        return inputs[0]

    def _dense(self, name: str, config: Any, inputs: list[str]) -> str:
        summed = self._node(
            "Gemm", f"{name}:sum", [inputs[0], self._weight(f"{name}/kernel"), self._weight(f"{name}/bias")]
        )
        if config["activation"] == "softmax":
            return self._node("Softmax", name, [summed], axis=1)
        assert config["activation"] == "relu"
        return self._node("Relu", name, [summed])


def _convolution(config: Any) -> dict[str, Any]:
    """Strides of 2 have their padding in a layer of their own in this network, so `same` is even on all sides."""
    kernel, strides = config["kernel_size"], config["strides"]
    assert config["padding"] == "valid" or strides == [1, 1]
    half = [side // 2 if config["padding"] == "same" else 0 for side in kernel]
    return {"kernel_shape": kernel, "strides": strides, "pads": half + half}


if __name__ == "__main__":
    main(*sys.argv[1:])
