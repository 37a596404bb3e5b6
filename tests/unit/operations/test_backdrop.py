"""Which geometry a job's background gets, and the recipe with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingtu.commands.demo import demo_picture
from lingtu.engines.classic import ClassicEngine
from lingtu.errors import LingtuError
from lingtu.gallery.catalogue import OURS, picture_file, scene_files
from lingtu.imaging import codec
from lingtu.operations.backdrop import open_scene
from lingtu.operations.change_background import run
from lingtu.operations.fields import read_params
from lingtu.operations.params import Background, ChangeBackgroundParams

ENTRY = next(entry for entry in OURS.backgrounds if scene_files(entry))
MASTER = picture_file(ENTRY)
PICTURE = codec.decode(MASTER).rgb
GOODS = {"url": "data:", "x": 160, "y": 120, "width": 100, "height": 200}


def background(**fields: Any) -> Background:
    return read_params(Background, fields)


def test_by_id_the_middle_is_taken() -> None:
    scene = open_scene(OURS, background(bgId=ENTRY.id), MASTER, 600, 400)
    assert scene.picture.shape == (400, 600, 3)
    assert scene.geometry is not None
    assert scene.geometry.camera.centre_px == pytest.approx((300, 200), abs=0.5)


def test_the_gallerys_own_file_is_known_without_an_id() -> None:
    assert open_scene(OURS, background(url="data:"), MASTER, 500, 500).geometry is not None


def test_a_crop_of_it_is_recognised_by_id() -> None:
    part = PICTURE[200:1100, 100:1000]
    data = codec.encode(part, None, "jpg")
    scene = open_scene(OURS, background(url="data:", bgId=ENTRY.id), data, 450, 450)
    assert scene.geometry is not None
    assert scene.geometry.camera.centre_px == pytest.approx(((640 - 100) / 2, (640 - 200) / 2), abs=1.5)
    assert np.array_equal(scene.picture, open_scene(OURS, background(url="data:"), data, 450, 450).picture), (
        "url's pixels"
    )


def test_another_picture_has_no_geometry_whatever_id_comes_with_it() -> None:
    other = codec.encode(np.ascontiguousarray(PICTURE[:, ::-1]), None, "jpg")
    assert open_scene(OURS, background(url="data:", bgId=ENTRY.id), other, 500, 500).geometry is None


def test_a_photograph_has_none() -> None:
    photo = codec.encode(np.random.default_rng(1).random((300, 300, 3)).astype(np.float32), None, "png")
    assert open_scene(OURS, background(url="data:"), photo, 400, 400).geometry is None


def results(tmp_path: Path, **fields: Any) -> list[np.ndarray]:
    body = {"requestId": "r", "width": 480, "height": 400, "goods": GOODS, "background": {"bgId": ENTRY.id}, **fields}
    files = {"goods": demo_picture("bottle.png"), "background": MASTER}
    outcome = run(ClassicEngine(tmp_path, 1), OURS, read_params(ChangeBackgroundParams, body), files, 7, lambda _: None)
    found = []
    for variation in outcome.variations:
        assert not isinstance(variation, LingtuError), variation
        found.append(codec.decode(variation[0].data).rgb)
    return found


def test_the_product_and_the_untouched_scene_keep_their_bytes(tmp_path: Path) -> None:
    goods = np.zeros((200, 100, 4), np.uint8)
    goods[20:, 20:80] = np.random.default_rng(2).integers(0, 256, (180, 60, 4))
    goods[20:, 20:80, 3] = 255
    file = codec.encode(goods[..., :3] / np.float32(255), goods[..., 3] / np.float32(255), "png")
    body = {"requestId": "r", "width": 480, "height": 400, "goods": GOODS, "background": {"bgId": ENTRY.id}}
    params = read_params(ChangeBackgroundParams, {**body, "productSmartColor": False})
    outcome = run(ClassicEngine(tmp_path, 1), OURS, params, {"goods": file, "background": MASTER}, 1, lambda _: None)
    variation = outcome.variations[0]
    assert not isinstance(variation, LingtuError)
    result = np.rint(codec.decode(variation[0].data).rgb * 255).astype(np.uint8)
    assert np.array_equal(result[140:320, 180:240], goods[20:, 20:80, :3])
    reference = open_scene(OURS, params.background, MASTER, 480, 400).picture
    same = (result == np.rint(reference * 255).astype(np.uint8)).all(axis=2)
    assert same.mean() > 0.2
    assert not same[300:345, 180:330].all(), "it casts a shadow"


def test_variations_differ_a_little_or_a_lot(tmp_path: Path) -> None:
    close = results(tmp_path, num=2)
    far = results(tmp_path, num=4, referenceStrong=False)
    assert 0 < np.abs(close[0] - close[1]).mean() < 0.01
    for one in range(4):
        for other in range(one):
            assert np.abs(far[one] - far[other]).mean() > 0.02


def test_deterministic_by_seed(tmp_path: Path) -> None:
    one, again = (results(tmp_path, num=2, referenceStrong=False) for _ in range(2))
    assert all(np.array_equal(*pair) for pair in zip(one, again, strict=True))
