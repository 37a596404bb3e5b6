"""How often the surface, the horizon and the light that are guessed from a photograph are right.

The gallery's rendered pictures are guessed as if they were photographs; their truth is known. With `--data DIR`: the
photographs of `grounds.csv` below DIR, labelled by eye. Sheets show a product with what is drawn of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lingtu.bench.quality import labels
from lingtu.bench.quality.labels import Label
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.commands.demo import demo_picture
from lingtu.engines.base import Engine, Placement
from lingtu.imaging import codec, suggest
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import over, place
from lingtu.imaging.photo import horizon, light, surface
from lingtu.imaging.photo.light import Key
from lingtu.imaging.photo.surface import Surface
from lingtu.imaging.photo.view import View
from lingtu.imaging.scene import Scene

SURE = 0.5  # confidence
_NEAR = 0.04  # of the height: a back edge that is off by no more is found
_SHEETS = 6  # of the gallery's


@dataclass(frozen=True, kw_only=True)
class Guessed:
    """A label and what was guessed; rows are shares of the height."""

    label: Label
    found: Surface
    key: Key
    back: float | None
    horizon: float

    @property
    def side_is_right(self) -> bool:
        return self.key.side * (self.label.side or 0) > 0


def guess(label: Label, picture: Floats) -> Guessed:
    view = View.of(picture, label.outline(picture))
    assert view is not None, label.name
    found = surface.read(view)
    return Guessed(
        label=label,
        found=found,
        key=light.find(view, found),
        back=found.back / view.height if found.back is not None else None,
        horizon=horizon.find(view, found)[0] / view.height,
    )


def measure(material: Material) -> Findings:
    scenes = list(labels.of_gallery())
    rendered = [guess(*case) for case in scenes]
    figures = (*_figures("gallery", rendered, least=(0.85, 0.95), most=0.16), _found("gallery", rendered))
    labelled = [guess(*case) for case in labels.by_eye(material.data)] if material.data is not None else []
    if labelled:
        figures += (*_figures("by eye", labelled, least=(0.85, 0.95), most=0.14), _found("by eye", labelled))
        figures += _of_surfaces(labelled)
    heads = ("picture", "surface", "conf.", "back", "horizon", "side", "conf.")
    return Findings(
        figures=figures,
        heads=heads,
        rows=tuple(_row(case) for case in rendered + labelled),
        sheets=tuple(_sheet(material.engine, label.name, picture) for label, picture in scenes[:_SHEETS]),
    )


def _figures(of: str, cases: Sequence[Guessed], least: tuple[float, float], most: float) -> tuple[Figure, ...]:
    sided = [case for case in cases if case.label.side is not None and case.label.is_sure]
    sure = [case for case in sided if case.key.confidence >= SURE]
    level = [abs(case.horizon - case.label.horizon) for case in cases if case.label.horizon is not None]
    return (
        Figure(name=f"{of}: side of the light right, of {len(sided)}", value=_share(sided), least=least[0]),
        Figure(name=f"{of}: … at confidence ≥ {SURE}, of {len(sure)}", value=_share(sure), least=least[1]),
        Figure(name=f"{of}: horizon off, mean share of the height, of {len(level)}", value=_mean(level), most=most),
    )


def _found(of: str, cases: Sequence[Guessed]) -> Figure:
    """Caution must not cost surfaces."""
    found = [case.found.kind != "none" for case in cases if case.label.has_surface]
    return Figure(name=f"{of}: a surface found where one is, of {len(found)}", value=_mean(found), least=0.97)


def _of_surfaces(cases: Sequence[Guessed]) -> tuple[Figure, ...]:
    found = [case.label.has_surface == (case.found.kind != "none") for case in cases]
    sure = [case.label.has_surface for case in cases if case.found.confidence >= SURE]
    edges = [case for case in cases if case.label.back is not None]
    near = [_is_near(case) for case in edges]
    sure_near = [_is_near(case) for case in edges if case.found.confidence >= SURE]
    return (
        Figure(name=f"by eye: surface or none right, of {len(found)}", value=_mean(found), least=0.92),
        Figure(name=f"by eye: a surface where confidence ≥ {SURE}, of {len(sure)}", value=_mean(sure), least=0.95),
        Figure(name=f"by eye: back edge within {_NEAR:.0%}, of {len(near)}", value=_mean(near), least=0.58),
        Figure(name=f"by eye: … at confidence ≥ {SURE}, of {len(sure_near)}", value=_mean(sure_near), least=0.6),
    )


def _is_near(case: Guessed) -> bool:
    return case.back is not None and abs(case.back - (case.label.back or 0)) <= _NEAR


def _share(cases: Sequence[Guessed]) -> float:
    return _mean([case.side_is_right for case in cases])


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else 1.0


def _row(case: Guessed) -> tuple[str, ...]:
    """Guess, and the label after a stroke where there is one."""
    label = case.label
    side = {-1: " / left", 1: " / right", None: ""}[label.side]
    return (
        label.name,
        case.found.kind,
        f"{case.found.confidence:.2f}",
        _beside(case.back, label.back),
        _beside(case.horizon, label.horizon),
        f"{case.key.side:+.2f}{side}",
        f"{case.key.confidence:.2f}",
    )


def _beside(guessed: float | None, known: float | None) -> str:
    text = "–" if guessed is None else f"{guessed:.2f}"
    return text if known is None else f"{text} / {known:.2f}"


def _sheet(engine: Engine, name: str, picture: Floats) -> Sheet:
    """The demo's bottle as plain paste, as in a photograph."""
    goods = codec.decode(demo_picture("bottle.png"))
    assert goods.alpha is not None
    scene = Scene(picture=picture)
    height, width = picture.shape[:2]
    product = Placement(*place(goods.rgb, goods.alpha, suggest.box_for(scene, goods.alpha), width, height))
    shown = {"plain paste": picture, "as a photograph": engine.ground(product, scene, 1)}
    return Sheet(title=name, pictures={way: over(product.rgb, product.alpha, below) for way, below in shown.items()})


SECTION = Section(
    name="grounding",
    about="Surface, horizon and light of photographs, guessed: against the truth of the gallery's scenes, taken for "
    "photographs, and against labels made by eye before any guess was seen.",
    measure=measure,
)
