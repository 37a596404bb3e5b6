"""Several ways to complete a hole, made and judged when they are small; the best one is worth refining."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lingtu.imaging.inpaint import pyramid
from lingtu.imaging.inpaint.judge import Verdict, judge
from lingtu.imaging.inpaint.level import Problem
from lingtu.imaging.inpaint.pyramid import State
from lingtu.imaging.inpaint.shifts import Pull

CHOICE_PX = 112  # of the longest side: how large the attempts are
#: Exemplars carry lines and texture on, and objects as well; copies may let a horizon step: all must be clearly better
#: than a calm guess, and the rarer a way is right, the more.
_HANDICAP, _COPIES_HANDICAP, _UPRIGHT_HANDICAP = 1.1, 1.15, 1.25
#: Large copies, which keep furniture and streets in one piece: within rows; where the guess's tones are; from anywhere.
_COPIES = (
    Pull(rows=30, tones=0.5, toll=0.02, rim=2.0),
    Pull(rows=30, tones=4.0, toll=0.05, rim=4.0),
    Pull(rows=3, tones=0.5, toll=0.02, rim=2.0),
)


@dataclass(frozen=True)
class Attempt:
    """A state, the problem that it is one of, and how much better than others it must be (times)."""

    problem: Problem
    state: State
    handicap: float = 1.0


def complete(lying: Problem, standing: Problem, seed: int) -> tuple[State, Verdict]:
    """The best attempt at the finest size, and what is to be thought of it.

    lying: the problem if rows belong together, as they do on tables and floors, by a sea or a wall;
    standing: if columns do, as on curtains, doors and pillars.
    """
    best = min(_attempts(lying, standing, seed), key=lambda attempt: attempt.handicap * judge(attempt.state).badness)
    state = best.state
    while state.sizes_left:
        state = pyramid.refine(best.problem, state, seed)
    return state, judge(state)


def _attempts(lying: Problem, standing: Problem, seed: int) -> Iterator[Attempt]:
    calm = Attempt(lying, _grown(lying, pyramid.begin(lying, seed), seed))
    by_exemplars = Attempt(lying, _grown(lying, pyramid.begin_by_exemplars(lying, seed), seed), _HANDICAP)
    upright = Attempt(standing, _grown(standing, pyramid.begin(standing, seed), seed), _UPRIGHT_HANDICAP)
    begun = calm, by_exemplars, upright
    yield from begun
    for state in pyramid.begin_by_shifts(lying, _COPIES, [attempt.state for attempt in begun], seed):
        yield Attempt(lying, state, _COPIES_HANDICAP)


def _grown(problem: Problem, state: State, seed: int) -> State:
    while state.sizes_left and max(state.sizes_left[0]) <= CHOICE_PX:
        state = pyramid.refine(problem, state, seed)
    return state
