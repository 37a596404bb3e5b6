"""Filling the part of a picture that need not follow it: what is around it goes on, nothing outside of it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.attempts import complete
from lingtu.imaging.inpaint.detail import enlarged
from lingtu.imaging.inpaint.guess import guessed
from lingtu.imaging.inpaint.level import NoSourceError, Problem
from lingtu.imaging.inpaint.strangeness import strangeness

FINEST_PX = 448  # of the longest side: how large the patches are looked for
_FLATNESS = 0.12  # of the first guess: rows count more than columns
_ROWS = 30.0  # Lab for each longest side that a patch comes from above or below
_STRANGE = 60.0  # the dearest toll, in squared Lab
LARGE_SHARE = 0.25  # of the picture
_POOR = (
    "mask 白色区域周围的线条或物体在重绘处中断，可能看得出痕迹",
    "lines or things around the white region of mask end where it was painted anew: the place may be seen",
)


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
    notes = (_size_note(inside),) if inside.mean() > LARGE_SHARE else ()
    try:
        state, verdict = complete(problem, _standing(problem), seed)
    except NoSourceError:
        return Filled(_guessed(scene, inside, problem), (*notes, _POOR))
    return Filled(enlarged(scene, inside, state), (*notes, _POOR) if verdict.is_poor else notes)


def _problem(scene: Floats, inside: NDArray[np.bool_]) -> Problem:
    """The scene at the finest size that patches are looked for at; its rows belong together."""
    height, width = inside.shape
    scale = min(1.0, FINEST_PX / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    picture = np.asarray(cv2.resize(scene, size, interpolation=cv2.INTER_AREA), np.float32)
    # a pixel of which the hole has a part is the hole's
    hole = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.02
    # from here on nobody sees what was masked
    picture = guessed(picture, hole, _FLATNESS)
    return Problem(
        picture=picture,
        hole=hole,
        toll=_STRANGE * strangeness(cv2.cvtColor(picture, cv2.COLOR_RGB2Lab), hole),
        across=_across(hole, 0),
    )


def _standing(problem: Problem) -> Problem:
    """The same problem if columns belong together."""
    turned = guessed(np.ascontiguousarray(problem.picture.transpose(1, 0, 2)), problem.hole.T, _FLATNESS)
    return replace(problem, picture=np.ascontiguousarray(turned.transpose(1, 0, 2)), across=_across(problem.hole, 1))


def _across(hole: NDArray[np.bool_], axis: int) -> Floats:
    across = np.zeros((*hole.shape, 2), np.float32)
    across[..., axis] = _ROWS
    return across


def _guessed(scene: Floats, inside: NDArray[np.bool_], problem: Problem) -> Floats:
    """Tones alone, where there is no place left to copy from."""
    result = scene.copy()
    result[inside] = cv2.resize(problem.picture, inside.shape[::-1], interpolation=cv2.INTER_CUBIC)[inside].clip(0, 1)
    return result


def _size_note(inside: NDArray[np.bool_]) -> tuple[str, str]:
    words = f"{inside.mean():.0%}"
    return (
        f"mask 的白色区域占图片的 {words}，重绘处可能看得出痕迹",
        f"the white region of mask is {words} of the picture: what was painted there may be seen",
    )
