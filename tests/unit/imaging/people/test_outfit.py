"""Where a person's upper and lower clothes meet."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.body import Body
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import read_outfit

SHAPE = 400, 200
SKIN = (0.8, 0.62, 0.52)
#: Shoulders and hips, px.
TOP, HIPS = 60, 160


def waist_of(upper: tuple[float, float, float], lower: tuple[float, float, float], hem: int, end: int) -> float:
    """Of a person whose top ends at row `hem`, and shorts or skirt at row `end`."""
    rgb, skin, person = np.ones((*SHAPE, 3), np.float32), np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.float32)
    for top, bottom, tone in ((40, hem, upper), (hem, end, lower), (end, 380, SKIN)):
        rgb[top:bottom, 60:140], person[top:bottom, 60:140] = tone, 1
        skin[top:bottom, 60:140] = tone == SKIN
    rgb = (rgb + np.random.default_rng(0).normal(0, 0.02, (*SHAPE, 1))).clip(0, 1).astype(np.float32)
    points = np.full((33, 2), (100, 20), np.float32)
    for index, place in {
        11: (135, TOP),
        13: (145, 110),
        15: (150, 160),
        23: (120, HIPS),
        25: (120, 250),
        27: (120, 340),
    }.items():
        points[index], points[index + 1] = place, (200 - place[0], place[1])
    frame = Frame(Body(points, np.ones(33, np.float32), person), None, SHAPE)
    return read_outfit(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), skin, person, frame).waist


def test_the_waist_is_where_the_clothes_meet_not_where_the_legs_get_bare() -> None:
    white, grey = (0.89, 0.9, 0.88), (0.84, 0.85, 0.83)
    assert waist_of(white, grey, 170, 200) == pytest.approx(1.1, abs=0.06)
    assert waist_of(white, grey, 128, 200) == pytest.approx(0.68, abs=0.06)
