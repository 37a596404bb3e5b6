"""Skin's colours where a photo is cut off above the mouth, and where clothes come near to them."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.body import Body
from lingtu.imaging.people.complexion import skin_chance
from lingtu.imaging.people.frame import Frame

SKIN, BEIGE = (0.36, 0.2, 0.13), (0.78, 0.66, 0.53)
FAIR, PINK, PINK_IN_SHADOW = (0.82, 0.65, 0.58), (0.8, 0.73, 0.72), (0.56, 0.48, 0.46)
SHAPE = 300, 200
Tone = tuple[float, float, float]


def drawn(skin: Tone, tee: Tone, sleeve: Tone, blush: float = 0.0) -> tuple[np.ndarray, np.ndarray, Frame]:
    """A picture of a person with a cut off head of uneven redness, what the person covers, and the body's frame."""
    rgb = np.ones((*SHAPE, 3), np.float32)
    person = np.zeros(SHAPE, np.float32)
    parts = (0, 40, 80, 120, skin), (40, 180, 40, 160, tee), (60, 100, 40, 60, sleeve), (180, 200, 40, 60, skin)
    for top, bottom, left, right, tone in parts:
        rgb[top:bottom, left:right], person[top:bottom, left:right] = tone, 1
    rgb[:40, 80:120, 0] *= np.linspace(1 - blush, 1 + blush, 40, dtype=np.float32)
    points = np.full((33, 2), (100, -20), np.float32)
    for index, place in {
        11: (150, 60),
        13: (155, 110),
        15: (150, 160),
        17: (150, 170),
        19: (150, 172),
        23: (130, 200),
    }.items():
        points[index], points[index + 1] = place, (200 - place[0], place[1])
    frame = Frame(Body(points, np.ones(33, np.float32), person), None, SHAPE)
    rgb += np.random.default_rng(0).normal(0, 0.01, rgb.shape).astype(np.float32)
    return rgb.clip(0, 1), person, frame


def chance_of(rgb: np.ndarray, person: np.ndarray, frame: Frame) -> np.ndarray:
    return skin_chance(rgb, cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), person, frame)


def test_a_beige_tee_below_a_cut_off_head_is_no_skin() -> None:
    chance = chance_of(*drawn(SKIN, BEIGE, BEIGE))
    assert np.median(chance[5:30, 90:110]) > 0.6
    assert np.median(chance[60:170, 60:140]) < 0.15


def test_a_tee_that_is_a_greyer_pink_than_the_skin_is_none_in_shadow_either() -> None:
    chance = chance_of(*drawn(FAIR, PINK, PINK_IN_SHADOW, 0.25))
    assert np.median(chance[5:30, 90:110]) > 0.6
    assert np.median(chance[185:195, 45:55]) > 0.6
    assert np.median(chance[80:160, 70:130]) < 0.2
    assert np.median(chance[65:95, 45:55]) < 0.2


def test_a_bare_chest_is_skin() -> None:
    chance = chance_of(*drawn(FAIR, FAIR, FAIR))
    assert np.median(chance[80:160, 70:130]) > 0.6
