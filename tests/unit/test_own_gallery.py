"""An operator's own backgrounds, with and without geometry."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lingtu.errors import SetupError
from lingtu.gallery import catalogue, own
from lingtu.gallery.entry import remove_entry

RENDERED = next(entry for entry in catalogue.backgrounds() if catalogue.scene_files(entry.id))
STAND = (0.5, 0.8, 0.4)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "gallery"
    catalogue.use_folder(None)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "shop.jpg"
    file.write_bytes(catalogue.picture_bytes("backgrounds", RENDERED.file) or b"")
    return file


def test_a_picture_alone(folder: Path, picture: Path) -> None:
    own.add(folder, "shop-1", picture, "indoor", STAND, None)
    catalogue.use_folder(folder)
    entry = catalogue.backgrounds()[-1]
    assert (entry.id, entry.file, entry.category) == ("shop-1", "shop-1.jpg", "indoor")
    assert catalogue.picture_bytes("backgrounds", "shop-1.jpg") == picture.read_bytes()
    assert catalogue.scene_files("shop-1") == {}
    catalogue.use_folder(None)
    assert catalogue.find_background("shop-1") is None
    assert catalogue.picture_bytes("backgrounds", "shop-1.jpg") is None


def test_with_maps(folder: Path, picture: Path, tmp_path: Path) -> None:
    maps = tmp_path / "maps"
    maps.mkdir()
    for name, data in catalogue.scene_files(RENDERED.id).items():
        (maps / name).write_bytes(data)
    own.add(folder, "shop-2", picture, "simplicity", STAND, maps)
    catalogue.use_folder(folder)
    files = catalogue.scene_files("shop-2")
    assert {name: files[name] for name in catalogue.scene_files(RENDERED.id)} == catalogue.scene_files(RENDERED.id)


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
        catalogue.use_folder(folder)


def test_an_id_of_the_gallery_is_taken(folder: Path, picture: Path) -> None:
    own.add(folder, RENDERED.id, picture, "indoor", STAND, None)
    with pytest.raises(SetupError, match=RENDERED.id):
        catalogue.use_folder(folder)


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


def test_what_comes_and_goes_is_seen_and_a_broken_entry_changes_nothing(folder: Path, picture: Path) -> None:
    catalogue.use_folder(folder)
    ours = catalogue.backgrounds()
    own.add(folder, "shop-1", picture, "indoor", STAND, None)
    assert catalogue.backgrounds() == ours
    catalogue.refresh()
    assert [entry.id for entry in catalogue.backgrounds()[len(ours) :]] == ["shop-1"]
    half = folder / ".shop-2.new"
    half.mkdir()
    (half / own.FACTS).write_text("stand = 3")
    (folder / "shop-3").mkdir()
    catalogue.refresh()
    assert len(catalogue.backgrounds()) == len(ours) + 1
    (folder / "shop-3" / own.FACTS).write_text("stand = 3")
    os.utime(folder)
    catalogue.refresh()
    assert len(catalogue.backgrounds()) == len(ours) + 1
    shutil.rmtree(folder / "shop-3")
    remove_entry(folder, "shop-1", own.FACTS)
    catalogue.refresh()
    assert catalogue.backgrounds() == ours
