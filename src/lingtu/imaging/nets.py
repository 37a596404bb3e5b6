"""The nets of matting, from the weights folder."""

from __future__ import annotations

from pathlib import Path

from lingtu.imaging.matting import MattingNets
from lingtu.imaging.saliency import ISNET, U2NETP
from lingtu.weights import fetch
from lingtu.weights.sessions import at_first_use, litert_net, onnx_net
from lingtu.weights.table import find

U2NETP_OUTPUT, ISNET_OUTPUT = "1959", "output"  # each has side maps beside it


def open_nets(folder: Path, threads: int) -> MattingNets:
    """Each is loaded, and pulled if need be, when it is first called. An ISNet that the operator pulled is used."""
    has_isnet = fetch.state(find("isnet", fetch.table()), folder) == "here"
    name, output, model = ("isnet", ISNET_OUTPUT, ISNET) if has_isnet else ("u2netp", U2NETP_OUTPUT, U2NETP)
    return MattingNets(
        subject=at_first_use(lambda: onnx_net(name, folder, threads, (output,))),
        face=at_first_use(lambda: litert_net("face_detector", folder, threads)),
        person=at_first_use(lambda: litert_net("person", folder, threads)),
        model=model,
    )
