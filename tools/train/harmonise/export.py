"""Writes nets and their trust as the ONNX weight that ships, and tells what the table of weights must say.

    python tools/train/harmonise/export.py NET.pt [NET.pt] --trust build/harmonise/trust.pt \
        --out src/lingtu/weights/own/harmonise.onnx

Matrices are kept as half floats and widened when the file is opened.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from model import VIEW
from onnx import TensorProto, helper, numpy_helper
from trust import Ensemble, Trust, net_of

OPSET = 17
HALVED_FROM = 1000  # values
TOLERANCE = 5e-3  # of maps and shares, for half floats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nets", type=Path, nargs="+")
    parser.add_argument("--trust", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    plan = parser.parse_args()
    trust = Trust()
    trust.load_state_dict(torch.load(plan.trust, weights_only=True))
    ensemble = Ensemble([net_of(path) for path in plan.nets], trust).eval()
    view = torch.rand(1, 4, VIEW, VIEW, generator=torch.Generator().manual_seed(1))
    names = ["whole", "local", "share"]
    torch.onnx.export(
        ensemble, (view,), str(plan.out), input_names=["view"], output_names=names, opset_version=OPSET, dynamo=False
    )
    onnx.save(_halved(onnx.load(plan.out)), plan.out)
    session = ort.InferenceSession(str(plan.out), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = ensemble(view)
    for one, other in zip(expected, session.run(None, {"view": view.numpy()}), strict=True):
        difference = float(np.abs(one.numpy() - other).max())
        print(f"differs by {difference:.1e}")
        if difference > TOLERANCE:
            raise SystemExit("the exported net differs")
    data = plan.out.read_bytes()
    print(f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nsize = {len(data)}')


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large constants as half floats, each with a node that widens it."""
    graph = model.graph
    widened = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < HALVED_FROM:
            continue
        name = tensor.name
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{name}.half")
        tensor.CopyFrom(half)
        widened.append(helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT))
    for node in reversed(widened):
        graph.node.insert(0, node)
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    main()
