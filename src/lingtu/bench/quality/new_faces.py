"""AI model: what of the photo stays, and how near the new face is to the gallery's.

With `--data DIR`: photographs in DIR/models and DIR/tryon/persons*; without it the gallery's own previews.
Likeness is judged by eye here: recognisers only measure, and none comes with the package. No single figure decides:
pasting the sitter's picture with a pose of its own wins likeness and loses all else.

A result is *publishable* if a person who never saw the photo, at 100 % and for five seconds, finds none of: an edge
around the face; brows, eyes or lips twice, or of another direction than the head; skin of the face and the neck that do
not belong together; hair, glasses or fingers that end at the face; eyes that look elsewhere than in the photo; skin
like plastic beside that of the neck.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.errors import PictureError
from lingtu.gallery.catalogue import OURS, person_files, picture_file
from lingtu.gallery.face import Face
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.find import find_main_face
from lingtu.imaging.people.mesh import LEFT_EYE, RIGHT_EYE, FaceMesh, refit_mesh
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.reface.model import TOO_FAR_DEG
from lingtu.imaging.reface.replace import Look, replace_face
from lingtu.imaging.reface.sitter import read_sitter

#: Photos that are measured without being asked for; the sitters are drawn with this seed.
MOST, SEED = 40, 11
#: Bounds: mean distance of the points in distances of the eyes, degrees.
MOST_OFF, MOST_TURN_DEG = 0.03, 3.0
SHOWN = 1.6  # sizes of the face


@dataclass(frozen=True, kw_only=True)
class _Case:
    name: str
    face: str
    #: Mean distance of the points from the photo's, in distances of the outer corners of the eyes.
    off: float
    turn_deg: float
    untouched: bool
    seconds: float
    before: Floats
    after: Floats


def _measure(material: Material) -> Findings:
    nets = material.people()
    cases = list(_cases(material.data, nets))
    rows = tuple(
        (case.name, case.face, f"{case.off:.4f}", f"{case.turn_deg:.1f}", f"{case.seconds:.2f}") for case in cases
    )
    figures = (
        Figure(name="points off, of the eyes' distance", value=mean(case.off for case in cases), most=MOST_OFF),
        Figure(name="pose off, degrees", value=mean(case.turn_deg for case in cases), most=MOST_TURN_DEG),
        Figure(name="untouched outside", value=mean(case.untouched for case in cases), least=1),
        Figure(name="CPU seconds", value=mean(case.seconds for case in cases)),
    )
    sheets = tuple(
        Sheet(title=f"{case.name}, {case.face}", pictures={"photo": case.before, "result": case.after})
        for case in cases
    )
    return Findings(figures=figures, heads=("photo", "face", "points off", "pose off", "s"), rows=rows, sheets=sheets)


def _cases(data: Path | None, nets: PeopleNets) -> Iterator[_Case]:
    draw = np.random.default_rng(SEED)
    faces = OURS.faces
    for name, picture in _photos(data):
        face = faces[int(draw.integers(len(faces)))]
        seen = find_main_face(picture, nets)
        if seen is None or abs(nets.canonical.pose(seen.face.points).yaw_deg) > TOO_FAR_DEG:
            continue
        try:
            yield _case(name, face, picture, seen.face, nets)
        except PictureError:
            continue


def _photos(data: Path | None) -> Iterator[tuple[str, Floats]]:
    if data is None:
        for face in OURS.faces[:6]:
            yield face.id, codec.decode(picture_file(face)).rgb
        return
    files = [file for folder in ("models", "tryon/persons", "tryon/persons_wild") for file in (data / folder).glob("*")]
    for file in sorted(files)[:: max(1, len(files) // MOST)]:
        yield file.name, codec.decode(file.read_bytes()).rgb


def _case(name: str, face: Face, picture: Floats, mesh: FaceMesh, nets: PeopleNets) -> _Case:
    sitter = read_sitter(person_files(face), nets.canonical)
    start = time.process_time()
    made = replace_face(picture, mesh, sitter, nets, Look())
    seconds = time.process_time() - start
    before, after = (refit_mesh(each, mesh, nets.mesh) for each in (picture, made.rgb))
    eyes = float(np.linalg.norm(before.flat[LEFT_EYE.outer] - before.flat[RIGHT_EYE.outer]))
    poses = [nets.canonical.pose(each.points) for each in (before, after)]
    turns = [abs(getattr(poses[0], axis) - getattr(poses[1], axis)) for axis in ("yaw_deg", "pitch_deg", "roll_deg")]
    outside = made.mask == 0
    return _Case(
        name=name,
        face=face.id,
        off=float(np.linalg.norm(after.flat - before.flat, axis=1).mean()) / max(eyes, 1.0),
        turn_deg=max(turns),
        untouched=bool((made.rgb[outside] == picture[outside]).all()),
        seconds=seconds,
        before=_around(picture, mesh),
        after=_around(made.rgb, mesh),
    )


def _around(picture: Floats, mesh: FaceMesh) -> Floats:
    low, high = mesh.flat[:468].min(axis=0), mesh.flat[:468].max(axis=0)
    reach = SHOWN / 2 * float((high - low).max())
    left, top = (max(0, int(each)) for each in (low + high) / 2 - reach)
    right, bottom = (int(each) for each in (low + high) / 2 + reach)
    return picture[top:bottom, left:right]


SECTION = Section(
    name="new-faces",
    about="AI model with sitters drawn by a fixed seed: how far the face's points and its pose are from the photo's, "
    "and whether all else is the photo's to the bit. Results are looked at by the criteria in the section's docstring.",
    measure=_measure,
)
