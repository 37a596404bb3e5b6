"""Pieces of a warp: meshes that keep shapes, ribbons, and what is drawn of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.tryon.fit.mesh import Handles, deform
from lingtu.imaging.tryon.fit.piece import beyond, ribbon, source_map

MASK = np.zeros((200, 160), bool)
MASK[20:180, 20:140] = True
CORNERS = np.array([[20.0, 20], [140, 20], [20, 180], [140, 180], [80, 100]])


@pytest.mark.parametrize("scale", [0.7, 1.0, 1.4])
def test_a_mesh_pulled_to_a_scaled_and_turned_place_is_scaled_and_turned_everywhere(scale: float) -> None:
    turn = scale * np.array([[np.cos(0.3), np.sin(0.3)], [-np.sin(0.3), np.cos(0.3)]])
    target = CORNERS @ turn + (30, 10)
    piece = deform("torso", MASK, [Handles(CORNERS, target, 3)], scale)
    assert np.abs(piece.target - (piece.source @ turn + (30, 10))).max() < 1.5
    assert piece.flipped == 0
    assert np.abs(piece.stretch[:, :2] - scale).max() < 0.05


def test_a_mesh_bends_smoothly_and_turns_nothing_over() -> None:
    target = CORNERS.copy()
    target[1] += (30, -20)
    piece = deform("torso", MASK, [Handles(CORNERS, target, 3)], 1.0)
    assert piece.flipped == 0
    assert piece.stretch[:, 1].min() > 0.5


def test_the_source_map_of_a_shifted_ribbon_is_the_shift() -> None:
    grid = np.stack(np.meshgrid(np.linspace(10, 90, 5), np.linspace(10, 70, 4)), axis=-1)
    piece = ribbon("leg", grid, grid + np.array([15, 5]), np.ones((100, 100), bool))
    x_map, y_map = source_map(piece, (100, 120))
    assert x_map[40, 60] == pytest.approx(45, abs=0.1)
    assert y_map[40, 60] == pytest.approx(35, abs=0.1)
    assert x_map[2, 2] == -1


def test_what_falls_is_seen_lower_and_nothing_else_moves() -> None:
    grid = np.stack(np.meshgrid(np.linspace(10, 90, 5), np.linspace(10, 70, 4)), axis=-1)
    piece = ribbon("torso", grid, grid, np.ones((100, 100), bool))
    fall = np.zeros((100, 120), np.float32)
    fall[40:, 30:60] = 6
    x_map, y_map = source_map(replace(piece, fall=fall), (100, 120))
    assert y_map[60, 45] == pytest.approx(54, abs=0.1)
    assert x_map[60, 45] == pytest.approx(45, abs=0.1)
    assert y_map[60, 75] == pytest.approx(60, abs=0.1)
    assert y_map[73, 45] == pytest.approx(67, abs=0.1)  # below its own end
    assert x_map[73, 75] == -1
    assert (x_map[79:] == -1).all()


def test_the_source_map_of_a_narrow_fan_has_no_stray_pixels() -> None:
    shares = np.linspace(0, 1, 25)[:, None]
    outer, inner = (20, 20) + shares * (10, 150), (150, 90) + shares * (4, 20)
    across = np.linspace(0, 1, 7)[None, :, None]
    source = outer[:, None] * (1 - across) + inner[:, None] * across
    target = source @ np.array([[0.96, 0.28], [-0.28, 0.96]]) + (50, 5)
    x_map, y_map = source_map(ribbon("sleeve", source, target, np.ones((200, 200), bool)), (240, 240))
    inside = (x_map[1:-1, :-2] >= 0) & (x_map[1:-1, 1:-1] >= 0) & (x_map[1:-1, 2:] >= 0)
    for each in (x_map, y_map):
        bend = np.abs(each[1:-1, :-2] - 2 * each[1:-1, 1:-1] + each[1:-1, 2:])[2:-2, 2:-2]
        assert np.percentile(bend[inside[2:-2, 2:-2]], 99) < 1.5


def test_a_grid_goes_on_straight() -> None:
    grid = np.stack(np.meshgrid(np.arange(3.0), np.arange(4.0)), axis=-1)
    grown = beyond(grid, 0.5, 1.0)
    assert grown.shape == (5, 5, 2)
    assert grown[0, 0].tolist() == [-1, 0]
    assert grown[-1, -1].tolist() == [3, 3.5]


def test_a_flipped_ribbon_is_told() -> None:
    grid = np.stack(np.meshgrid(np.arange(3.0), np.arange(3.0)), axis=-1)
    assert ribbon("x", grid, grid * (-1, 1), np.ones((3, 3), bool)).flipped == 1


def test_a_print_keeps_its_shape_where_the_garment_is_worn_shorter() -> None:
    """Plain cloth gives way."""
    target = CORNERS[:4] * (1, 0.7)
    printed = np.zeros(MASK.shape, np.float32)
    printed[70:130, 55:105] = 1
    ratios = []
    for pattern in (None, printed):
        piece = deform("torso", MASK, [Handles(CORNERS[:4], target, 3)], 1.0, pattern)
        places = piece.source[piece.triangles].mean(axis=1)
        inside = (np.abs(places - (80, 100)) < (20, 25)).all(axis=1)
        ratios.append(float((piece.stretch[inside, 1] / piece.stretch[inside, 0]).mean()))
    assert ratios[1] > ratios[0] + 0.05
