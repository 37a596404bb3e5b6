"""What is understood of people: the parts of a person beside masks that were drawn by hand.

With `--data DIR`: DIR holds the photographs that people_masks.toml names. Without it only the previews of the gallery
are looked at: a face is found in each.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from statistics import mean
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.people.find import find_main_face
from lingtu.imaging.people.head import matte_head
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import understand
from lingtu.imaging.reface.skin import find_skin

SIDE_PX = 1024
#: Of the drawn masks: thousandths of the picture's sides, and the class that is not measured.
UNIT, NOT_MEASURED, OTHER = 1000, 255, "other"
#: A part of fewer pixels says nothing.
LEAST_PX = 20
#: Of the mattes that are measured where a face is seen.
LEAST_MATTE_IOU = {"bare skin": 0.75, "the head": 0.75}
LEAST_IOU = 0.5  # mean of all parts but bags, which are mostly missed
COLOURS = np.array(
    [(0, 0, 0), (160, 120, 30), (255, 200, 120), (255, 90, 0), (220, 40, 40), (255, 255, 0),
     (40, 110, 220), (60, 180, 60), (255, 180, 60), (200, 60, 200), (0, 255, 255)], np.float32,
) / 255  # fmt: skip

Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SKIN = (Part.FACE, Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)
HEAD = (Part.HAIR, Part.FACE)


def _measure(material: Material) -> Findings:
    nets = material.people()
    if material.data is None:
        return Findings(figures=(_faces_found(nets),))
    table = drawn()
    rows, sheets = [], []
    mattes: dict[str, list[float]] = {name: [] for name in LEAST_MATTE_IOU}
    for name, polygons in table["photo"].items():
        file = material.data / name
        if file.is_file():
            compared = _compare(file, polygons, table["order"], nets)
            rows.append((name, compared.parts))
            sheets.append(compared.sheet)
            for kind, share in compared.mattes.items():
                mattes[kind].append(share)
    parts = [part for part in Part if part]
    cells = tuple((name, *(f"{shares[part]:.2f}" if part in shares else "" for part in parts)) for name, shares in rows)
    means = {part: mean([shares[part] for _, shares in rows if part in shares] or [0.0]) for part in parts}
    figures = [Figure(name=f"IoU {part.name.lower()}", value=value) for part, value in means.items()]
    figures += [
        Figure(name=f"IoU of the matte of {kind}, {len(found)} photos", value=mean(found or [0.0]), least=least)
        for (kind, found), least in zip(mattes.items(), LEAST_MATTE_IOU.values(), strict=True)
    ]
    judged = mean(value for part, value in means.items() if part != Part.BAGS)
    figures.append(Figure(name="IoU, mean of all but bags", value=judged, least=LEAST_IOU))
    heads = ("photo", *(part.name.lower() for part in parts))
    return Findings(figures=(*figures, _faces_found(nets)), heads=heads, rows=cells, sheets=tuple(sheets))


def _faces_found(nets: PeopleNets) -> Figure:
    found = [find_main_face(codec.decode(picture_file(face)).rgb, nets) is not None for face in OURS.faces]
    return Figure(name="gallery previews with a face found", value=mean(found), least=1)


def drawn() -> dict[str, Any]:
    """The table of masks: `order` of the parts, and for each `photo` the polygons of its parts."""
    text = (resources.files("lingtu.bench") / "people_masks.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, kw_only=True)
class _Compared:
    """Intersection over union of each part that was drawn, and of the mattes of LEAST_MATTE_IOU if a face is seen."""

    parts: dict[Part, float]
    mattes: dict[str, float]
    sheet: Sheet


def _compare(file: Path, polygons: dict[str, list[list[int]]], order: list[str], nets: PeopleNets) -> _Compared:
    rgb = reduce(codec.decode(file.read_bytes()).rgb, SIDE_PX)
    person = understand(rgb, nets)
    small = reduce(rgb, max(person.parts.labels.shape)) if person.parts is not None else rgb
    labels = person.parts.labels if person.parts is not None else np.zeros(rgb.shape[:2], np.uint8)
    truth = draw(polygons, order, labels.shape)
    measured = truth != NOT_MEASURED
    parts: dict[Part, float] = {}
    for part in Part:
        found, true = (labels == part) & measured, truth == part
        if part and np.count_nonzero(true) > LEAST_PX:
            parts[part] = _iou(found, true)
    mattes: dict[str, float] = {}
    if person.parts is not None and person.seen is not None:
        skin = find_skin(rgb, person.seen.face, person.parts, person.coverage).coverage
        for kind, matte, shown in (("bare skin", skin, SKIN), ("the head", matte_head(rgb, nets).alpha, HEAD)):
            covered = cv2.resize(matte, labels.shape[::-1], interpolation=cv2.INTER_AREA) > 0.5
            mattes[kind] = _iou(covered & measured, np.isin(truth, shown))
    pictures = {"drawn": _painted(small, np.where(measured, truth, 0)), "found": _painted(small, labels)}
    return _Compared(parts=parts, mattes=mattes, sheet=Sheet(title=file.name, pictures=pictures))


def _iou(found: Mask, true: Mask) -> float:
    return float((found & true).sum() / max(float((found | true).sum()), 1.0))


def draw(polygons: dict[str, list[list[int]]], order: list[str], shape: tuple[int, ...]) -> Labels:
    labels = np.zeros(shape[:2], np.uint8)
    for name in order:
        number = NOT_MEASURED if name == OTHER else int(Part[name.upper()])
        for corners in polygons.get(name, []):
            points = np.array(corners, np.float32).reshape(-1, 2) / UNIT * (shape[1], shape[0])
            cv2.fillPoly(labels, [points.astype(np.int32)], number)
    return labels


def _painted(rgb: Floats, labels: Labels) -> Floats:
    mixed = 0.45 * rgb + 0.55 * COLOURS[labels]
    return np.where((labels > 0)[..., None], mixed, rgb).astype(np.float32)


SECTION = Section(
    name="people",
    about="Parts of people beside masks drawn by hand: intersection over union. Edges were drawn to about one "
    "hundredth of the picture's side, so thin parts (shoes, hands) can't reach 1.",
    measure=_measure,
)
