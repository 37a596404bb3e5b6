from __future__ import annotations

import numpy as np

from lingtu.imaging.inpaint.judge import Verdict, judge
from lingtu.imaging.inpaint.level import Problem, sizes_of
from lingtu.imaging.inpaint.pyramid import begin, begin_by_exemplars, refine

SIDE = 100


def problem(picture: np.ndarray) -> Problem:
    hole = np.zeros((SIDE, SIDE), bool)
    hole[35:65, 30:70] = True
    zero = np.zeros((SIDE, SIDE), np.float32)
    guess = np.where(hole[..., None], picture[~hole].mean(axis=0), picture).astype(np.float32)
    return Problem(picture=guess, hole=hole, toll=zero, across=np.dstack([zero, zero]))


def checks() -> np.ndarray:
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    return np.repeat(np.where((x // 8 + y // 8) % 2, 0.8, 0.2)[..., None], 3, axis=2).astype(np.float32)


def test_a_pattern_is_carried_on_by_exemplars() -> None:
    asked = problem(checks())
    state = begin_by_exemplars(asked, 1)
    while state.sizes_left:
        state = refine(asked, state, 1)
    assert np.abs(state.picture - checks())[asked.hole].mean() < 0.12
    assert judge(state).texture > 0.7
    assert state.picture.shape == (SIDE, SIDE, 3)


def test_a_smear_is_worse_than_texture() -> None:
    state = begin(problem(checks()), 1)
    as_made = judge(state)
    state.field.features[state.hole] = state.field.features[state.hole].mean(axis=0)
    smeared = judge(state)
    assert smeared.texture < as_made.texture
    assert smeared.unlike > as_made.unlike
    assert smeared.is_poor
    assert not as_made.is_poor
    assert Verdict(10, 0.1).badness > Verdict(10, 0.9).badness


def test_levels_go_from_small_to_the_problems_own_size() -> None:
    sizes = sizes_of(300, 448)
    assert sizes[-1] == (300, 448)
    assert list(sizes) == sorted(sizes)
    assert max(sizes[0]) < 90
    assert sizes_of(20, 30) == ((20, 30),)
