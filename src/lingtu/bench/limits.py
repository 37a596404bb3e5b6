"""Time and memory of every operation with the largest pictures that callers may send."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from lingtu.bench import large_pictures as large
from lingtu.engines.host import EngineHost, threads_for
from lingtu.engines.messages import Run
from lingtu.errors import LingtuError, SetupError
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.operations.operation import Outcome
from lingtu.settings import Settings

TIME_LIMIT_S, MEMORY_LIMIT_MB = 60.0, 4096.0
CANVAS = 1280  # px, the largest result of a change of background
PSD = {"formats": ["png", "psd"]}
HEAD = {"type": 1, **PSD}


@dataclass(frozen=True)
class Case:
    """One operation, and how its pictures are made."""

    name: str
    operation: str
    params: Mapping[str, Any]
    pictures: Callable[[], dict[str, bytes]]


@dataclass(frozen=True)
class Figure:
    """What a case took, in the engine's process and on the way to it and back."""

    case: str
    input_mb: float
    wall_s: float
    #: None where /proc doesn't tell.
    peak_mb: float | None
    output_mb: float
    #: Why there is no output.
    refusal: str = ""

    @property
    def fits(self) -> bool:
        return not self.refusal and self.wall_s <= TIME_LIMIT_S and (self.peak_mb or 0) <= MEMORY_LIMIT_MB


def report(settings: Settings, only: str, out: Console) -> None:
    """Measure the cases whose names hold `only`, print a table; raises `SetupError` if one does not fit."""
    table = Table("case, 4096² inputs", "input MB", "wall s", "peak MB", "output MB")
    figures = []
    for figure in measure(settings, [case for case in cases() if only in case.name]):
        figures.append(figure)
        peak = "?" if figure.peak_mb is None else f"{figure.peak_mb:.0f}"
        output = figure.refusal or f"{figure.output_mb:.1f}"
        table.add_row(figure.case, f"{figure.input_mb:.1f}", f"{figure.wall_s:.1f}", peak, output)
    out.print(table)
    beyond = [figure.case for figure in figures if not figure.fits]
    if beyond:
        raise SetupError(f"refused, or beyond {TIME_LIMIT_S:g} s or {MEMORY_LIMIT_MB:g} MB: {', '.join(beyond)}")


def cases() -> list[Case]:
    return [*_matting_cases(), *_placing_cases()]


def _matting_cases() -> list[Case]:
    return [
        Case("matting, hair", "matting", {}, lambda: {"image": large.jpg(large.furry(1)[0])}),
        Case("matting, hair, png + psd", "matting", PSD, lambda: {"image": large.jpg(large.furry(1)[0])}),
        Case("matting, texture, png + psd", "matting", PSD, lambda: {"image": large.jpg(large.textured(2))}),
        Case("matting, noise, png + psd", "matting", PSD, lambda: {"image": large.jpg(large.noise(3))}),
        Case("matting, clouds, png + psd", "matting", PSD, lambda: {"image": large.jpg(large.clouds(2))}),
        Case("matting, cmyk", "matting", {}, lambda: {"image": large.cmyk_jpg(large.furry(1)[0])}),
        Case("matting, head, png + psd", "matting", HEAD, lambda: {"image": large.jpg(large.portrait(4))}),
    ]


def _placing_cases() -> list[Case]:
    return [
        _placing("goods without alpha", {}, lambda: {"goods": large.jpg(large.furry(1)[0])}),
        _placing("goods with alpha", {}, lambda: {"goods": large.webp(*large.furry(1))}),
        _placing("num 4, own background", {"num": 4}, _goods_and_scene),
        _placing("num 4, mask, webp", {"num": 4, "format": "webp"}, _all_pictures),
        _placing("num 4, new scenes", {"num": 4, "referenceStrong": False}, _all_pictures),
    ]


def _goods_and_scene() -> dict[str, bytes]:
    return {"goods": large.jpg(large.furry(1)[0]), "background": large.jpg(large.textured(5))}


def _all_pictures() -> dict[str, bytes]:
    return {**_goods_and_scene(), "mask": large.jpg(large.stripes())}


def _placing(name: str, params: dict[str, Any], pictures: Callable[[], dict[str, bytes]]) -> Case:
    """The largest canvas and the largest box; the gallery's background unless there is one of its own."""
    goods = {"url": "local", "x": -1400, "y": -1400, "width": 4096, "height": 4096}
    return Case(f"change-background, {name}", "change-background", {"goods": goods, **params}, pictures)


def measure(settings: Settings, chosen: list[Case]) -> Iterator[Figure]:
    """Each case in a fresh engine process, so that its peak is the case's own."""
    for case in chosen:
        host = EngineHost(settings.engine, settings.weights_dir, threads_for(1), settings.job_timeout_s)
        host.start()
        try:
            yield _measure(host, case)
        finally:
            host.stop()


def _measure(host: EngineHost, case: Case) -> Figure:
    pictures = case.pictures()
    run = Run(operation=case.operation, params=_body(case, pictures), pictures=_with_scene(case, pictures), seed=1)
    began, output_mb, refusal = time.perf_counter(), 0.0, ""
    try:
        output_mb = _size_mb(host.run(run, lambda _: None))
    except LingtuError as error:
        refusal = str(error)
    wall_s = time.perf_counter() - began
    input_mb = sum(map(len, pictures.values())) / 1e6
    return Figure(case.name, input_mb, wall_s, peak_mb(host.pid), output_mb, refusal)


def _body(case: Case, pictures: Mapping[str, bytes]) -> dict[str, Any]:
    if case.operation == "matting":
        return {"requestId": "bench", "image": "local", **case.params}
    local = {"url": "local"} if "background" in pictures else {"bgId": OURS.backgrounds[0].id}
    background = {**local, **({"mask": "local"} if "mask" in pictures else {})}
    return {"requestId": "bench", "width": CANVAS, "height": CANVAS, "background": background, **case.params}


def _with_scene(case: Case, pictures: dict[str, bytes]) -> dict[str, bytes]:
    if case.operation == "matting" or "background" in pictures:
        return pictures
    return {**pictures, "background": picture_file(OURS.backgrounds[0])}


def _size_mb(outcome: Outcome) -> float:
    files = [file for variation in outcome.variations if isinstance(variation, tuple) for file in variation]
    return sum(len(file.data) for file in files) / 1e6


def peak_mb(pid: int | None) -> float | None:
    """Most memory that a process has held so far; None where /proc doesn't tell, or it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)
