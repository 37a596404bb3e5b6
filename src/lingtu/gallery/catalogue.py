"""The galleries: backgrounds and faces in a stable order, their ids and file names never changing.

Light: the API imports this, so no numpy and no picture is decoded here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Category = Literal["indoor", "outdoor", "simplicity"]
Gender = Literal["Male", "female"]  # exactly so on the wire
Skin = Literal["yellow", "white", "black"]
Age = Literal["adult", "child"]


@dataclass(frozen=True, kw_only=True)
class Background:
    """A background that callers choose by its id."""

    id: str
    category: Category
    #: Name of the picture in `backgrounds/`.
    file: str
    #: Where a product stands well: x and y of its base, and its height; shares of the picture's width and height.
    stand: tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Face:
    """A person whose face callers choose by its id."""

    id: str
    gender: Gender
    skin: Skin
    age: Age
    #: Name of the preview in `faces/`.
    file: str


#: What each person of `people/` has: hairless pictures in even light, seen from the front and turned by 35 degrees
#: (`left`: the face looks to the picture's left), and measurements, see CREDITS.md.
PERSON_FILES = ("front.webp", "left.webp", "right.webp", "face.npz")


@cache
def backgrounds() -> tuple[Background, ...]:
    """All backgrounds, in the order in which they are listed."""
    return tuple(Background(**{**row, "stand": tuple(row["stand"])}) for row in _table()["background"])


@cache
def faces() -> tuple[Face, ...]:
    """All faces, in the order in which they are listed."""
    return tuple(Face(**row) for row in _table()["face"])


def find_background(id: str) -> Background | None:
    return next((entry for entry in backgrounds() if entry.id == id), None)


def find_face(id: str) -> Face | None:
    return next((entry for entry in faces() if entry.id == id), None)


@cache
def picture_bytes(kind: str, file: str) -> bytes | None:
    """A gallery picture's file; None unless the tables name it, so no path can be made up."""
    entries: dict[str, tuple[Background | Face, ...]] = {"backgrounds": backgrounds(), "faces": faces()}
    if not any(entry.file == file for entry in entries.get(kind, ())):
        return None
    return (resources.files("lingtu.gallery") / kind / file).read_bytes()


def person_bytes(face: Face, file: str) -> bytes:
    """One of PERSON_FILES: what replacing a face by this one takes."""
    return (resources.files("lingtu.gallery") / "people" / face.id / file).read_bytes()


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    text = (resources.files("lingtu.gallery") / "catalogue.toml").read_text(encoding="utf-8")
    table: dict[str, list[dict[str, Any]]] = tomllib.loads(text)
    return table
