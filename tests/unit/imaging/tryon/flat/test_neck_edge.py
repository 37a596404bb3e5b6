"""Curves that follow a drawn neck's own edge."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.neck_edge import on_edge
from tests.unit.imaging.tryon.drawn import tee

LEFT, RIGHT, TOP, DEEP = 100.0, 300.0, 60.0, 90.0


def _parabola(depth: float = DEEP) -> np.ndarray:
    x = np.linspace(LEFT, RIGHT, 61)
    return np.stack([x, TOP + depth * (1 - np.linspace(-1, 1, 61) ** 2)], axis=1)


def _round_neck(step: float) -> np.ndarray:
    """A grey front around an ellipse that is darker by `step`, Lab."""
    lab = np.full((300, 400, 3), (60.0, 0.0, 0.0), np.float32)
    cv2.ellipse(lab, (200, 60), (100, 90), 0, 0, 360, (60.0 - step, 0.0, 0.0), -1)
    return lab


def test_a_curve_goes_to_the_edge_of_a_neck_that_is_rounder() -> None:
    found = on_edge(_round_neck(20.0), _parabola(), RIGHT - LEFT)
    radius = np.hypot((found[:, 0] - 200) / 100, (found[:, 1] - 60) / 90)
    assert np.abs(radius - 1)[6:-6].max() < 0.04
    assert np.allclose(found[[0, -1]], _parabola()[[0, -1]], atol=1)


def test_a_curve_without_an_edge_stays() -> None:
    curve = _parabola()
    assert on_edge(_round_neck(1.0), curve, RIGHT - LEFT) is curve


def test_edges_of_another_colour_than_the_neck_s_are_none() -> None:
    lab = _round_neck(20.0)
    cv2.circle(lab, (200, 165), 9, (0.0, 60.0, 0.0), -1)  # a print below the neck
    found = on_edge(lab, _parabola(), RIGHT - LEFT)
    assert abs(found[30, 1] - (TOP + DEEP)) < 4


def test_beside_a_round_neck_s_ends_nothing_of_the_back_s_inside_is_the_front() -> None:
    rgb, alpha = tee((0.9, 0.9, 0.9))
    cv2.ellipse(rgb, (300, 40), (60, 54), 0, 0, 180, (0.5, 0.5, 0.5), -1)
    neckline = read_garment(rgb, alpha, "upperBody").neckline
    assert neckline is not None
    off = neckline.curve - (neckline.curve[0] + neckline.curve[-1]) / 2
    beside = (np.abs(off[:, 0]) > 36) & (np.abs(off[:, 0]) < 52)
    assert np.hypot(off[beside, 0] / 60, off[beside, 1] / 54).min() > 0.93
