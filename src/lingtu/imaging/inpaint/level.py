"""One level of a picture that is to be completed: what its patches are compared in."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.patchmatch import REACH, Field

Marks = NDArray[np.bool_]

COARSEST_PX, FINER = 56, 1.6
SIDE = 2 * REACH + 1
_KNOWN_TRUST, _FALL, _LEAST_TRUST = 1.6, 1.22, 0.15
_TEXTURE = 2.0  # of the fourth channel, beside Lab's


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is to be completed, at the finest size that patches are looked for at, h x w."""

    #: h x w x 3, sRGB; in the hole a first guess.
    picture: Floats
    hole: Marks
    #: h x w: what copying from here costs.
    toll: Floats
    #: h x w x 2: the direction across which patches should not wander, times its cost a share of the longest side.
    across: Floats


def sizes_of(height: int, width: int) -> tuple[tuple[int, int], ...]:
    """(height, width) of the levels, the coarsest first."""
    sizes = [(height, width)]
    while max(sizes[-1]) / FINER > COARSEST_PX and min(sizes[-1]) / FINER > 3 * SIDE:
        sizes.append((round(sizes[-1][0] / FINER), round(sizes[-1][1] / FINER)))
    return tuple(reversed(sizes))


def level_of(problem: Problem, size: tuple[int, int]) -> tuple[Field, Marks]:
    """The problem at a level's size."""
    height, width = size

    def scaled(plane: NDArray[np.generic]) -> Floats:
        values = plane.astype(np.float32)
        return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_AREA), np.float32)

    hole = scaled(problem.hole) > 0.02
    kernel, wider = np.ones((SIDE, SIDE), np.uint8), np.ones((SIDE + 2, SIDE + 2), np.uint8)
    valid = _inner(cv2.dilate(hole.astype(np.uint8), wider) == 0)
    if not valid.any():
        raise NoSourceError
    near = cv2.dilate(hole.astype(np.uint8), kernel) > 0
    targets = np.argwhere(near).astype(np.int32)
    index = np.full(size, -1, np.int32)
    index[near] = np.arange(len(targets), dtype=np.int32)
    field = Field(
        features=_features(scaled(problem.picture), scaled(_texture(problem))),
        trust=_trust(hole),
        targets=targets,
        index=index,
        valid=valid,
        toll=scaled(problem.toll),
        across=scaled(problem.across) / np.float32(max(size)),
    )
    return field, hole


class NoSourceError(Exception):
    """No patch of the picture is whole: the hole is nearly everywhere."""


def _inner(valid: Marks) -> Marks:
    """Without a margin: patches, and the steps at their sides, lie within the picture."""
    valid[: REACH + 1] = valid[-REACH - 1 :] = False
    valid[:, : REACH + 1] = valid[:, -REACH - 1 :] = False
    return valid


def _features(rgb: Floats, texture: Floats) -> Floats:
    lab = cv2.cvtColor(np.ascontiguousarray(rgb, np.float32), cv2.COLOR_RGB2Lab)
    return np.ascontiguousarray(np.dstack([lab, texture]), np.float32)


def _texture(problem: Problem) -> Floats:
    """How much fine detail there is, which coarse levels do not see (Newson et al., Video Inpainting, 2014)."""
    grey = cv2.cvtColor(problem.picture, cv2.COLOR_RGB2Lab)[..., 0]
    known = (~problem.hole).astype(np.float32)
    known = cv2.erode(known, np.ones((3, 3), np.uint8))
    detail = np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.5)) * known
    spread = max(2.0, max(grey.shape) / 120)
    weight = cv2.GaussianBlur(known, (0, 0), spread)
    return np.asarray(_TEXTURE * cv2.GaussianBlur(detail, (0, 0), spread) / np.maximum(weight, 1e-4), np.float32)


def _trust(hole: Marks) -> Floats:
    depth = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3)
    return np.where(hole, np.maximum(_FALL**-depth, _LEAST_TRUST), _KNOWN_TRUST).astype(np.float32)
