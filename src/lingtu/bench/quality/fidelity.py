"""How much of a product's own colours arrives: opaque pixels before and after a whole job.

With `--data DIR`: products DIR/products/cutouts/**/*.png on backgrounds DIR/backgrounds/*, beside our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lingtu.bench.quality import jobs
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.base import Engine
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import OPAQUE, Box, place

#: Half an 8-bit level, and a little: what writing a file may change.
ROUNDING = 0.51 / 255
#: Mean change, as a share of the range, that matching colours may not pass on a picture.
MOST_GRADED = 0.2


@dataclass(frozen=True)
class _Case:
    """Mean and largest change of a product's opaque pixels, as shares of the range."""

    name: str
    plain: tuple[float, float]
    graded: tuple[float, float]
    pictures: dict[str, Floats]


def measure(material: Material) -> Findings:
    cases = [_compared(material.engine, job) for job in _jobs(material)]
    figures = (
        Figure(name="productSmartColor false: largest change", value=max(c.plain[1] for c in cases), most=ROUNDING),
        Figure(name="productSmartColor true: mean change", value=float(np.mean([c.graded[0] for c in cases]))),
        Figure(
            name="productSmartColor true: largest mean change", value=max(c.graded[0] for c in cases), most=MOST_GRADED
        ),
        Figure(name="productSmartColor true: largest change", value=max(c.graded[1] for c in cases)),
    )
    rows = tuple((c.name, *(f"{value * 100:.2f}" for value in (*c.plain, *c.graded))) for c in cases)
    heads = ("job", "plain: mean % of range", "max %", "smart colour: mean %", "max %")
    sheets = tuple(Sheet(title=c.name, pictures=c.pictures) for c in cases)
    return Findings(figures=figures, heads=heads, rows=rows, sheets=sheets)


def _jobs(material: Material) -> Iterator[jobs.Pasted]:
    yield from jobs.own_jobs()
    if material.data is not None:
        yield from jobs.jobs_of(material.data)


def _compared(engine: Engine, job: jobs.Pasted) -> _Case:
    product = codec.decode(job.goods)
    assert product.alpha is not None, job.name
    rgb, alpha = place(product.rgb, product.alpha, Box(**job.box), jobs.CANVAS_PX, jobs.CANVAS_PX)
    shown = {
        name: jobs.picture_of(jobs.run(engine, {**job.body, "productSmartColor": smart}, job.pictures))
        for name, smart in (("plain", False), ("smart colour", True))
    }
    plain, graded = (_changes(rgb, picture, alpha > OPAQUE) for picture in shown.values())
    return _Case(job.name, plain, graded, {"background": codec.decode(job.background).rgb, **shown})


def _changes(before: Floats, after: Floats, where: np.ndarray) -> tuple[float, float]:
    change = np.abs(after - before)[where]
    return (float(change.mean()), float(change.max())) if change.size else (0.0, 0.0)


SECTION = Section(
    name="fidelity",
    about="How far a product's opaque pixels are from the caller's, as a share of the range: with its colours left "
    "alone they may differ by the rounding of a file; matched to the scene, as little as its light asks for.",
    measure=measure,
)
