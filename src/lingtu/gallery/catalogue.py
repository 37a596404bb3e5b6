"""The galleries: backgrounds and faces in a stable order, their ids and file names never changing.

Light: the API imports this, so no numpy and no picture is decoded here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from lingtu.errors import SetupError
from lingtu.gallery import own, own_faces
from lingtu.gallery.background import Background
from lingtu.gallery.face import Face

#: What each person of `people/` has: hairless pictures in even light, seen from the front and turned by 35 degrees
#: (`left`: the face looks to the picture's left), and measurements, see CREDITS.md.
PERSON_FILES = ("front.webp", "left.webp", "right.webp", "face.npz")


@dataclass(frozen=True)
class Gallery:
    """What callers can choose, in the order in which it is listed: ours, then the operator's."""

    backgrounds: tuple[Background, ...]
    faces: tuple[Face, ...]

    @classmethod
    def open(cls, folder: Path) -> Gallery:
        """Ours with what an operator keeps in a folder, if there is one. Raises `SetupError` that names the fault."""
        backgrounds, faces = own.read(folder), own_faces.read(folder)
        for kind, theirs, ours in (("background", backgrounds, OURS.backgrounds), ("face", faces, OURS.faces)):
            taken = {entry.id for entry in theirs} & {entry.id for entry in ours}
            if taken:
                raise SetupError(f"{folder}: the gallery has a {kind} {min(taken)} of its own")
        return cls(OURS.backgrounds + backgrounds, OURS.faces + faces)

    def find_background(self, id: str) -> Background | None:
        return next((entry for entry in self.backgrounds if entry.id == id), None)

    def find_face(self, id: str) -> Face | None:
        return next((entry for entry in self.faces if entry.id == id), None)

    def background(self, id: str) -> Background:
        """One that is known to be there: a name that `read_params` took, or one of ours. Raises `KeyError`."""
        return {entry.id: entry for entry in self.backgrounds}[id]

    def face(self, id: str) -> Face:
        """One that is known to be there, like `background`."""
        return {entry.id: entry for entry in self.faces}[id]

    def picture_bytes(self, kind: str, file: str) -> bytes | None:
        """A picture's file, of `backgrounds` or `faces`; None unless it is listed, so no path can be made up."""
        entries: dict[str, tuple[Background | Face, ...]] = {"backgrounds": self.backgrounds, "faces": self.faces}
        entry = next((entry for entry in entries.get(kind, ()) if entry.file == file), None)
        return None if entry is None else _picture_if_kept(entry)

    def find_by_picture(self, data: bytes) -> Background | None:
        """The background whose file has these very bytes."""
        return next((entry for entry in self.backgrounds if _picture_if_kept(entry) == data), None)


def picture_file(entry: Background | Face) -> bytes:
    """The file that callers are shown. Raises `FileNotFoundError` if the operator has taken it away since."""
    if entry.own is not None:
        return _read_own(entry.own, entry.own.stat().st_mtime_ns)
    return _read_ours("backgrounds" if isinstance(entry, Background) else "faces", entry.file)


def _picture_if_kept(entry: Background | Face) -> bytes | None:
    try:
        return picture_file(entry)
    except FileNotFoundError:
        return None


def scene_files(background: Background) -> dict[str, bytes]:
    """The files of a rendered background's geometry by their names; none for a photograph."""
    if background.own is not None:
        files = {file.name: file for file in background.own.parent.iterdir()}
        return {name: file.read_bytes() for name, file in files.items()} if "scene.toml" in files else {}
    folder = resources.files("lingtu.gallery") / "scenes" / background.id
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


def person_files(face: Face) -> dict[str, bytes]:
    """The files that replacing a face by this one takes: PERSON_FILES; an operator's own may lack the sides."""
    folder = face.own.parent if face.own is not None else resources.files("lingtu.gallery") / "people" / face.id
    files = {file: folder / file for file in PERSON_FILES}
    return {name: file.read_bytes() for name, file in files.items() if file.is_file()}


@cache
def _read_ours(kind: str, file: str) -> bytes:
    return (resources.files("lingtu.gallery") / kind / file).read_bytes()


@cache
def _read_own(file: Path, changed_ns: int) -> bytes:
    """As it was when it was changed last: a picture that is put in its place is another one."""
    return file.read_bytes()


def _read_table() -> Gallery:
    table = tomllib.loads((resources.files("lingtu.gallery") / "catalogue.toml").read_text(encoding="utf-8"))
    backgrounds = (Background(**{**row, "stand": tuple(row["stand"])}) for row in table["background"])
    return Gallery(tuple(backgrounds), tuple(Face(**row) for row in table["face"]))


#: What comes with lingtu.
OURS = _read_table()
