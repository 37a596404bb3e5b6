"""The galleries: backgrounds and faces in a stable order, their ids and file names never changing.

Light: the API imports this, so no numpy and no picture is decoded here.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import structlog

from lingtu.errors import SetupError
from lingtu.gallery import own, own_faces
from lingtu.gallery.background import Background
from lingtu.gallery.face import Face

#: What each person of `people/` has: hairless pictures in even light, seen from the front and turned by 35 degrees
#: (`left`: the face looks to the picture's left), and measurements, see CREDITS.md.
PERSON_FILES = ("front.webp", "left.webp", "right.webp", "face.npz")

_own_folder: Path | None = None
#: Of that folder and the one of faces in it, when they were read: changed whenever an entry comes or goes.
_state: tuple[int, ...] = ()
log = structlog.get_logger(__name__)


def use_folder(folder: Path | None) -> None:
    """List an operator's own backgrounds and faces too; called when a process starts. Raises `SetupError`."""
    global _own_folder, _state
    _own_folder, _state = folder, _state_of(folder)
    for kept in (backgrounds, faces, _read):
        kept.cache_clear()
    backgrounds()
    faces()


def refresh() -> None:
    """Read an operator's folder again if entries came or went; what is wrong with a new one leaves all as it was.

    Costs two looks at the file system. For whoever is about to choose: before a submission, a list, a job.
    """
    global _state
    state = _state_of(_own_folder)
    if _own_folder is None or state == _state:
        return
    _state = state  # a fault is told once
    try:
        own.read(_own_folder)
        own_faces.read(_own_folder)
    except SetupError as error:
        log.warning("gallery.not_read", error=str(error))
        return
    use_folder(_own_folder)


def _state_of(folder: Path | None) -> tuple[int, ...]:
    """When the folders of own entries were changed, ns; 0 for one that is not there."""
    places = () if folder is None else (folder, folder / own_faces.FOLDER)
    return tuple(place.stat().st_mtime_ns if place.is_dir() else 0 for place in places)


@cache
def backgrounds() -> tuple[Background, ...]:
    """All backgrounds, in the order in which they are listed: ours, then the operator's."""
    ours = tuple(Background(**{**row, "stand": tuple(row["stand"])}) for row in _table()["background"])
    theirs = own.read(_own_folder) if _own_folder is not None else ()
    names = {entry.id for entry in ours}
    taken = [entry.id for entry in theirs if entry.id in names]
    if taken:
        raise SetupError(f"{_own_folder}: the gallery has a background {taken[0]} of its own")
    return ours + theirs


@cache
def faces() -> tuple[Face, ...]:
    """All faces, in the order in which they are listed: ours, then the operator's."""
    ours = tuple(Face(**row) for row in _table()["face"])
    theirs = own_faces.read(_own_folder) if _own_folder is not None else ()
    taken = [entry.id for entry in theirs if entry.id in {entry.id for entry in ours}]
    if taken:
        raise SetupError(f"{_own_folder}: the gallery has a face {taken[0]} of its own")
    return ours + theirs


def find_background(id: str) -> Background | None:
    return next((entry for entry in backgrounds() if entry.id == id), None)


def find_face(id: str) -> Face | None:
    return next((entry for entry in faces() if entry.id == id), None)


def picture_bytes(kind: str, file: str) -> bytes | None:
    """A gallery picture's file; None unless the tables name it, so no path can be made up."""
    entries: dict[str, tuple[Background | Face, ...]] = {"backgrounds": backgrounds(), "faces": faces()}
    entry = next((entry for entry in entries.get(kind, ()) if entry.file == file), None)
    if entry is None:
        return None
    return _read(kind, file, entry.own)


@cache
def _read(kind: str, file: str, own_file: Path | None) -> bytes:
    return (own_file or resources.files("lingtu.gallery") / kind / file).read_bytes()


def find_by_picture(data: bytes) -> Background | None:
    """The background whose file has these very bytes."""
    return next((entry for entry in backgrounds() if picture_bytes("backgrounds", entry.file) == data), None)


def scene_files(id: str) -> dict[str, bytes]:
    """The files of a rendered background's geometry by their names; none for a photograph."""
    entry = find_background(id)
    if entry is not None and entry.own is not None:
        files = {file.name: file for file in entry.own.parent.iterdir()}
        return {name: file.read_bytes() for name, file in files.items()} if "scene.toml" in files else {}
    folder = resources.files("lingtu.gallery") / "scenes" / id
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


def person_bytes(face: Face, file: str) -> bytes:
    """One of PERSON_FILES: what replacing a face by this one takes."""
    return person_files(face)[file]


def person_files(face: Face) -> dict[str, bytes]:
    """The files that replacing a face by this one takes: PERSON_FILES; an operator's own may lack the sides."""
    folder = face.own.parent if face.own is not None else resources.files("lingtu.gallery") / "people" / face.id
    files = {file: folder / file for file in PERSON_FILES}
    return {name: file.read_bytes() for name, file in files.items() if file.is_file()}


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    text = (resources.files("lingtu.gallery") / "catalogue.toml").read_text(encoding="utf-8")
    table: dict[str, list[dict[str, Any]]] = tomllib.loads(text)
    return table
