"""A picture split into areas of one material."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.reface.segmentation import borders, split


def test_areas_end_where_the_hue_changes() -> None:
    lab = np.full((60, 90, 3), (70, 12, 16), np.float32)
    lab[:, 60:] = (72, 8, -6)
    everywhere = np.ones(lab.shape[:2], np.bool_)
    index = split(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), everywhere)
    assert index[30, 5] == index[30, 55]
    assert index[30, 5] != index[30, 75]


def test_a_border_knows_its_length_and_its_edge() -> None:
    lab = np.full((40, 50, 3), (70, 0, 0), np.float32)
    lab[:, 25:, 0] = 50
    index = np.zeros((40, 50), np.int32)
    index[:, 25:] = 1
    one, other, length, step = borders(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), index)
    assert (one.tolist(), other.tolist(), length.tolist()) == ([0], [1], [40])
    assert 18 < step[0] < 21


def test_outside_of_the_box_all_is_one_area() -> None:
    picture = np.random.default_rng(3).random((40, 60, 3), np.float32)
    wanted = np.zeros((40, 60), np.bool_)
    wanted[10:30, 20:50] = True
    index = split(picture, wanted)
    assert len(np.unique(index[~wanted])) == 1
    assert not np.isin(index[wanted], index[0, 0]).any()
    assert (split(picture, np.zeros_like(wanted)) == 0).all()
