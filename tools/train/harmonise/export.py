"""Writes the mean net of a checkpoint as the ONNX weight that ships, and tells what the table of weights must say.

python tools/train/harmonise/export.py build/harmonise/checkpoint.pt src/lingtu/weights/own/harmonise.onnx
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from model import VIEW, Harmoniser
from torch import Tensor, nn

OPSET = 17
TOLERANCE = 1e-4


class Exported(nn.Module):
    """One input, B x 4 x VIEW x VIEW: picture and mask. The answer is the mean of the view's and its mirror image's."""

    def __init__(self, net: Harmoniser) -> None:
        super().__init__()
        self.net = net

    def forward(self, view: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        whole, local, errors = self.net(view[:, :3], view[:, 3:])
        mirrored = view.flip(3)
        other_whole, other_local, other_errors = self.net(mirrored[:, :3], mirrored[:, 3:])
        return (whole + other_whole) / 2, (local + other_local.flip(3)) / 2, (errors + other_errors) / 2


def net_of(checkpoint: Path) -> Harmoniser:
    weights = torch.load(checkpoint, weights_only=True)["mean_net"]
    layers = len({name.split(".")[1] for name in weights if name.startswith("layers.")})
    net = Harmoniser(weights["place"].shape[2], layers, weights["read.weight"].shape[0])
    net.load_state_dict(weights)
    return net.eval()


def main() -> None:
    checkpoint, target = (Path(word) for word in sys.argv[1:])
    exported = Exported(net_of(checkpoint)).eval()
    view = torch.rand(1, 4, VIEW, VIEW, generator=torch.Generator().manual_seed(1))
    names = ["whole", "local", "errors"]
    torch.onnx.export(
        exported, (view,), str(target), input_names=["view"], output_names=names, opset_version=OPSET, dynamo=False
    )
    session = ort.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = exported(view)
    for one, other in zip(expected, session.run(None, {"view": view.numpy()}), strict=True):
        if (difference := float(np.abs(one.numpy() - other).max())) > TOLERANCE:
            raise SystemExit(f"the exported net differs by {difference}")
    data = target.read_bytes()
    print(f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nsize = {len(data)}')


if __name__ == "__main__":
    main()
