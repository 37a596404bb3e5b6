"""An operator's own faces in the gallery."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingtu.errors import SetupError
from lingtu.gallery import own_faces
from lingtu.gallery.catalogue import OURS, Gallery, person_files

CONSENT = "Li Hua, contract of 2026-03-01, no. 17"
FACTS = {"gender": "female", "skin": "yellow", "age": "adult", "consent": CONSENT}
FILES = {"front.webp": b"front", "face.npz": b"facts"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "gallery"


def add(folder: Path, id: str = "li-hua", **facts: str) -> None:
    own_faces.add(folder, id, {**FACTS, **facts}, b"preview", ".jpg", FILES)


def test_an_added_face_is_listed_after_ours(folder: Path) -> None:
    add(folder)
    gallery = Gallery.open(folder)
    face = gallery.faces[-1]
    assert gallery.faces[:-1] == OURS.faces
    assert (face.id, face.gender, face.skin, face.file) == ("li-hua", "female", "yellow", "li-hua.jpg")
    assert gallery.picture_bytes("faces", "li-hua.jpg") == b"preview"
    assert person_files(face) == FILES
    assert CONSENT in (folder / "_faces" / "li-hua" / "face.toml").read_text(encoding="utf-8")


def test_without_a_consent_nothing_is_stored(folder: Path) -> None:
    for consent in ("", "ok", " " * 40):
        with pytest.raises(SetupError, match="consent"):
            add(folder, consent=consent)
    assert own_faces.read(folder) == ()
    assert list((folder / "_faces").iterdir()) == []


@pytest.mark.parametrize("facts", [{"gender": "male"}, {"skin": "green"}, {"age": "old"}])
def test_words_of_the_wire_are_demanded(folder: Path, facts: dict[str, str]) -> None:
    with pytest.raises(SetupError, match=next(iter(facts))):
        add(folder, **facts)


def test_quotes_and_lines_in_a_consent_come_back(folder: Path) -> None:
    add(folder, consent='Li "Hua"\nsigned, on paper, in March')
    assert own_faces.read(folder)[0].id == "li-hua"


def test_ids_of_ours_and_bad_ids_are_refused(folder: Path) -> None:
    add(folder, "face-01")
    with pytest.raises(SetupError, match="face-01"):
        Gallery.open(folder)
    with pytest.raises(SetupError, match="id"):
        add(folder, "../up")


def test_backgrounds_of_ones_own_are_not_disturbed(folder: Path) -> None:
    add(folder)
    assert Gallery.open(folder).backgrounds == OURS.backgrounds
