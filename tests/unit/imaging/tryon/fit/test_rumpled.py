"""Long sleeves stand out a little between their folds, and nowhere else."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.fit.rumpled import FORE, OUT, rumpled
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person


def sleeve(rows: int = 240) -> tuple[Points, Limb, Wearer]:
    """A grid along the whole arm as wide as this."""
    rgb, who = person(sleeves=1.0)
    wearer = read_person(rgb, who, ("upperBody",))[1]
    arm = wearer.left.arm
    at = np.linspace(0, arm.length, rows)
    outer, inner = arm.point(at, 1), arm.point(at, -1)
    share = np.linspace(0, 1, 7)[None, :, None]
    return outer[:, None] * (1 - share) + inner[:, None] * share, arm, wearer


def test_it_stands_out_at_its_edges_alone_and_by_little() -> None:
    grid, arm, wearer = sleeve()
    moved = rumpled(grid, arm, wearer.width)
    assert np.array_equal(moved[:, 1:-1], grid[:, 1:-1])
    across = grid[:, -1] - grid[:, -2]
    out = ((moved[:, -1] - grid[:, -1]) * across).sum(axis=1) / np.linalg.norm(across, axis=1)
    assert out.min() >= 0
    assert 0.4 * OUT < out.max() / wearer.width <= OUT


def test_in_a_fold_and_at_the_ends_it_is_as_narrow_as_before() -> None:
    grid, arm, wearer = sleeve()
    out = np.linalg.norm(rumpled(grid, arm, wearer.width)[:, -1] - grid[:, -1], axis=1) / wearer.width
    at = np.linspace(0, arm.length, len(grid))
    fold = arm.joint + FORE[2] * (arm.length - arm.joint)
    between = arm.joint + (FORE[2] + FORE[3]) / 2 * (arm.length - arm.joint)
    assert np.interp(fold, at, out) < 0.3 * np.interp(between, at, out)
    assert out[at < 0.3 * arm.joint].max() == 0
    assert out[-1] == 0
