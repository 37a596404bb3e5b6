"""A top's hem over lower clothes, to a pixel."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.layers import UNKNOWN
from lingtu.imaging.tryon.worn.top_hem import with_top_hem

WIDTH_PX, HEM = 200, 120


def worn(upper: float = 0.95, lower: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """A top over trousers with a loop of cord at its hem, and which pixels of the picture are the top's."""
    top = np.zeros((260, 240), np.uint8)
    top[:HEM] = 1
    cv2.circle(top, (120, HEM + 8), 14, 1, 5)
    rgb = np.where(top[..., None] > 0, upper, lower) * np.ones(3)
    noise = np.random.default_rng(1).normal(0, 0.01, rgb.shape)
    return (cv2.GaussianBlur(rgb, (0, 0), 0.6) + noise).astype(np.float32), top > 0


def parsed(top: np.ndarray) -> np.ndarray:
    """Parts as parsers see them: what is within the loop is taken for the top."""
    whole = top.astype(np.uint8)
    cv2.circle(whole, (120, HEM + 8), 14, 1, -1)
    small = cv2.resize(whole, (60, 65), interpolation=cv2.INTER_NEAREST) > 0
    return np.where(small, Part.TORSO, Part.LOWER).astype(np.uint8)


def test_what_is_seen_through_a_loop_of_the_top_is_the_lower_garment() -> None:
    rgb, top = worn()
    fine = with_top_hem(rgb, parsed(top), np.full(top.shape, UNKNOWN, np.uint8), WIDTH_PX)
    inside = fine[HEM + 3 : HEM + 14, 114:127]
    assert (inside == Part.LOWER).mean() > 0.95
    assert fine[HEM + 22, 120] == Part.TORSO


def test_of_clothes_of_about_one_colour_nothing_is_known() -> None:
    rgb, top = worn(0.5, 0.42)
    assert (with_top_hem(rgb, parsed(top), np.full(top.shape, UNKNOWN, np.uint8), WIDTH_PX) == UNKNOWN).all()


def test_a_dark_fly_below_a_dark_top_is_none_of_it() -> None:
    rgb, top = worn(0.1, 0.6)
    rgb[HEM:200, 60:62] = 0.1
    fine = with_top_hem(rgb, parsed(top), np.full(top.shape, UNKNOWN, np.uint8), WIDTH_PX)
    assert not (fine[HEM + 5 : 150, 58:64] == Part.TORSO).any()
