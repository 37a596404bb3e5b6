"""Which cloth of a flat sleeve lies where: rows across the sleeve lie across the arm, however that hangs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.fit.sleeve_cloth import (
    COLUMNS,
    ROWS,
    cloth_of,
    lie_on_body,
    rows_at_seam,
    ruled,
    under_seam,
)
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.top import Sleeve
from tests.unit.imaging.tryon.drawn import filled


def turned(points: Points, degrees: float) -> Points:
    angle = np.deg2rad(degrees)
    return points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def flat(degrees: float) -> Sleeve:
    """From a shoulder at (300, 100), 100 px wide and 300 long, its armpit 110 px straight below; 0: it hangs."""
    pit = np.array([300.0, 210.0])
    along, across = turned(np.array([[0.0, 1.0], [1.0, 0.0]]), degrees)
    start = np.array([300.0, 100.0])
    end = start + 300 * along
    return Sleeve(
        outer=np.linspace(start, end, 60),
        cuff=np.linspace(end, end + 100 * across, 9),
        inner=np.linspace(pit, end + 100 * across, 60),
    )


def hanging() -> tuple[Points, int]:
    """A worn sleeve as large that hangs down, its armpit 110 px below the shoulder, and its rows at the seam."""
    outer = np.linspace((0.0, 0.0), (0.0, 300.0), ROWS)
    pit = np.array([80.0, 110.0])
    rows = rows_at_seam(outer, pit)
    far = np.concatenate([np.linspace((0, 0), pit, rows + 1)[:-1], np.linspace(pit, (100.0, 300.0), ROWS - rows)])
    return ruled(outer, far), rows


@pytest.mark.parametrize("degrees", [25.0, 45.0, 65.0])
def test_lines_along_a_flat_sleeve_run_along_the_arm(degrees: float) -> None:
    target, rows = hanging()
    grid = cloth_of(flat(degrees), 1.0, target, rows, None)
    along = turned(np.array([[0.0, 1.0]]), degrees)[0]
    middle = grid[rows // 2 :, 1:-1]
    steps = np.diff(middle, axis=0)
    steps /= np.linalg.norm(steps, axis=2, keepdims=True)
    # on the arm these go straight down, but for the part that the armpit's fold hides
    lies = np.abs(np.diff(target[rows // 2 :, 1:-1, 0], axis=0)) < 1.0
    assert (steps @ along)[lies].min() > 0.9
    across = middle[:, -1] - middle[:, 0]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    assert np.abs(across @ along).max() < 0.35


def test_at_the_seam_a_pattern_is_no_narrower_than_below_the_armpit() -> None:
    target, rows = hanging()
    grid = cloth_of(flat(65.0), 1.0, target, rows, None)
    own, worn = (np.linalg.norm(each[:, -1] - each[:, 0], axis=1) for each in (grid, target))
    scale = worn / own
    assert scale[rows // 2 : rows].min() > 0.85 * scale[rows + 4]


def test_nothing_of_another_colour_comes_with_what_is_under_the_seam() -> None:
    target, rows = hanging()
    source = cloth_of(flat(25.0), 1.0, target, rows, None)
    other = np.zeros((500, 500), np.bool_)
    other[:, 304:] = True
    free, on_wearer = under_seam(source, target, rows, 10.0, 1.0, None)
    stopped, _ = under_seam(source, target, rows, 10.0, 1.0, other)
    assert free[: rows + 1, 0].max() > 307
    assert stopped[: rows + 1, 0].max() < 305
    assert np.linalg.norm(on_wearer - target[:, -1], axis=1)[: rows + 1] == pytest.approx(10.0)


def test_a_seam_ends_in_the_row_that_is_nearest_to_the_armpit() -> None:
    outer = at_shares(np.array([[0.0, 0.0], [0.0, 300.0]]), np.linspace(0, 1, 90))
    assert abs(rows_at_seam(outer, np.array([60.0, 150.0])) - ROWS / 2) <= 1
    assert rows_at_seam(outer, np.array([60.0, -40.0])) > 0
    assert rows_at_seam(outer, np.array([60.0, 400.0])) < ROWS - 1


def test_a_grid_has_straight_rows() -> None:
    grid = ruled(np.zeros((5, 2)), np.full((5, 2), 6.0))
    assert grid.shape == (5, COLUMNS, 2)
    assert np.allclose(np.diff(grid, axis=1), 1.0)


def test_of_sleeves_that_lie_on_the_body_the_seam_lies_on_the_seam() -> None:
    target, rows = hanging()
    sleeve = flat(65.0)
    turned, straight = (cloth_of(sleeve, 1.0, target, rows, None, on_body) for on_body in (False, True))
    for row in (2, rows // 2, rows):
        seam = sleeve.outer[0] + (sleeve.inner[0] - sleeve.outer[0]) * row / rows
        assert np.linalg.norm(straight[row, -1] - seam) < 8
    assert np.linalg.norm(turned[rows, -1] - sleeve.inner[0]) > 20
    assert np.allclose(straight[:, 0], turned[:, 0], atol=4)


@pytest.mark.parametrize(("gap", "told"), [(0, True), (40, False)])
def test_sleeves_lie_on_the_body_where_there_is_cloth_beside_them(gap: int, told: bool) -> None:
    left = [(240, 40), (170, 60), (110, 420), (160 - gap, 420), (165, 180), (165, 520)]
    mask = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600)) > 0.5
    top = read_top(mask, False)
    closed = mask.copy()
    closed[150:420, 130:470] |= gap == 0
    assert lie_on_body(replace(top, mask=closed)) is told
