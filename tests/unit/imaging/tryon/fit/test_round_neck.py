"""Necklines that are raised to an old one of another shape."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.round_neck import round_neck

ACROSS = np.linspace(-1, 1, 23)[1:-1]
DOWN = np.array([0.0, 1.0])
ENDS = np.array([100.0, 80.0]), np.array([200.0, 80.0])


def line(depths: np.ndarray) -> np.ndarray:
    return np.stack([150 + 50 * ACROSS, 80 + depths], axis=1)


def test_a_crew_neck_over_an_old_v_stays_round() -> None:
    own, old = line(40 * (1 - ACROSS**2)), line(44 * (1 - np.abs(ACROSS)))
    raised = np.minimum(own, old)
    result = round_neck(raised, own, ENDS, DOWN)
    depth = result[:, 1] - 80
    assert (depth <= raised[:, 1] - 80 + 1e-9).all()  # nothing of the old one is uncovered
    assert depth[np.abs(ACROSS).argmin()] > 20
    bends = np.diff(depth, 2)
    assert np.abs(bends[6:13]).max() < 0.6  # at the middle the V bends by 8 px
    assert np.diff(raised[:, 1], 2)[6:13].min() < -3


def test_what_was_not_raised_stays_as_it_is() -> None:
    own = line(40 * (1 - ACROSS**2))
    assert (round_neck(own, own, ENDS, DOWN) == own).all()


def test_it_keeps_a_part_of_its_depth() -> None:
    own = line(40 * (1 - ACROSS**2))
    raised = np.minimum(own, line(np.where(ACROSS < -0.4, 0.0, 60.0)))
    depth = round_neck(raised, own, ENDS, DOWN)[:, 1] - 80
    assert depth[np.abs(ACROSS).argmin()] > 10


def test_near_its_ends_it_is_not_above_them() -> None:
    own = line(40 * (1 - ACROSS**2))
    raised = np.minimum(own, line(np.where(np.abs(ACROSS) > 0.85, -10.0, 60.0)))
    assert (round_neck(raised, own, ENDS, DOWN)[:, 1] >= 80 - 1e-9).all()
