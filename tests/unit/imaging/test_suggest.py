from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.scene import Scene, Stance
from lingtu.imaging.suggest import box_for

from .photo.rooms import GREY, SIDE, WOOD, room

PHOTO = Scene(picture=room(0.55, GREY, WOOD))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 20), st.integers(0, 20), st.booleans())
def test_all_of_the_product_lies_on_the_canvas(width: int, height: int, left: int, top: int, known: bool) -> None:
    alpha = np.zeros((top + height + 3, left + width + 5), np.float32)
    alpha[top : top + height, left : left + width] = 1
    scene = plain_scene(PHOTO.picture) if known else PHOTO
    box = box_for(scene, alpha)
    scale_x, scale_y = box.width / alpha.shape[1], box.height / alpha.shape[0]
    assert scale_x == pytest.approx(scale_y, rel=0.15, abs=0.6)
    assert box.x + left * scale_x >= -1
    assert box.y + top * scale_y >= -1
    assert box.x + (left + width) * scale_x <= SIDE + 1
    assert box.y + (top + height) * scale_y <= SIDE + 1


@pytest.mark.parametrize("stance", ["standing", "lying", "hanging"])
def test_a_scene_suggests_its_own_place(stance: Stance) -> None:
    box = box_for(plain_scene(PHOTO.picture, stance), np.ones((30, 20), np.float32))
    assert box.x + box.width / 2 == pytest.approx(0.5 * SIDE, abs=1)
    assert box.y + box.height == pytest.approx(0.7 * SIDE, abs=1)
    assert box.height == pytest.approx(0.3 * SIDE, abs=1)


def test_a_cropped_scene_suggests_the_same_place() -> None:
    scene = plain_scene(PHOTO.picture).cropped(40, 60, 200, 240)
    box = box_for(scene, np.ones((30, 20), np.float32))
    assert box.x + box.width / 2 == pytest.approx(0.5 * SIDE - 40, abs=1)
    assert box.y + box.height == pytest.approx(0.7 * SIDE - 60, abs=1)


def test_in_a_photograph_it_stands_on_the_surface() -> None:
    box = box_for(PHOTO, np.ones((40, 20), np.float32))
    assert 0.58 * SIDE < box.y + box.height < 0.97 * SIDE


def test_it_stands_on_the_table_not_before_it() -> None:
    picture = room(0.5, GREY, WOOD)
    picture[round(0.88 * SIDE) :] = np.float32([0.15, 0.12, 0.1])
    box = box_for(Scene(picture=picture), np.ones((40, 20), np.float32))
    assert 0.55 * SIDE < box.y + box.height < 0.88 * SIDE
