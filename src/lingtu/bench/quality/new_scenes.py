"""New scenes in a reference's style: how different the four of a job are, how clean, how fast.

With `--data DIR`: every seventh of DIR/backgrounds/* with the next of DIR/products/cutouts/*, beside our own.

A new scene is *publishable* if a seller would put it online as it is: the product stands, lies or hangs where it could;
its shadow goes the way of the scene's; it reads at a glance before what is behind it; nothing cuts through it, floats
or repeats; surfaces look like a matter, without bands, blocks, flat whites; and the colours go with it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from statistics import median

import cv2
import numpy as np

from lingtu.bench.likeness import ANOTHER, distance
from lingtu.bench.quality import jobs
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.base import Engine, Placement
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import Box, over, place
from lingtu.imaging.scene import Scene

VARIATIONS = 4
SIDE_PX = 512  # of the scenes that are judged; the timed ones have the jobs' size
MOST_CLIPPED = 0.01  # of the pixels, in all channels
MOST_BANDED = 0.02  # of the pixels
_EVERY = 7
_RUN = 24  # px with not one step of an 8-bit level in any channel are a band


@dataclass(frozen=True, kw_only=True)
class _Case:
    name: str
    reference: Floats
    scenes: tuple[Floats, ...]
    results: tuple[Floats, ...]

    @property
    def nearest(self) -> float:
        """Distance of the two that are most alike."""
        return min(distance(one, other) for one, other in combinations(self.scenes, 2))

    @property
    def clipped(self) -> float:
        return max(float((scene >= 1 - 1 / 255).all(axis=2).mean()) for scene in self.scenes)

    @property
    def banded(self) -> float:
        return max(map(banded, self.scenes))


def banded(picture: Floats) -> float:
    """Share of the pixels in a square of which no 8-bit level changes: flat parts and the steps of gradients."""
    levels = np.round(picture * 255).astype(np.uint8)
    square = np.ones((_RUN, _RUN), np.uint8)
    return float((cv2.dilate(levels, square) == cv2.erode(levels, square)).all(axis=2).mean())


def measure(material: Material) -> Findings:
    cases = [_varied(material.engine, job) for job in _jobs(material)]
    figures = (
        Figure(name="distance of the two most alike of a job", value=min(c.nearest for c in cases), least=ANOTHER),
        Figure(name="pixels gone white, largest share", value=max(c.clipped for c in cases), most=MOST_CLIPPED),
        Figure(name="pixels in bands, largest share", value=max(c.banded for c in cases), most=MOST_BANDED),
        Figure(name=f"a scene of {jobs.CANVAS_PX}², s", value=_seconds(material.engine, next(jobs.own_jobs()))),
    )
    rows = tuple((c.name, f"{c.nearest:.2f}", f"{c.clipped * 100:.2f}", f"{c.banded * 100:.2f}") for c in cases)
    heads = ("job", "least distance", "white %", "bands %")
    return Findings(figures=figures, heads=heads, rows=rows, sheets=tuple(map(_sheet, cases)))


def _jobs(material: Material) -> Iterator[jobs.Pasted]:
    yield from jobs.own_jobs()
    if material.data is not None:
        yield from islice(jobs.jobs_of(material.data), 0, None, _EVERY)


def _posed(job: jobs.Pasted, side_px: int) -> tuple[Scene, Placement]:
    """Reference and product on a smaller canvas; a gallery picture is taken for a caller's."""
    product = codec.decode(job.goods)
    assert product.alpha is not None, job.name
    box = Box(**{name: round(value * side_px / jobs.CANVAS_PX) for name, value in job.box.items()})
    placed = Placement(*place(product.rgb, product.alpha, box, side_px, side_px))
    return Scene(picture=codec.decode(job.background).rgb).resized(side_px, side_px), placed


def _varied(engine: Engine, job: jobs.Pasted) -> _Case:
    """The scenes of seeds 0, 1, 2 ..., as of one job."""
    reference, placed = _posed(job, SIDE_PX)
    scenes = [engine.vary(reference, placed, seed) for seed in range(VARIATIONS)]
    results = [over(placed.rgb, placed.alpha, engine.ground(placed, scene, seed)) for seed, scene in enumerate(scenes)]
    return _Case(
        name=job.name,
        reference=reference.picture,
        scenes=tuple(scene.picture for scene in scenes),
        results=tuple(results),
    )


def _seconds(engine: Engine, job: jobs.Pasted) -> float:
    """Median of a few scenes of the jobs' size."""
    reference, placed = _posed(job, jobs.CANVAS_PX)
    found = []
    for seed in range(VARIATIONS):
        began = time.perf_counter()
        engine.vary(reference, placed, seed)
        found.append(time.perf_counter() - began)
    return median(found)


def _sheet(case: _Case) -> Sheet:
    shown = {f"seed {seed}": result for seed, result in enumerate(case.results)}
    return Sheet(title=case.name, pictures={"reference": case.reference, **shown})


SECTION = Section(
    name="new-scenes",
    about="Scenes in the reference's style, four for each job: the distance (likeness.py) of the two that are most "
    f"alike must be at least {ANOTHER:g}, from which on no one calls them the same; white and banded pixels are few.",
    measure=measure,
)
