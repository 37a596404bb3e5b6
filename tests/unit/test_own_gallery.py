"""An operator's own backgrounds, with and without geometry."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lingtu.errors import LingtuError, SetupError
from lingtu.gallery import own
from lingtu.gallery.catalogue import OURS, Gallery, picture_file, scene_files
from lingtu.operations.fields import read_params
from lingtu.operations.params import Background as BackgroundParams

RENDERED = next(entry for entry in OURS.backgrounds if scene_files(entry))
STAND = (0.5, 0.8, 0.4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "gallery"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "shop.jpg"
    file.write_bytes(picture_file(RENDERED))
    return file


def test_a_picture_alone(folder: Path, picture: Path) -> None:
    own.add(folder, "shop-1", picture, "indoor", STAND, None)
    gallery = Gallery.open(folder)
    entry = gallery.backgrounds[-1]
    assert gallery.backgrounds[:-1] == OURS.backgrounds
    assert (entry.id, entry.file, entry.category) == ("shop-1", "shop-1.jpg", "indoor")
    assert gallery.picture_bytes("backgrounds", "shop-1.jpg") == picture.read_bytes()
    assert scene_files(entry) == {}
    assert OURS.find_background("shop-1") is None
    assert OURS.picture_bytes("backgrounds", "shop-1.jpg") is None


def test_no_folder_is_an_empty_one(folder: Path) -> None:
    assert Gallery.open(folder) == OURS


def test_a_picture_that_was_replaced_or_taken_away(folder: Path, picture: Path) -> None:
    own.add(folder, "shop", picture, "indoor", STAND, None)
    gallery = Gallery.open(folder)
    assert gallery.find_by_picture(picture.read_bytes()) is not None
    file = folder / "shop" / "picture.jpg"
    file.write_bytes(b"another")
    os.utime(file, ns=(0, 1))
    assert gallery.picture_bytes("backgrounds", "shop.jpg") == b"another"
    file.unlink()
    assert gallery.picture_bytes("backgrounds", "shop.jpg") is None
    assert gallery.find_by_picture(b"another") is None, "others' jobs go on"


def test_names_in_a_body_are_those_of_the_gallery_it_is_read_with(folder: Path, picture: Path) -> None:
    own.add(folder, "shop", picture, "indoor", STAND, None)
    gallery, body = Gallery.open(folder), {"bgId": "shop"}
    read = read_params(BackgroundParams, body, gallery)
    assert read.picture(gallery) == "gallery://backgrounds/shop.jpg"
    with pytest.raises(LingtuError, match="bgId names no background: shop"):
        read_params(BackgroundParams, body, OURS)


def test_with_maps(folder: Path, picture: Path, tmp_path: Path) -> None:
    maps = tmp_path / "maps"
    maps.mkdir()
    ours = scene_files(RENDERED)
    for name, data in ours.items():
        (maps / name).write_bytes(data)
    own.add(folder, "shop-2", picture, "simplicity", STAND, maps)
    files = scene_files(Gallery.open(folder).background("shop-2"))
    assert {name: files[name] for name in ours} == ours


def test_adding_again_replaces(folder: Path, picture: Path) -> None:
    own.add(folder, "shop", picture, "indoor", STAND, None)
    own.add(folder, "shop", picture, "outdoor", STAND, None)
    assert [entry.category for entry in own.read(folder)] == ["outdoor"]


@pytest.mark.parametrize("id", ["", "../x", "Shop", "a/b", "-a", "a" * 64])
def test_ids(folder: Path, picture: Path, id: str) -> None:
    with pytest.raises(SetupError, match="an id has"):
        own.add(folder, id, picture, "indoor", STAND, None)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ("", "is missing"),
        ("[", "background.toml"),
        ('category = "space"\nfile = "picture.jpg"\nstand = [0.5, 0.5, 0.5]', "category is one of"),
        ('category = "indoor"\nfile = "../picture.jpg"\nstand = [0.5, 0.5, 0.5]', "there is no"),
        ('category = "indoor"\nfile = "picture.jpg"\nstand = [0.5, 0.5]', "stand is"),
        ('category = "indoor"\nfile = "picture.jpg"\nstand = [0.5, 0.5, 7]', "stand is"),
    ],
)
def test_a_broken_entry_names_its_file(folder: Path, picture: Path, facts: str, fault: str) -> None:
    own.add(folder, "shop", picture, "indoor", STAND, None)
    (folder / "shop" / own.FACTS).write_text(facts)
    with pytest.raises(SetupError, match=fault):
        Gallery.open(folder)


def test_an_id_of_the_gallery_is_taken(folder: Path, picture: Path) -> None:
    own.add(folder, RENDERED.id, picture, "indoor", STAND, None)
    with pytest.raises(SetupError, match=RENDERED.id):
        Gallery.open(folder)


def test_commands(folder: Path, picture: Path) -> None:
    def lingtu(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LINGTU_GALLERY_DIR": str(folder), "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, "-m", "lingtu", "gallery", *arguments], env=environment, capture_output=True, text=True
        )

    added = lingtu("add", str(picture), "--id", "corner", "--category", "indoor")
    assert added.returncode == 0, added.stderr
    listed = lingtu("list").stdout
    assert "corner" in listed
    assert "ray-cast" in listed
    assert "corner: 1280 x 1280" in lingtu("check").stdout
    (folder / "corner" / "picture.jpg").write_bytes(b"no picture")
    checked = lingtu("check")
    assert checked.returncode == 1
    assert lingtu("add", str(picture), "--id", "x", "--category", "space").returncode == 1
    taken = lingtu("add", str(picture), "--id", RENDERED.id, "--category", "indoor")
    assert taken.returncode == 1
    assert RENDERED.id in taken.stderr
    assert sorted(entry.name for entry in folder.iterdir()) == ["corner"], "what was refused left nothing"
