"""Cloth below a neckline keeps its distance from that, whatever the mesh does to it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.neck_band import WIDE, Band, along_band

WIDTH_PX = 200.0


def test_cloth_beside_a_neckline_lies_as_far_from_it_as_on_the_garment() -> None:
    x = np.linspace(100, 220, 61)
    curve = np.stack([x, np.full(61, 80.0)], axis=1)
    line = curve + np.array([0.0, 20.0])
    y_map, x_map = np.indices((240, 320)).astype(np.float32)
    y_map = 80 + (y_map - 100) * 0.6  # drawn out below the edge
    moved_x, moved_y = along_band((x_map, y_map), Band(curve, line, 1.0, WIDTH_PX))
    low = 100 + int(0.6 * WIDE * WIDTH_PX)
    assert abs(moved_y[low, 160] - (low - 20)) < 0.8
    assert abs(moved_x[low, 160] - 160) < 0.8
    assert (moved_y[180:] == y_map[180:]).all()
    assert (np.diff(moved_y[100:200, 160]) > 0).all()
