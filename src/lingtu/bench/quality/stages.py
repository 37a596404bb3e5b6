"""Where the time of a change-background job goes, by the capabilities of the engine; no bounds, as machines differ."""

from __future__ import annotations

import time
from collections.abc import Mapping
from statistics import median
from typing import Any

import numpy as np

from lingtu.bench.engine import Timed
from lingtu.bench.quality import jobs
from lingtu.bench.quality.section import Figure, Findings, Material, Section
from lingtu.imaging import codec

ROUNDS = 3
MASKED_SHARE = 0.2  # of the picture, filled anew


def measure(material: Material) -> Findings:
    own = next(jobs.own_jobs())
    photo = codec.encode(codec.decode(own.background).rgb[1:, 1:], None, "png")  # another file: it has no geometry
    on_photo = {**own.pictures, "background": photo}
    masked = {**own.body, "background": {"url": "local", "mask": "local"}}
    new_scenes = {**own.body, "referenceStrong": False}
    kinds: dict[str, tuple[Mapping[str, Any], Mapping[str, bytes]]] = {
        "gallery scene": (own.body, own.pictures),
        "photograph": (own.body, on_photo),
        "photograph, masked": (masked, {**on_photo, "mask": _mask()}),
        "new scene": (new_scenes, on_photo),
    }
    figures, rows = [], []
    for kind, (body, pictures) in kinds.items():
        whole, stages = _timed(material, body, pictures)
        figures.append(Figure(name=f"{kind}: whole job, s", value=whole))
        rows.append((kind, f"{whole * 1000:.0f}", ", ".join(f"{name} {ms:.0f}" for name, ms in stages.items())))
    return Findings(figures=tuple(figures), heads=("job", "recipe ms", "stages ms"), rows=tuple(rows))


def _timed(
    material: Material, body: Mapping[str, Any], pictures: Mapping[str, bytes]
) -> tuple[float, dict[str, float]]:
    """Medians of the whole recipe, s, and of its stages, ms."""
    engine: Any = Timed(material.engine)
    jobs.run(engine, body, pictures)
    engine.seconds.clear()
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        jobs.run(engine, body, pictures)
        found.append(time.perf_counter() - began)
    return median(found), {name: median(times) * 1000 for name, times in engine.seconds.items()}


def _mask() -> bytes:
    """A white square in the middle."""
    side = jobs.CANVAS_PX
    half = round(MASKED_SHARE**0.5 * side / 2)
    mask = np.zeros((side, side, 3), np.float32)
    mask[side // 2 - half : side // 2 + half, side // 2 - half : side // 2 + half] = 1
    return codec.encode(mask, None, "png")


SECTION = Section(
    name="stages",
    about=f"Seconds of a whole job of {jobs.CANVAS_PX} x {jobs.CANVAS_PX} px in one process, warm, and the "
    f"milliseconds of its stages; medians of {ROUNDS}.",
    measure=measure,
)
