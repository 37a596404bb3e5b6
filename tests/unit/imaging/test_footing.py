"""Bases of drawn products whose shape is known, seen by the plain scene's camera."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging import footing, impostor
from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.scene import Camera

SIDE = 800
SCENE = plain_scene(np.full((SIDE, SIDE, 3), 0.5, np.float32))
assert SCENE.geometry is not None
CAMERA = SCENE.geometry.camera
FLOOR, UP = np.zeros(3), np.array([0.0, 0.0, 1.0])


def drawn(points: np.ndarray, camera: Camera = CAMERA) -> np.ndarray:
    """Alpha of the convex hull of world points."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    hull = cv2.convexHull((camera.project(points) * 16).astype(np.int32))
    cv2.fillConvexPoly(canvas, hull, 255, shift=4, lineType=cv2.LINE_AA)
    return canvas.astype(np.float32) / 255


def cylinder(radius: float, height: float, middle: tuple[float, float]) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, 80)
    ring = np.stack([radius * np.cos(angle) + middle[0], radius * np.sin(angle) + middle[1], 0 * angle], axis=1)
    return np.concatenate([ring, ring + np.array([0, 0, height])])


def box(width: float, depth: float, height: float, turn_deg: float) -> np.ndarray:
    turn = np.radians(turn_deg)
    corners = np.array([[x, y] for x in (-width / 2, width / 2) for y in (-depth / 2, depth / 2)])
    flat = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    floor = np.concatenate([flat, np.zeros((4, 1))], axis=1)
    return np.concatenate([floor, floor + np.array([0, 0, height])])


@pytest.mark.parametrize("middle", [(0.0, 0.0), (0.35, -0.2), (-0.3, 0.4)])
def test_a_cylinder(middle: tuple[float, float]) -> None:
    alpha = drawn(cylinder(0.12, 0.5, middle))
    base = footing.find(alpha, CAMERA, FLOOR, UP)
    assert base is not None
    assert not base.cut_off
    assert base.centre == pytest.approx([*middle, 0], abs=0.03)
    assert base.half_width_m == pytest.approx(0.12, rel=0.1)
    assert base.half_depth_m == pytest.approx(0.12, rel=0.35)
    solid = impostor.build(alpha, CAMERA, base)
    assert solid.height_m == pytest.approx(0.5, rel=0.15)
    assert float(np.median(solid.half_m)) == pytest.approx(0.12, rel=0.1)


def test_a_box_seen_across_its_corner() -> None:
    base = footing.find(drawn(box(0.3, 0.3, 0.4, 45)), CAMERA, FLOOR, UP)
    assert base is not None
    assert base.centre == pytest.approx([0, 0, 0], abs=0.05)
    assert base.half_width_m == pytest.approx(0.212, rel=0.12)
    assert base.half_depth_m == pytest.approx(0.212, rel=0.25)


def test_a_box_seen_from_its_front_gets_a_usual_depth() -> None:
    base = footing.find(drawn(box(0.4, 0.2, 0.3, 0)), CAMERA, FLOOR, UP)
    assert base is not None
    assert 0.04 < base.half_depth_m < 0.15


def test_cut_off_by_the_canvas() -> None:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[500:, 300:500] = 1
    base = footing.find(alpha, CAMERA, FLOOR, UP)
    assert base is not None
    assert base.cut_off


def test_nothing_solid_has_no_base() -> None:
    assert footing.find(np.zeros((SIDE, SIDE), np.float32), CAMERA, FLOOR, UP) is None


def test_above_the_horizon_there_is_no_floor() -> None:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[5:20, 300:400] = 1
    level = Camera(
        focal_px=(800, 800),
        centre_px=(400, 400),
        position=np.array([0, -3.0, 1]),
        rotation=np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]),
    )
    assert footing.find(alpha, level, FLOOR, UP) is None
