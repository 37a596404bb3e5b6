"""Marks in the armpits of garments: ground, folds' shadows and rags, which on a wearer look like holes."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.armpit_marks import find_marks, without_armpit_marks
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import tee


def test_ground_and_shadow_at_an_armpit_become_cloth() -> None:
    rgb, alpha = tee()
    plain, top = rgb.copy(), read_top(alpha > 0.5, is_dress=False)
    x, y = np.rint(top.left.armpit).astype(int)
    cv2.circle(rgb, (x + 8, y - 10), 5, (0.97, 0.97, 0.97), -1)
    cv2.circle(rgb, (x + 16, y - 4), 6, (plain[y - 4, x + 16] * 0.8).tolist(), -1)
    shown = without_armpit_marks(rgb, alpha, top)
    inside = alpha > 0.9
    assert np.abs(shown - plain)[inside].max() < 0.05
    assert np.array_equal(shown[: y - 120], rgb[: y - 120])


def test_a_band_that_goes_on_and_a_print_stay() -> None:
    cloth = np.ones((120, 120), np.bool_)
    place = np.array([60, 60])
    band = np.full((120, 120, 3), 0.8, np.float32)
    band[58:64] = (0.1, 0.2, 0.7)
    assert not find_marks(band, cloth, place, chest_px=230).any()
    pattern = np.full((120, 120, 3), 0.8, np.float32)
    pattern[::8, :] = pattern[1::8, :] = pattern[2::8, :] = 0.2
    pattern[56:64, 56:64] = 0.5
    assert not find_marks(pattern, cloth, place, chest_px=230).any()


def test_a_top_without_sleeves_keeps_its_colours() -> None:
    rgb = np.zeros((400, 400, 3), np.float32)
    alpha = np.zeros((400, 400), np.float32)
    corners = [(130, 20), (110, 90), (90, 130), (90, 380), (310, 380), (310, 130), (290, 90), (270, 20)]
    cv2.fillPoly(alpha, [np.array(corners, np.int32)], 1)
    assert without_armpit_marks(rgb, alpha, read_top(alpha > 0.5, is_dress=False)) is rgb
