"""Filling the part of a picture that need not follow it: what is around it goes on, nothing outside of it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint import pyramid
from lingtu.imaging.inpaint.detail import enlarged
from lingtu.imaging.inpaint.guess import layered
from lingtu.imaging.inpaint.judge import judge
from lingtu.imaging.inpaint.pyramid import NoSourceError, Problem, State
from lingtu.imaging.inpaint.strangeness import strangeness

FINEST_PX = 448  # of the longest side: how large the patches are looked for
CHOICE_PX = 112  # and how large the attempts are that the best is chosen of
_FLATNESS = 0.12  # of the first guess: rows count more than columns
_STRANGE = 60.0  # the dearest toll, in squared Lab
LARGE_SHARE = 0.25  # of the picture


@dataclass(frozen=True)
class Attempt:
    """One way to begin: how much a patch costs that comes from above or below, Lab for each longest side, and by what.

    From a guess in the right tones, which suits plain walls, or by exemplars, which carry lines and texture on.
    """

    rows: float
    by_exemplars: bool


ATTEMPTS = (Attempt(30.0, False), Attempt(30.0, True), Attempt(9.0, True))


@dataclass(frozen=True)
class Filled:
    """The picture, and remarks on what may be seen of the fill (Chinese, English)."""

    rgb: Floats
    notes: tuple[tuple[str, str], ...] = ()


def fill(scene: Floats, hole: Floats, seed: int) -> Filled:
    """The scene, H x W x 3, with the hole (H x W, above 0.5) painted anew; all other pixels stay.

    Raises `ValueError` if the hole is everything.
    """
    inside = hole > 0.5
    if not inside.any():
        return Filled(scene)
    if inside.all():
        raise ValueError("nothing to follow: the hole covers the whole scene")
    problem = _problem(scene, inside)
    try:
        return Filled(enlarged(scene, inside, _solve(problem, seed)), _notes(inside))
    except NoSourceError:
        return Filled(_guessed(scene, inside, problem), _notes(inside))


def _solve(problem: Problem, seed: int) -> State:
    """The best of the attempts, made when they were small, refined."""
    tried = [_begun(problem, attempt, seed) for attempt in ATTEMPTS]
    problem, state = min(tried, key=lambda one: judge(one[1]).badness)
    while state.sizes_left:
        state = pyramid.refine(problem, state, seed)
    return state


def _begun(problem: Problem, attempt: Attempt, seed: int) -> tuple[Problem, State]:
    across = np.zeros((*problem.hole.shape, 2), np.float32)
    across[..., 0] = attempt.rows
    problem = replace(problem, across=across)
    begin = pyramid.begin_by_exemplars if attempt.by_exemplars else pyramid.begin
    state = begin(problem, seed)
    while state.sizes_left and max(state.sizes_left[0]) <= CHOICE_PX:
        state = pyramid.refine(problem, state, seed)
    return problem, state


def _problem(scene: Floats, inside: NDArray[np.bool_]) -> Problem:
    """The scene at the finest size that patches are looked for at."""
    height, width = inside.shape
    scale = min(1.0, FINEST_PX / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    picture = np.asarray(cv2.resize(scene, size, interpolation=cv2.INTER_AREA), np.float32)
    # a pixel of which the hole has a part is the hole's
    hole = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.02
    return Problem(
        picture=picture,
        hole=hole,
        toll=_STRANGE * strangeness(cv2.cvtColor(picture, cv2.COLOR_RGB2Lab), hole),
        across=np.zeros((*hole.shape, 2), np.float32),
        guess=layered(picture, (~hole).astype(np.float32), _FLATNESS),
    )


def _guessed(scene: Floats, inside: NDArray[np.bool_], problem: Problem) -> Floats:
    """Tones alone, where there is no place left to copy from."""
    result = scene.copy()
    result[inside] = cv2.resize(problem.guess, inside.shape[::-1], interpolation=cv2.INTER_CUBIC)[inside].clip(0, 1)
    return result


def _notes(inside: NDArray[np.bool_]) -> tuple[tuple[str, str], ...]:
    share = float(inside.mean())
    if share <= LARGE_SHARE:
        return ()
    words = f"{share:.0%}"
    return (
        (
            f"mask 的白色区域占图片的 {words}，重绘处可能看得出痕迹",
            f"the white region of mask is {words} of the picture: what was painted there may be seen",
        ),
    )
