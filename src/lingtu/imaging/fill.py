"""Filling the part of a picture that need not follow it: what is around it goes on, nothing outside of it changes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint import pyramid
from lingtu.imaging.inpaint.detail import enlarged
from lingtu.imaging.inpaint.guess import layered
from lingtu.imaging.inpaint.pyramid import NoSourceError, Problem
from lingtu.imaging.inpaint.strangeness import strangeness

FINEST_PX = 448  # of the longest side: how large the patches are looked for
_FLATNESS = 0.12  # of the first guess: rows count more than columns
_STRANGE = 60.0  # the dearest toll, in squared Lab
_ROWS = 30.0  # Lab that a patch costs for each longest side that it comes from above or below


def fill(scene: Floats, hole: Floats, seed: int) -> Floats:
    """The scene, H x W x 3, with the hole (H x W, above 0.5) painted anew; all other pixels stay.

    Raises `ValueError` if the hole is everything.
    """
    inside = hole > 0.5
    if not inside.any():
        return scene
    if inside.all():
        raise ValueError("nothing to follow: the hole covers the whole scene")
    problem = _problem(scene, inside)
    try:
        return enlarged(scene, inside, _solve(problem, seed))
    except NoSourceError:
        return _guessed(scene, inside, problem)


def _solve(problem: Problem, seed: int) -> pyramid.State:
    state = pyramid.begin(problem, seed)
    while state.sizes_left:
        state = pyramid.refine(problem, state, seed)
    return state


def _problem(scene: Floats, inside: NDArray[np.bool_]) -> Problem:
    """The scene at the finest size that patches are looked for at."""
    height, width = inside.shape
    scale = min(1.0, FINEST_PX / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    picture = np.asarray(cv2.resize(scene, size, interpolation=cv2.INTER_AREA), np.float32)
    # a pixel of which the hole has a part is the hole's
    hole = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.02
    across = np.zeros((*hole.shape, 2), np.float32)
    across[..., 0] = _ROWS
    return Problem(
        picture=picture,
        hole=hole,
        avoid=np.zeros_like(hole),
        toll=_STRANGE * strangeness(cv2.cvtColor(picture, cv2.COLOR_RGB2Lab), hole),
        across=across,
        guess=layered(picture, (~hole).astype(np.float32), _FLATNESS),
    )


def _guessed(scene: Floats, inside: NDArray[np.bool_], problem: Problem) -> Floats:
    """Tones alone, where there is no place left to copy from."""
    result = scene.copy()
    result[inside] = cv2.resize(problem.guess, inside.shape[::-1], interpolation=cv2.INTER_CUBIC)[inside].clip(0, 1)
    return result
