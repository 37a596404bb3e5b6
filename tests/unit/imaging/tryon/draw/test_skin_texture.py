"""Skin is uneven over all sizes, in lightness more than in colour, and goes on where the piece is repeated."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from lingtu.imaging.tryon.draw.skin_texture import SIDE_PX, textured

WIDTH = 200.0


def test_skin_is_uneven_at_all_sizes_and_keeps_its_tone() -> None:
    flat = np.full((500, 400, 3), (0.8, 0.6, 0.5), np.float32)
    skin = textured(flat, WIDTH, 3)
    assert np.abs(skin.mean(axis=(0, 1)) - flat[0, 0]).max() < 0.005
    light = np.log(skin).mean(axis=2)
    blurred = [cv2.GaussianBlur(light, (0, 0), px) for px in (2.5, 5, 10, 20)]
    for finer, coarser in pairwise(blurred):
        assert 0.0015 < float((finer - coarser).std()) < 0.01
    assert 0.002 < float((np.log(skin[..., 0]) - np.log(skin[..., 1])).std()) < 0.01


def test_there_is_no_step_where_the_piece_is_repeated() -> None:
    skin = textured(np.full((700, 40, 3), 0.5, np.float32), WIDTH, 3)
    steps = np.abs(np.diff(skin[..., 1], axis=0)).mean(axis=1)
    assert steps[SIDE_PX - 1] < 3 * steps.mean()
