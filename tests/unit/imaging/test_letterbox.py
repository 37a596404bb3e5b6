from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.imaging.letterbox import Sizes, frame_for, is_alike

SIDES = st.integers(40, 500)
GPT = Sizes(listed=((1024, 1024), (1536, 1024), (1024, 1536)))


@given(SIDES, SIDES, st.sampled_from([Sizes(256 * 256), Sizes(512 * 512, step=32), GPT]))
def test_pictures_come_back_at_their_own_size(width: int, height: int, sizes: Sizes) -> None:
    frame = frame_for(width, height, sizes)
    box = frame.box
    assert (frame.width, frame.height) in sizes.listed or not (frame.width % sizes.step or frame.height % sizes.step)
    assert min(box.x, box.y) >= 0
    assert box.x + box.width <= frame.width
    assert box.y + box.height <= frame.height
    canvas = np.zeros((frame.height, frame.width, 3), np.float32)
    assert frame.back(canvas, width, height).shape == (height, width, 3)


def test_what_goes_in_comes_out() -> None:
    y, x = np.mgrid[:300, :500].astype(np.float32)
    picture = np.dstack([x / 500, y / 300, np.full_like(x, 0.5)])
    for sizes in (Sizes(), GPT):
        frame = frame_for(500, 300, sizes)
        canvas = frame.into(picture)
        assert canvas.shape == (frame.height, frame.width, 3)
        assert np.abs(frame.back(canvas, 500, 300) - picture).max() < 0.01
        larger = np.repeat(np.repeat(canvas, 2, axis=0), 2, axis=1)
        assert np.abs(frame.back(larger, 500, 300) - picture).max() < 0.01


def test_same_size_is_the_same_picture() -> None:
    picture = np.random.default_rng(1).random((512, 512, 3), np.float32)
    frame = frame_for(512, 512, Sizes(512 * 512))
    assert np.array_equal(frame.back(frame.into(picture), 512, 512), picture)


def test_a_mask_never_loses_a_pixel() -> None:
    mask = np.zeros((900, 1300), np.float32)
    mask[450, 650] = 1
    frame = frame_for(1300, 900, Sizes(256 * 256))
    assert frame.mask_into(mask).sum() >= 1


@pytest.mark.parametrize(("width", "height", "alike"), [(1024, 1024, True), (512, 512, True), (1024, 768, False)])
def test_proportions_of_an_answer(width: int, height: int, alike: bool) -> None:
    frame = frame_for(800, 800, Sizes())
    assert is_alike(np.zeros((height, width, 3), np.float32), frame) is alike
