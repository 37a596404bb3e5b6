from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.receivers import Grid, look
from lingtu.imaging.scene import covering

PICTURE = np.full((300, 400, 3), 0.5, np.float32)


def test_a_ray_leads_back_to_its_pixel() -> None:
    camera = plain_scene(PICTURE).geometry.camera  # type: ignore[union-attr]
    x, y = np.array([0.5, 120, 399.5]), np.array([10.0, 150, 299])
    points = camera.position + 2.5 * camera.rays(x, y)
    assert camera.project(points) == pytest.approx(np.stack([x, y], axis=1), abs=1e-6)


def test_crops_and_sizes_show_the_same_points() -> None:
    """Whatever the view, a point of the world keeps the place in the picture that shows it, and its map pixel."""
    whole = plain_scene(PICTURE)
    assert whole.geometry is not None
    part = whole.cropped(100, 60, 200, 150).resized(600, 300)
    assert part.geometry is not None
    assert part.picture.shape == (300, 600, 3)
    point = np.array([0.05, 0.2, 0.0])
    x, y = whole.geometry.camera.project(point)
    assert part.geometry.camera.project(point) == pytest.approx([(x - 100) * 3, (y - 60) * 2])
    before, after = whole.geometry.on_master(x, y), part.geometry.on_master((x - 100) * 3, (y - 60) * 2)
    assert np.array(after) == pytest.approx(np.array(before))


def test_mirrored() -> None:
    whole = plain_scene(PICTURE)
    turned = whole.mirrored()
    assert whole.geometry is not None
    assert turned.geometry is not None
    point = np.array([0.4, 0.2, 0.0])
    x, y = whole.geometry.camera.project(point)
    assert turned.geometry.camera.project(point) == pytest.approx([400 - x, y])
    assert turned.geometry.on_master(400 - x, y) == pytest.approx(whole.geometry.on_master(x, y))


def test_the_middle_is_covered() -> None:
    wide = plain_scene(PICTURE).cover_cropped(500, 100)
    assert wide.picture.shape == (100, 500, 3)
    assert wide.geometry is not None
    assert wide.geometry.camera.centre_px == pytest.approx((250, 50))


def test_a_crop_moves_for_the_suggested_product() -> None:
    assert covering(1000, 1000, 2.0, None) == (0, 250, 1000, 500)
    assert covering(1000, 1000, 2.0, (0.5, 0.6, 0.3)) == (0, 250, 1000, 500)
    assert covering(1000, 1000, 2.0, (0.5, 0.5, 0.4)) == (0, 70, 1000, 500), "its top and a little air"
    assert covering(1000, 1000, 0.5, (0.75, 0.6, 0.4)) == (380, 0, 500, 1000), "its right side"
    assert covering(1000, 1000, 2.0, (0.5, 0.9, 0.6)) == (0, 250, 1000, 500), "it does not fit anyway"


def test_receivers_lie_on_the_surfaces() -> None:
    scene = plain_scene(np.full((256, 256, 3), 0.5, np.float32))
    assert scene.geometry is not None
    seen = look(scene.geometry, Grid.over(0, 0, 256, 256, 4))
    on_floor = seen.normals[..., 2] > 0.9
    assert np.abs(seen.points[..., 2][on_floor]).max() < 1e-3
    assert np.abs(seen.points[..., 1][~on_floor] - 1).max() < 1e-3
    assert seen.trust.min() < 0.1, "the fold between floor and wall is not trusted"


def test_outside_of_the_master_is_nothing() -> None:
    scene = plain_scene(PICTURE)
    assert scene.geometry is not None
    seen = look(scene.geometry, Grid.over(-100, 0, 400, 300, 10))
    assert not seen.present[:, :10].any()
    assert seen.present[:, 10:].all()
