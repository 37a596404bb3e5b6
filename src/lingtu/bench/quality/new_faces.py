"""AI model: what of the photo stays, and how near the new face is to the gallery's.

With `--data DIR`: photographs in DIR/models and DIR/tryon/persons*; without it the gallery's own previews. Likeness is
measured by the recognisers in DIR/recognisers (ONNX, of the ArcFace kind), if there are any: none ships.
No single figure decides: pasting the sitter's picture with a pose of its own wins likeness and loses all else.

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

import cv2
import numpy as np

from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.identity import Recogniser, open_recogniser
from lingtu.errors import PictureError
from lingtu.gallery.catalogue import OURS, person_files, picture_file
from lingtu.gallery.face import Face
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.find import Seen, find_main_face
from lingtu.imaging.people.mesh import LEFT_EYE, RIGHT_EYE, FaceMesh, refit_mesh
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.people.person import understand
from lingtu.imaging.reface.model import TOO_FAR_DEG
from lingtu.imaging.reface.replace import Look, replace_face
from lingtu.imaging.reface.sitter import read_sitter
from lingtu.imaging.reface.skin import find_skin

#: Photos that are measured without being asked for; the sitters are drawn with this seed.
MOST, SEED = 40, 11
#: Bounds: mean distance of the points in distances of the eyes, degrees.
MOST_OFF, MOST_TURN_DEG, MOST_SEAM = 0.03, 3.0, 1.0
#: A pixel of the mask from which on it is the new face's alone.
WHOLE = 0.6
STAGES = ("face", "person", "skin")
HEADS = ("photo", "face", "points off", "pose off", "seam", "CPU s", "nearer to the sitter")
SHOWN = 1.6  # sizes of the face


Recognisers = dict[str, Recogniser]


@dataclass(frozen=True, kw_only=True)
class _Case:
    name: str
    face: str
    #: Mean distance of the points from the photo's, in distances of the outer corners of the eyes.
    off: float
    turn_deg: float
    untouched: bool
    #: Share of the picture's pixels that are the photo's.
    unchanged: float
    seam: float
    #: CPU seconds of each stage.
    seconds: dict[str, float]
    #: By recogniser: cosine to the sitter, less that to the photo's own face.
    nearer: dict[str, float]
    before: Floats
    after: Floats


def _measure(material: Material) -> Findings:
    nets = material.people()
    files = sorted((material.data / "recognisers").glob("*.onnx")) if material.data is not None else []
    recognisers = {file.stem: open_recogniser(file, 1) for file in files}
    cases = list(_cases(material.data, nets, recognisers))
    rows = tuple(
        (
            case.name,
            case.face,
            f"{case.off:.4f}",
            f"{case.turn_deg:.1f}",
            f"{case.seam:.2f}",
            ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in case.seconds.items()),
            ", ".join(f"{name} {value:+.2f}" for name, value in case.nearer.items()),
        )
        for case in cases
    )
    stages = {stage: mean(case.seconds[stage] for case in cases) for stage in STAGES}
    figures = (
        Figure(name="points off, of the eyes' distance", value=mean(case.off for case in cases), most=MOST_OFF),
        Figure(name="pose off, degrees", value=mean(case.turn_deg for case in cases), most=MOST_TURN_DEG),
        Figure(name="untouched outside", value=mean(case.untouched for case in cases), least=1),
        Figure(name="unchanged share of the picture", value=mean(case.unchanged for case in cases)),
        Figure(name="seam, L per px", value=mean(case.seam for case in cases), most=MOST_SEAM),
        *(Figure(name=f"{stage}, CPU seconds", value=seconds) for stage, seconds in stages.items()),
        *(
            Figure(name=f"nearer to the sitter, by {name}", value=mean(case.nearer[name] > 0 for case in cases))
            for name in recognisers
        ),
    )
    sheets = tuple(
        Sheet(title=f"{case.name}, {case.face}", pictures={"photo": case.before, "result": case.after})
        for case in cases
    )
    return Findings(figures=figures, heads=HEADS, rows=rows, sheets=sheets)


def _cases(data: Path | None, nets: PeopleNets, recognisers: Recognisers) -> Iterator[_Case]:
    draw = np.random.default_rng(SEED)
    faces = OURS.faces
    for name, picture in _photos(data):
        face = faces[int(draw.integers(len(faces)))]
        seen = find_main_face(picture, nets)
        if seen is None or abs(nets.canonical.pose(seen.face.points).yaw_deg) > TOO_FAR_DEG:
            continue
        try:
            yield _case(name, face, picture, seen, nets, recognisers)
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


def _case(name: str, face: Face, picture: Floats, seen: Seen, nets: PeopleNets, recognisers: Recognisers) -> _Case:
    sitter, mesh = read_sitter(person_files(face), nets.canonical), seen.face
    clock = [time.process_time()]
    made = replace_face(picture, mesh, sitter, nets, Look())
    clock.append(time.process_time())
    person = understand(picture, nets, seen)
    clock.append(time.process_time())
    if person.parts is not None:
        find_skin(picture, mesh, person.parts, person.coverage)
    clock.append(time.process_time())
    front = sitter.views["front"]
    nearer = {}
    for kind, recognise in recognisers.items():
        after_face = recognise(made.rgb, mesh)
        nearer[kind] = float(after_face @ recognise(front.rgb, front.mesh) - after_face @ recognise(picture, mesh))
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
        unchanged=float(outside.mean()),
        seam=seam(picture, made.rgb, made.mask),
        seconds=dict(zip(STAGES, np.diff(clock).tolist(), strict=True)),
        nearer=nearer,
        before=_around(picture, mesh),
        after=_around(made.rgb, mesh),
    )


def seam(before: Floats, after: Floats, mask: Floats) -> float:
    """How much steeper lightness (L per px) became in the mask's feather, where no feature is; 0 is no seam."""
    feather = (mask > 0) & (mask < WHOLE)
    if not feather.any():
        return 0.0
    steps = [_steepness(cv2.cvtColor(each, cv2.COLOR_RGB2Lab)[..., 0])[feather] for each in (before, after)]
    return float((steps[1] - steps[0]).clip(0).mean())


def _steepness(light: Floats) -> Floats:
    down, right = np.gradient(cv2.GaussianBlur(light, (0, 0), 1.0))
    return np.asarray(np.hypot(down, right), np.float32)


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
