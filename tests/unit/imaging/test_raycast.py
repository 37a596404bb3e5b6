"""The impostor's shadow beside the exact one, marched through a solid of revolution."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from lingtu.imaging import footing, impostor
from lingtu.imaging.lamps import Samples
from tests.unit.imaging.test_footing import CAMERA, FLOOR, UP, cylinder, drawn

RADIUS, HEIGHT = 0.12, 0.5


@pytest.fixture(scope="module")
def solid() -> impostor.Solid:
    alpha = drawn(cylinder(RADIUS, HEIGHT, (0.0, 0.0)))
    base = footing.find(alpha, CAMERA, FLOOR, UP)
    assert base is not None
    return impostor.build(alpha, CAMERA, base)


def floor_points() -> np.ndarray:
    steps = np.linspace(-0.9, 0.9, 73, dtype=np.float32)
    x, y = np.meshgrid(steps, steps)
    return np.stack([x, y, np.zeros_like(x)], axis=-1).reshape(-1, 3)


def marched(points: np.ndarray, lamp: np.ndarray) -> np.ndarray:
    """What a cylinder leaves visible of a point lamp, exactly."""
    towards = lamp - points
    blocked = np.zeros(len(points), bool)
    for z in np.linspace(0.001, HEIGHT, 200):
        way = (z - points[:, 2]) / towards[:, 2]
        at = points + way[:, None] * towards
        blocked |= (way > 0) & (np.hypot(at[:, 0], at[:, 1]) < RADIUS)
    return 1.0 - blocked


@pytest.mark.parametrize("lamp", [(-2.0, -1.0, 1.5), (2.0, 0.3, 2.5), (0.2, 2.5, 1.2), (-0.5, -0.6, 3.0)])
def test_shadow_of_a_cylinder(solid: impostor.Solid, lamp: tuple[float, float, float]) -> None:
    points, normals = floor_points(), np.tile(np.float32([0, 0, 1]), (73 * 73, 1))
    samples = Samples(np.array([lamp]), True)
    kept = solid.kept(points, normals, samples, np.ones((1, 1), np.float32), 160)[:, 0]
    exact = marched(points.astype(np.float64), np.array(lamp))
    shadow = exact < 0.5
    assert shadow.sum() > 50
    found = kept < 0.5
    assert (found & shadow).sum() / (found | shadow).sum() > 0.72, "overlap of the two shadows"
    assert np.abs(kept - exact).mean() < 0.02


def test_a_product_behind_a_surface_takes_nothing(solid: impostor.Solid) -> None:
    """The lamp lies between the product and the receiver's side: a ray away from the product meets nothing."""
    points = np.float32([[0.5, 0, 0.3]])
    samples = Samples(np.array([[3.0, 0.0, 0.3]]), True)
    kept = solid.kept(points, np.float32([[1, 0, 0]]), samples, np.ones((1, 1), np.float32), 64)
    assert kept[0, 0] == 1


def test_same_bits_on_any_number_of_threads(solid: impostor.Solid) -> None:
    points, normals = floor_points(), np.tile(np.float32([0, 0, 1]), (73 * 73, 1))
    samples = Samples(np.random.default_rng(1).normal(0, 1, (40, 3)) + np.array([0, 0, 3]), True)
    weights = np.ones((40, 2), np.float32)
    together = solid.kept(points, normals, samples, weights, 64)
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        assert np.array_equal(solid.kept(points, normals, samples, weights, 64), together)
    finally:
        numba.set_num_threads(before)
