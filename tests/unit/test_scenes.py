"""What a background's scene says fits its picture, its maps and its catalogue entry."""

from __future__ import annotations

import io
import tomllib
from importlib import resources
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lingtu.gallery.background import Background
from lingtu.gallery.catalogue import OURS
from lingtu.imaging.scene import covering

SCENES = resources.files("lingtu.gallery") / "scenes"
GROUND = {"standing": 1.0, "lying": 1.0, "hanging": 0.0}  # upward share of the supporting surface's normal


def _scene(name: str) -> dict[str, Any]:
    return tomllib.loads((SCENES / name / "scene.toml").read_text(encoding="utf-8"))


with_scenes = pytest.mark.parametrize(
    "entry",
    [entry for entry in OURS.backgrounds if (SCENES / entry.id / "scene.toml").is_file()],
    ids=lambda entry: entry.id,
)


@with_scenes
def test_scene_and_catalogue_agree(entry: Background) -> None:
    scene = _scene(entry.id)
    assert (scene["format"], scene["size_px"]) == (1, 1280)
    support = scene["support"]
    assert entry.stand == pytest.approx(support["box"], abs=6e-4)
    assert support["normal"][2] == GROUND[support["stance"]]
    x, y, height = support["box"]
    left, top, right, bottom = support["safe"]
    assert left < x < right
    assert top - 0.02 <= y - height < y <= bottom + 0.02


@with_scenes
def test_lights(entry: Background) -> None:
    lights = _scene(entry.id)["light"]
    weights = {light["group"]: light["weight"] for light in lights}
    assert (weights["key"], weights["alt"], weights["env"]) == (1, 0, 1)
    assert all(0 <= share <= 1 for light in lights for share in light["bounce"])
    assert {light["kind"] for light in lights} <= {"area", "sun", "env"}


@with_scenes
def test_maps(entry: Background) -> None:
    scene = _scene(entry.id)
    expected = {"depth.png": ("I;16", 640), "surface.png": ("RGB", 640)}
    expected |= {f"light-{light['group']}.webp": ("RGB", 768) for light in scene["light"]}
    for file, (mode, size) in expected.items():
        picture = Image.open(io.BytesIO((SCENES / entry.id / file).read_bytes()))
        assert (picture.mode, picture.size) == (mode, (size, size)), file
    others = {file.name for file in (SCENES / entry.id).iterdir()} - set(expected) - {"scene.toml"}
    assert others <= {f"direct-{light['group']}.webp" for light in scene["light"]}


@with_scenes
def test_depth_puts_the_product_on_its_surface(entry: Background) -> None:
    scene = _scene(entry.id)
    camera, support = scene["camera"], scene["support"]
    x, y, height = support["box"]
    if support["stance"] != "standing":
        y -= height / 2
    depth = np.asarray(Image.open(io.BytesIO((SCENES / entry.id / "depth.png").read_bytes()))).astype(float)
    z = camera["near_m"] * 65535 / depth[int(y * depth.shape[0]), int(x * depth.shape[1])]
    zoom = camera["focal_px"] / scene["size_px"]
    local = np.array([(x - 0.5) / zoom * z, (0.5 - y) / zoom * z, -z])
    point = np.array(camera["position"]) + np.array(camera["rotation"]) @ local
    gap = (point - np.array(support["point"])) @ np.array(support["normal"])
    assert abs(gap) < 0.02 if support["stance"] != "hanging" else -0.12 < gap < 0.02


@with_scenes
@pytest.mark.parametrize("proportion", [16 / 9, 4 / 3, 1, 3 / 4, 9 / 16])
def test_crops_keep_the_suggested_product(entry: Background, proportion: float) -> None:
    x, y, tall = entry.stand
    left, top, width, height = covering(1280, 1280, proportion, entry.stand)
    assert width / height == pytest.approx(proportion, abs=0.01)
    assert 0 <= left <= 1280 * (x - tall / 4)
    assert 1280 * (x + tall / 4) <= left + width <= 1280
    assert 0 <= top <= 1280 * (y - tall)
    assert 1280 * y <= top + height <= 1280
