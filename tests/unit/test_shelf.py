"""The gallery while an operator changes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from lingtu.errors import SetupError
from lingtu.gallery import own
from lingtu.gallery.catalogue import OURS
from lingtu.gallery.shelf import Shelf


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "wall.png"
    Image.new("RGB", (64, 48), (200, 190, 180)).save(file)
    return file


def add(folder: Path, id: str, picture: Path) -> None:
    own.add(folder, id, picture, "indoor", (0.5, 0.8, 0.5), None)


def test_what_comes_and_goes_is_seen_without_a_restart(tmp_path: Path, picture: Path) -> None:
    folder = tmp_path / "gallery"
    shelf = Shelf(folder)
    assert shelf.now == OURS
    add(folder, "wall", picture)
    assert shelf.now.find_background("wall") is not None
    assert shelf.now is shelf.now, "it is read again for a change alone"
    shutil.rmtree(folder / "wall")
    assert shelf.now == OURS


def test_a_fault_stops_a_start_and_nothing_that_runs(tmp_path: Path, picture: Path) -> None:
    folder = tmp_path / "gallery"
    add(folder, "wall", picture)
    shelf = Shelf(folder)
    (folder / "broken").mkdir()
    (folder / "broken" / own.FACTS).write_text("category = 1")
    assert shelf.now.find_background("wall") is not None
    with pytest.raises(SetupError, match="broken"):
        Shelf(folder)


def test_an_entry_that_is_being_written_is_none(tmp_path: Path, picture: Path) -> None:
    folder = tmp_path / "gallery"
    add(folder, "wall", picture)
    shelf = Shelf(folder)
    half = folder / ".shop.new"
    half.mkdir()
    (half / own.FACTS).write_text("stand = 3")
    (folder / "empty").mkdir()
    assert [entry.id for entry in shelf.now.backgrounds[len(OURS.backgrounds) :]] == ["wall"]
    assert Shelf(folder).now == shelf.now


def test_no_folder() -> None:
    assert Shelf(None).now is OURS
