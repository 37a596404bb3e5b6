from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from lingtu.gallery import catalogue


def test_ids_are_unique_and_say_their_category() -> None:
    ids = [entry.id for entry in (*catalogue.backgrounds(), *catalogue.faces())]
    assert len(set(ids)) == len(ids)
    for entry in catalogue.backgrounds():
        assert re.fullmatch(rf"{entry.category}-\d\d", entry.id)


def test_every_choice_of_the_contract_is_there() -> None:
    assert {entry.category for entry in catalogue.backgrounds()} == {"indoor", "outdoor", "simplicity"}
    assert {face.gender for face in catalogue.faces()} == {"Male", "female"}
    assert {face.skin for face in catalogue.faces()} == {"yellow", "white", "black"}
    assert {face.age for face in catalogue.faces()} == {"adult", "child"}


@pytest.mark.parametrize("entry", catalogue.backgrounds(), ids=lambda entry: entry.id)
def test_backgrounds(entry: catalogue.Background) -> None:
    data = catalogue.picture_bytes("backgrounds", entry.file)
    assert data is not None
    assert len(data) < 700_000
    picture = Image.open(io.BytesIO(data))
    assert (picture.size, picture.mode) == ((1280, 1280), "RGB")
    assert max(picture.convert("L").histogram()[254:]) < 0.01 * 1280 * 1280, "no clipped whites"
    assert all(0 < share < 1 for share in entry.stand)
    assert entry.stand[1] >= entry.stand[2], "the product fits above its base"


@pytest.mark.parametrize("face", catalogue.faces(), ids=lambda face: face.id)
def test_faces(face: catalogue.Face) -> None:
    data = catalogue.picture_bytes("faces", face.file)
    assert data is not None
    assert Image.open(io.BytesIO(data)).size == (512, 512)


@pytest.mark.parametrize(
    ("kind", "file"),
    [("backgrounds", "nothing.jpg"), ("backgrounds", "../catalogue.toml"), ("secrets", "x"), ("faces", "")],
)
def test_only_what_the_table_names_is_read(kind: str, file: str) -> None:
    assert catalogue.picture_bytes(kind, file) is None


def test_finding() -> None:
    first = catalogue.backgrounds()[0]
    assert catalogue.find_background(first.id) == first
    assert catalogue.find_background("nowhere") is None
    assert catalogue.find_face("nobody") is None


def test_what_is_asked_for_in_vain_is_not_remembered() -> None:
    """Anybody may ask for gallery pictures, under any number of names."""
    before = catalogue._read.cache_info().currsize
    for index in range(100):
        assert catalogue.picture_bytes("backgrounds", f"{index}.jpg") is None
    assert catalogue._read.cache_info().currsize == before
