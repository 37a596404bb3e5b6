from __future__ import annotations

import numpy as np
import pytest

from lingtu.errors import PictureError, SetupError
from lingtu.gallery import catalogue
from lingtu.gallery.background import Background
from lingtu.gallery.catalogue import OURS
from lingtu.imaging import scene_files

SCENES = [entry for entry in OURS.backgrounds if catalogue.scene_files(entry)]


@pytest.mark.parametrize("entry", SCENES, ids=lambda entry: entry.id)
def test_shipped_scenes(entry: Background) -> None:
    geometry, tone = scene_files.read(catalogue.scene_files(entry))
    maps = geometry.maps
    assert 0.5 < tone.white < 100
    assert np.abs(np.linalg.norm(maps.normal, axis=-1) - 1).max() < 1e-3
    assert (maps.depth > 0).all()
    assert {light.group for light in geometry.lights} == set(maps.shares)
    assert any(light.weight.max() > 0 for light in geometry.lights if light.kind != "env"), "a lamp casts a shadow"
    x, y, height = geometry.support.box
    left, top, right, bottom = geometry.support.safe
    assert left < x < right
    assert top < y <= bottom + 0.1
    assert 0.05 < height < 0.9


def test_the_gallery_has_scenes() -> None:
    assert SCENES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 9"),
        ('kind = "area"', 'kind = "candle"'),
        ('stance = "standing"', 'stance = "flying"'),
        ("focal_px", "fokal_px"),
        ("[camera]", "[camera"),
        ("near_m = ", "near_m = 'x' # "),
    ],
)
def test_a_broken_scene_says_what_is_wrong(old: str, new: str) -> None:
    files = catalogue.scene_files(SCENES[0])
    text = files["scene.toml"].decode()
    assert old in text
    with pytest.raises(SetupError, match="scene"):
        scene_files.read({**files, "scene.toml": text.replace(old, new).encode()})


def test_missing_and_broken_maps() -> None:
    files = catalogue.scene_files(SCENES[0])
    with pytest.raises(SetupError, match=r"depth\.png"):
        scene_files.read({name: data for name, data in files.items() if name != "depth.png"})
    with pytest.raises(PictureError):
        scene_files.read({**files, "depth.png": b"no picture"})
    with pytest.raises(SetupError, match="fit"):
        scene_files.read({**files, "depth.png": files["surface.png"]})
