"""AI try-on: how many combinations are delivered, what stays of the photo, and how long it takes.

With `--data DIR`: persons in DIR/tryon/persons*, garments in DIR/tryon/garments*/TYPE, pairs of a garment and the
person who wears it in DIR/tryon/pairs. Without it only portraits of the gallery
are tried, which must be refused.

No figure tells whether a result is good; the sheets are to be rated at full size. A result is *publishable* if a person
who never saw the photo finds none of: cloth of the old garment; an edge, halo or gap around the new one; a sleeve, leg
or strap that the body couldn't have; a print that is bent or cut off; skin that is flat, of another tone, or of a shape
that no limb has; fingers, hair or a bag that end at the cloth. It is *broken* if it could not be shown to anyone: a
garment that is not recognised any more, or a body with parts missing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np

from lingtu.bench.quality.people import draw, drawn
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.base import Clothing, Engine
from lingtu.errors import PictureError
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.people.parsing import Part

#: Combinations that are drawn, and with which seed; how often each type is.
COMBINATIONS, SEED = 24, 2611
TYPES = {"upperBody": 0.56, "lowerBody": 0.22, "dresses": 0.22}
SIDE_PX = 1024
PORTRAITS = 3
#: Bounds: share that is delivered, seconds for each, and share of the protected pixels that may change.
LEAST_DELIVERED, MOST_SECONDS, MOST_TOUCHED = 0.6, 5.0, 0.0
#: Garments that a photo with drawn masks is tried with.
TRIES = 6
PROTECTED = (Part.FACE, Part.HAIR, Part.HANDS, Part.BAGS)
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, kw_only=True)
class _Case:
    name: str
    kind: str
    person: Floats
    garment: Floats
    result: Floats | None
    refusal: str
    seconds: float

    @property
    def changed(self) -> float:
        return float((self.result != self.person).any(axis=2).mean()) if self.result is not None else 0.0


def _measure(material: Material) -> Findings:
    portraits = Figure(name="portraits of the gallery that are refused", value=_refused(material.engine), least=1)
    if material.data is None:
        return Findings(figures=(portraits,))
    cases = list(_cases(material.data / "tryon", material.engine))
    if not cases:
        return Findings(figures=(portraits,))
    delivered = [case for case in cases if case.result is not None]
    refusals = Counter(case.refusal for case in cases if case.result is None)
    rows = tuple(
        (case.name, case.kind, case.refusal or "delivered", f"{case.changed:.2f}", f"{case.seconds:.1f}")
        for case in cases
    )
    figures = [
        portraits,
        Figure(name="share delivered", value=len(delivered) / len(cases), least=LEAST_DELIVERED),
        *(Figure(name=f"refused: {words}", value=count) for words, count in refusals.most_common()),
    ]
    if delivered:
        figures += [
            Figure(name="seconds, median", value=median(case.seconds for case in delivered), most=MOST_SECONDS),
            Figure(name="changed share of the photo, mean", value=mean(case.changed for case in delivered)),
        ]
    protected = list(_protected(material.data, material.engine))
    if protected:
        name = f"protected pixels that changed, of {len(protected)} results on photos with masks drawn by hand"
        figures.append(Figure(name=name, value=mean(protected), most=MOST_TOUCHED))
        figures.append(Figure(name="the worst of these", value=max(protected)))
    sheets = tuple(
        Sheet(title=case.name, pictures={"photo": case.person, "garment": case.garment, "result": case.result})
        for case in delivered
        if case.result is not None
    )
    return Findings(
        figures=tuple(figures), heads=("combination", "type", "outcome", "changed", "seconds"), rows=rows, sheets=sheets
    )


def _refused(engine: Engine) -> float:
    """Share of the gallery's heads, which show no clothes to change, that a T-shirt is not put on."""
    refused = []
    for face in OURS.faces[:PORTRAITS]:
        try:
            engine.dress(
                codec.decode(picture_file(face)).rgb, [Clothing(*_tee(), "upperBody", "dresses.0.image")], 0, 0
            )
            refused.append(0.0)
        except PictureError:
            refused.append(1.0)
    return mean(refused)


def _tee() -> tuple[Floats, Floats]:
    """A drawn T-shirt and its coverage."""
    alpha = np.zeros((600, 600), np.uint8)
    left = [(240, 40), (150, 70), (60, 200), (120, 235), (160, 180), (165, 520)]
    corners = np.array([*left, *((600 - x, y) for x, y in left[::-1])], np.int32)
    cv2.fillPoly(alpha, [corners], 255, lineType=cv2.LINE_AA)
    coverage = np.asarray(alpha / 255, np.float32)
    return np.full((600, 600, 3), 0.4, np.float32), coverage


def _cases(folder: Path, engine: Engine) -> Iterator[_Case]:
    persons = _pictures(folder, "persons*/*") + _pictures(folder, "pairs/*/person.*")
    garments = {kind: _pictures(folder, f"garments*/{kind}/*") for kind in TYPES}
    if not persons or not all(garments.values()):
        return
    draw = np.random.default_rng(SEED)
    for kind in draw.choice(list(TYPES), COMBINATIONS, p=list(TYPES.values())):
        person, garment = (files[draw.integers(len(files))] for files in (persons, garments[kind]))
        yield _try(person, garment, str(kind), engine)


def _try(person: Path, garment: Path, kind: str, engine: Engine) -> _Case:
    photo, picture = (reduce(codec.decode(file.read_bytes()).rgb, SIDE_PX) for file in (person, garment))
    clothing = Clothing(picture, None, kind, "dresses.0.image")  # type: ignore[arg-type]
    started, result, refusal = time.perf_counter(), None, ""
    try:
        result = engine.dress(photo, [clothing], 0, 0).rgb
    except PictureError as error:
        refusal = error.detail_en
    seconds = time.perf_counter() - started
    name = f"{person.parent.name}/{person.stem} in {garment.stem}"
    return _Case(name=name, kind=kind, person=photo, garment=picture, result=result, refusal=refusal, seconds=seconds)


def _protected(data: Path, engine: Engine) -> Iterator[float]:
    """For each photo with a mask and a result: the share of face, hair, hands and bags that is not the photo's.

    Garments are tried until one is delivered.

    The masks are right to a hundredth of the sides, and as much is the contract's feather: so far inside is looked.
    """
    garments = _pictures(data / "tryon", "garments/upperBody/*")
    table = drawn()
    for index, (name, polygons) in enumerate(table["photo"].items()):
        if not garments or not (data / name).is_file():
            continue
        in_turn = (garments[(index + more) % len(garments)] for more in range(TRIES))
        tried = (_try(data / name, garment, "upperBody", engine) for garment in in_turn)
        case = next((each for each in tried if each.result is not None), None)
        if case is None or case.result is None:
            continue
        labels = draw(polygons, table["order"], case.person.shape)
        reach = 4 * round(0.01 * labels.shape[0]) + 1
        kept = np.isin(labels, PROTECTED).astype(np.uint8)
        inside = cv2.erode(kept, np.ones((reach, reach), np.uint8)) > 0
        if inside.any():
            yield float((case.result != case.person).any(axis=2)[inside].mean())


def _pictures(folder: Path, pattern: str) -> list[Path]:
    return sorted(file for file in folder.glob(pattern) if file.suffix.lower() in _SUFFIXES)


SECTION = Section(
    name="dressing",
    about="AI try-on on random combinations of persons and garments: share delivered, reasons of refusals, seconds.",
    measure=_measure,
)
