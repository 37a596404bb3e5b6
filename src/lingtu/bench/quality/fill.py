"""What `fill` makes of holes, beside what was there and beside OpenCV's TELEA in the same run.

With `--data DIR`: the folders that `holes.holes_of` names, beside blobs on scenes of the gallery.

A fill is *publishable* if a person who never saw the original, at 100 % and for five seconds, finds none of: a visible
outline of the hole; a smear or a flat patch among textured surroundings; an object, or a piece of one, twice; a line
(edge of a table, horizon, wall's foot, frame) that bends, ends or steps; something cut off in mid-air. Sheets show the
hole in magenta, TELEA and ours. SSIM and PSNR do not rank looks, as a smear wins both: no figure decides alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.bench.quality import metrics
from lingtu.bench.quality.holes import Hole, holes_of, own_holes
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.base import Engine
from lingtu.imaging.colour import Floats

SEED = 1
TELEA_RADIUS_PX = 5
MASK_COLOUR = np.array([1, 0, 1], np.float32)
TEXTURE_RANGE = (0.8, 1.2)
LEAST_SSIM, LEAST_SHARE = 0.75, 0.8  # of TELEA's; of the holes that must reach it
MOST_REPETITION = 0.1  # beyond what the truth has, on average


@dataclass(frozen=True, kw_only=True)
class _Case:
    hole: Hole
    telea: Floats
    ours: Floats
    notes: tuple[tuple[str, str], ...]
    seconds: float

    @property
    def where(self) -> metrics.Marks:
        return self.hole.mask > 0.5

    @property
    def ssim(self) -> float:
        return metrics.ssim(self.hole.picture, self.ours, self.where)

    @property
    def telea_ssim(self) -> float:
        return metrics.ssim(self.hole.picture, self.telea, self.where)

    @property
    def texture(self) -> float:
        """Of what was there."""
        truth = metrics.texture_energy(self.hole.picture, self.where)
        return metrics.texture_energy(self.ours, self.where) / max(truth, 1e-6)

    @property
    def repetition(self) -> float:
        """Beyond what was there."""
        before = metrics.repetition(self.hole.picture, self.where) if self.hole.has_truth else 0.0
        return metrics.repetition(self.ours, self.where) - before


def measure(material: Material) -> Findings:
    cases = [_filled(material.engine, hole) for hole in _holes(material)]
    kinds = sorted({case.hole.kind for case in cases if case.hole.has_truth})
    figures = [figure for kind in kinds for figure in _figures(kind, [c for c in cases if c.hole.kind == kind])]
    return Findings(
        figures=tuple(figures),
        heads=("hole", "kind", "share %", "SSIM", "TELEA's", "PSNR", "TELEA's", "texture", "repetition", "s"),
        rows=tuple(map(_row, cases)),
        sheets=tuple(map(_sheet, cases)),
    )


def _holes(material: Material) -> Iterator[Hole]:
    yield from own_holes()
    if material.data is not None:
        yield from holes_of(material.data)


def _filled(engine: Engine, hole: Hole) -> _Case:
    began = time.perf_counter()
    made = engine.fill(hole.picture, hole.mask, SEED)
    seconds = time.perf_counter() - began
    levels, marks = np.rint(hole.picture * 255).astype(np.uint8), (hole.mask > 0.5).astype(np.uint8)
    telea = cv2.inpaint(levels, marks, TELEA_RADIUS_PX, cv2.INPAINT_TELEA).astype(np.float32) / 255
    return _Case(hole=hole, telea=telea, ours=np.asarray(made.rgb, np.float32), notes=made.notes, seconds=seconds)


def _figures(kind: str, cases: list[_Case]) -> Iterator[Figure]:
    similar = float(np.mean([case.ssim >= LEAST_SSIM * case.telea_ssim for case in cases]))
    yield Figure(name=f"{kind}: holes", value=len(cases))
    yield Figure(name=f"{kind}: share with SSIM ≥ {LEAST_SSIM:g} × TELEA's", value=similar, least=LEAST_SHARE)
    texture = float(np.mean([case.texture for case in cases]))
    yield Figure(name=f"{kind}: texture, mean", value=texture, least=TEXTURE_RANGE[0], most=TEXTURE_RANGE[1])
    within = float(np.mean([TEXTURE_RANGE[0] <= case.texture <= TEXTURE_RANGE[1] for case in cases]))
    yield Figure(name=f"{kind}: share with texture in {TEXTURE_RANGE}", value=within, least=LEAST_SHARE)
    repeated = float(np.mean([case.repetition for case in cases]))
    yield Figure(name=f"{kind}: repetition beyond the truth's, mean", value=repeated, most=MOST_REPETITION)
    owned = float(np.mean([bool(case.notes) for case in cases]))
    yield Figure(name=f"{kind}: share with a remark that it may be seen", value=owned)
    yield Figure(name=f"{kind}: seconds, mean", value=float(np.mean([case.seconds for case in cases])))


def _row(case: _Case) -> tuple[str, ...]:
    hole, where = case.hole, case.where
    own, theirs = (metrics.psnr(hole.picture, picture, where) for picture in (case.ours, case.telea))
    numbers = (case.ssim, case.telea_ssim, own, theirs, case.texture, case.repetition, case.seconds)
    return (hole.name, hole.kind, f"{100 * hole.mask.mean():.0f}", *(f"{number:.2f}" for number in numbers))


def _sheet(case: _Case) -> Sheet:
    hole = case.hole
    marked = np.where(case.where[..., None], MASK_COLOUR, hole.picture)
    title = f"{hole.name}, {hole.kind}: texture {case.texture:.2f}, repetition {case.repetition:.2f}"
    title += "".join(f"; {english}" for _, english in case.notes)
    return Sheet(title=title, pictures={"hole": marked, "TELEA": case.telea, "ours": case.ours})


SECTION = Section(name="fill", about=" ".join((__doc__ or "").split()), measure=measure)
