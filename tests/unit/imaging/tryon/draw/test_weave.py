"""The grain of yarns on cloth that has none."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.weave import GRAIN, LIGHTNESS, weave


def deviation(value: float, noise: float, folded: float = 0.0, width_px: float = 300.0) -> float:
    grey = value * np.exp(np.random.default_rng(3).normal(0, noise, (200, 160, 1)))
    cloth = Cloth(np.repeat(grey, 3, axis=2).astype(np.float32), np.ones((200, 160), np.float32))
    log = weave(cloth, folded, width_px, 0)
    assert abs(float(log.mean())) < 0.01
    return float((log - cv2.GaussianBlur(log, (0, 0), 1.0)).std())


def test_smooth_cloth_gets_the_usual_grain_which_is_seen_more_on_dark_cloth() -> None:
    dark, pale = deviation(LIGHTNESS[1], 0), deviation(LIGHTNESS[-1], 0)
    assert abs(dark - GRAIN[1]) < 0.2 * GRAIN[1]
    assert abs(pale - GRAIN[-1]) < 0.2 * GRAIN[-1]


def test_cloth_whose_yarns_are_seen_keeps_its_own() -> None:
    assert deviation(0.3, 0.06) == 0


def test_satin_and_cloth_that_is_far_away_have_less() -> None:
    assert deviation(0.6, 0, folded=0.6) < 0.2 * deviation(0.6, 0)
    assert deviation(0.12, 0, width_px=60) < 0.5 * deviation(0.12, 0)
