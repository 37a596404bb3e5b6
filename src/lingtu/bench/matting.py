"""Error of the cut-outs on photographs with known mattes, the plain net beside ours.

The data are folders of folders: DIR/gt/*/ (real mattes) and DIR/gt_composited/*/ (objects put on photographs), each
with image.jpg and alpha.png. Mean absolute error of alpha, at a longest side of at most 1000 px.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from lingtu.engines.host import threads_for
from lingtu.errors import SetupError
from lingtu.imaging import codec
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.matting import MattingNets, matte
from lingtu.imaging.nets import open_nets
from lingtu.imaging.saliency import Box, Turn, look
from lingtu.settings import Settings

SETS = ("gt", "gt_composited")
LONGEST_PX = 1000
TIMED_SIDE_PX = 1024


@dataclass(frozen=True)
class Figure:
    """One picture's errors (mean absolute, of alpha in [0, 1]) and the time at 1024 x 1024."""

    set: str
    name: str
    plain: float
    ours: float
    wall_s: float
    cpu_s: float


def report(data: Path, settings: Settings, out: Console) -> None:
    """Measure every picture below `data` and print a table of each and of the means."""
    figures = list(evaluate(data, settings.weights_dir, threads_for(1)))
    table = Table("set", "picture", "plain net", "ours", "s at 1024²", "CPU s")
    for each in figures:
        times = (f"{each.wall_s:.2f}", f"{each.cpu_s:.2f}")
        table.add_row(each.set, each.name, f"{each.plain:.4f}", f"{each.ours:.4f}", *times)
    for set_name in SETS:
        chosen = [each for each in figures if each.set == set_name]
        for word, figure in (("mean", mean), ("median", median)):
            errors = (f"{figure([each.plain for each in chosen]):.4f}", f"{figure([each.ours for each in chosen]):.4f}")
            times = (
                f"{figure([each.wall_s for each in chosen]):.2f}",
                f"{figure([each.cpu_s for each in chosen]):.2f}",
            )
            table.add_row(set_name, word, *errors, *times, style="bold")
    out.print(table)


def evaluate(data: Path, weights_dir: Path, threads: int) -> Iterator[Figure]:
    """Raises `SetupError` if a set is missing."""
    cv2.setNumThreads(threads)
    nets = open_nets(weights_dir, threads)
    for set_name in SETS:
        folders = sorted(path.parent for path in (data / set_name).glob("*/alpha.png"))
        if not folders:
            raise SetupError(f"{data / set_name} has no folders with image.jpg and alpha.png")
        for folder in folders:
            yield _measure(set_name, folder, nets)


def _measure(set_name: str, folder: Path, nets: MattingNets) -> Figure:
    rgb = reduce(codec.decode((folder / "image.jpg").read_bytes()).rgb, LONGEST_PX)
    truth = reduce(codec.decode((folder / "alpha.png").read_bytes()).rgb, LONGEST_PX)[..., 0]
    plain = look(rgb, Box(0, 0, rgb.shape[1], rgb.shape[0]), Turn.UPRIGHT, nets.subject, nets.model).alpha
    ours = matte(rgb, nets).alpha
    square = np.asarray(cv2.resize(rgb, (TIMED_SIDE_PX, TIMED_SIDE_PX), interpolation=cv2.INTER_AREA), np.float32)
    wall_s, cpu_s = _time(square, nets)
    return Figure(set_name, folder.name, _error(plain, truth), _error(ours, truth), wall_s, cpu_s)


def _time(rgb: NDArray[np.float32], nets: MattingNets) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    matte(rgb, nets)
    return time.perf_counter() - wall, time.process_time() - cpu


def _error(alpha: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    return float(np.abs(alpha - truth).mean())
