"""A weight as a function of arrays. Thread counts are explicit: they decide the speed, and must not be guessed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingtu.weights import fetch

Tensor = NDArray[np.float32]
#: Takes one tensor; gives the model's outputs in its own order.
Net = Callable[[Tensor], list[Tensor]]


def onnx_net(name: str, folder: Path, threads: int, outputs: tuple[str, ...] | None = None) -> Net:
    """An ONNX weight as a function of its one input; pulled first if it is missing."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads cost other jobs nothing
    session = ort.InferenceSession(str(fetch.path(name, folder)), options, providers=["CPUExecutionProvider"])
    entry = session.get_inputs()[0].name
    wanted = list(outputs) if outputs else None

    def run(tensor: Tensor) -> list[Tensor]:
        return [np.asarray(found, np.float32) for found in session.run(wanted, {entry: tensor})]

    return run


def litert_net(name: str, folder: Path, threads: int) -> Net:
    """A TFLite weight as a function of its one input, for one caller at a time; pulled first if it is missing."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(fetch.path(name, folder)), num_threads=threads)
    interpreter.allocate_tensors()
    entry = interpreter.get_input_details()[0]["index"]
    exits = [detail["index"] for detail in interpreter.get_output_details()]
    running = Lock()

    def run(tensor: Tensor) -> list[Tensor]:
        with running:
            interpreter.set_tensor(entry, tensor)
            interpreter.invoke()
            return [np.array(interpreter.get_tensor(index), np.float32) for index in exits]

    return run


def at_first_use(make: Callable[[], Net]) -> Net:
    """A net that is made, and pulled if need be, when it is first called; once, whoever calls."""
    made: Any = cache(make)
    making = Lock()

    def run(tensor: Tensor) -> list[Tensor]:
        with making:
            net: Net = made()
        return net(tensor)

    return run
