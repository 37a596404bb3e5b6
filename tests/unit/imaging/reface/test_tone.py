"""A skin tone carried over."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.reface.tone import differ, retone

LIGHT, YELLOW, DARK = (np.array(lab, np.float32) for lab in ([72, 14, 18], [68, 12, 20], [36, 14, 18]))


def rgb_of(lab: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(lab[None, None].astype(np.float32), cv2.COLOR_Lab2RGB)[0, 0]


def test_only_clearly_different_tones_differ() -> None:
    assert differ(LIGHT, DARK)
    assert differ(DARK, YELLOW)
    assert not differ(LIGHT, YELLOW)


def test_the_tone_becomes_the_wanted_one_and_light_keeps_its_order() -> None:
    lab = np.tile(LIGHT, (1, 3, 1)).astype(np.float32)
    lab[0, :, 0] = (50, 72, 90)
    picture = cv2.cvtColor(lab, cv2.COLOR_Lab2RGB)
    result = cv2.cvtColor(retone(picture, np.ones((1, 3), np.float32), LIGHT, DARK), cv2.COLOR_RGB2Lab)[0]
    assert np.linalg.norm(result[1] - DARK) < 4
    assert result[0, 0] < result[1, 0] < result[2, 0]


def test_pixels_outside_of_the_mask_stay() -> None:
    picture = np.random.default_rng(1).random((8, 8, 3), np.float32)
    mask = np.zeros((8, 8), np.float32)
    mask[:4] = 1
    result = retone(picture, mask, LIGHT, DARK)
    assert (result[4:] == picture[4:]).all()
    assert (result[:4] != picture[:4]).any()
