from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.inpaint.level import Problem, level_of
from lingtu.imaging.inpaint.shifts import Copies, Pull
from lingtu.imaging.inpaint.steps import dominant_steps

HEIGHT, WIDTH, PERIOD = 84, 110, 22
PULL = Pull(rows=30, tones=0.5, toll=0.0, rim=2.0)


@pytest.fixture
def pattern() -> tuple[Problem, np.ndarray]:
    """Stuff that comes again every so many columns, with a hole, and the whole."""
    tile = np.random.default_rng(2).random((HEIGHT, PERIOD, 3), np.float32)
    whole = np.tile(tile, (1, WIDTH // PERIOD, 1))
    hole = np.zeros((HEIGHT, WIDTH), bool)
    hole[30:52, 40:62] = True
    picture = np.where(hole[..., None], np.float32(0.5), whole)
    zero = np.zeros((HEIGHT, WIDTH), np.float32)
    return Problem(picture=picture, hole=hole, toll=zero, across=np.dstack([zero, zero])), whole


def test_the_period_of_a_pattern_is_among_the_steps(pattern: tuple[Problem, np.ndarray]) -> None:
    field, hole = level_of(pattern[0], (HEIGHT, WIDTH))
    steps = dominant_steps(field, hole, 1).tolist()
    assert [0, 2 * PERIOD] in steps
    assert [0, -PERIOD] in steps


def test_a_pattern_is_carried_on_to_the_pixel(pattern: tuple[Problem, np.ndarray]) -> None:
    problem, whole = pattern
    field, hole = level_of(problem, (HEIGHT, WIDTH))
    copies = Copies.of_steps(field, hole, dominant_steps(field, hole, 1))
    y, x = copies.composed(PULL).T
    assert np.abs(whole[y, x] - whole[hole]).mean() < 0.02


def test_only_what_is_whole_is_copied(pattern: tuple[Problem, np.ndarray]) -> None:
    field, hole = level_of(pattern[0], (HEIGHT, WIDTH))
    everywhere = np.array([[y, x] for y in range(-80, 81, 8) for x in range(-100, 101, 10)], np.int32)
    y, x = Copies.of_steps(field, hole, everywhere).composed(PULL).T
    assert field.valid[y, x].all()


def test_where_there_is_hardly_anything_left_there_are_no_steps() -> None:
    hole = np.ones((30, 30), bool)
    hole[:10, :10] = False
    zero = np.zeros(hole.shape, np.float32)
    nothing = Problem(picture=np.dstack([zero] * 3), hole=hole, toll=zero, across=np.dstack([zero, zero]))
    field, marks = level_of(nothing, hole.shape)
    assert dominant_steps(field, marks, 1).shape[1] == 2
    assert len(Copies.of_steps(field, marks, np.zeros((0, 2), np.int32)).steps) == 0
