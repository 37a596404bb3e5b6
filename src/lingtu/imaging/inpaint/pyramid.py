"""A hole completed from coarse to fine: at each level patches are found and what they say is believed, in turns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.exemplar import grow
from lingtu.imaging.inpaint.patchmatch import REACH, Field, Places, search, vote
from lingtu.imaging.inpaint.poisson import blend

Marks = NDArray[np.bool_]

COARSEST_PX, FINER = 56, 1.6
_ROUNDS = (12, 10, 8, 5, 3, 2)  # of searching and voting, from the coarsest level on
_SIDE = 2 * REACH + 1
PULL = 0.02  # of the patches' colours beside their steps
_ODD = 12.0  # Lab between a patch and the rim that is no longer a matter of light
_KNOWN_TRUST, _FALL, _LEAST_TRUST = 1.6, 1.22, 0.15
_TEXTURE = 2.0  # of the fourth channel, beside Lab's
_OFTEN = 14.0  # toll of being copied once more than others


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is to be completed, at the finest size that patches are looked for at, h x w."""

    picture: Floats
    hole: Marks
    #: h x w: what copying from here costs.
    toll: Floats
    #: h x w x 2: the direction across which patches should not wander, times its cost a share of the longest side.
    across: Floats
    #: A first idea of the hole's colours, h x w x 3.
    guess: Floats


@dataclass(frozen=True, kw_only=True)
class State:
    """A completed level: its field, and the source and cost of every target."""

    field: Field
    hole: Marks
    sources: Places
    costs: Floats
    sizes_left: tuple[tuple[int, int], ...]

    @property
    def picture(self) -> Floats:
        """h x w x 3, sRGB."""
        lab = np.ascontiguousarray(self.field.features[..., :3])
        return np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), np.float32).clip(0, 1)


def sizes_of(height: int, width: int) -> tuple[tuple[int, int], ...]:
    """(height, width) of the levels, the coarsest first."""
    sizes = [(height, width)]
    while max(sizes[-1]) / FINER > COARSEST_PX and min(sizes[-1]) / FINER > 3 * _SIDE:
        sizes.append((round(sizes[-1][0] / FINER), round(sizes[-1][1] / FINER)))
    return tuple(reversed(sizes))


def begin(problem: Problem, seed: int) -> State:
    """The coarsest level, from the problem's guess and sources at random."""
    sizes = sizes_of(*problem.hole.shape)
    field, hole = _level(problem, sizes[0])
    guess = _features(cv2.resize(problem.guess, sizes[0][::-1], interpolation=cv2.INTER_AREA), None)
    field.features[hole] = guess[hole]
    sources = _at_random(field, len(field.targets), seed)
    return _settle(field, hole, sources, sizes[1:], 0, seed)


def begin_by_exemplars(problem: Problem, seed: int) -> State:
    """The coarsest level, from patches laid one after the other."""
    sizes = sizes_of(*problem.hole.shape)
    field, hole = _level(problem, sizes[0])
    sources = _made_valid(field, grow(field, hole, seed), seed)
    return _settle(field, hole, sources, sizes[1:], 1, seed)


def refine(problem: Problem, state: State, seed: int) -> State:
    """The next finer level: the offsets are taken over, so what was coherent stays so."""
    size = state.sizes_left[0]
    field, hole = _level(problem, size)
    old = np.array(state.hole.shape)
    scale = np.array(size) / old
    at = np.minimum((field.targets / scale).astype(np.int32), old - 1)
    nearest = _nearest_target(state.field.index)
    k = nearest[at[:, 0], at[:, 1]]
    offsets = np.rint((state.sources - state.field.targets)[k] * scale).astype(np.int32)
    sources = _made_valid(field, field.targets + offsets, seed)
    _believe(field, hole, sources, np.zeros(len(sources), np.float32), 1.0)
    depth = len(sizes_of(*problem.hole.shape)) - len(state.sizes_left)
    return _settle(field, hole, sources, state.sizes_left[1:], depth, seed)


def _settle(
    field: Field, hole: Marks, sources: Places, left: tuple[tuple[int, int], ...], depth: int, seed: int
) -> State:
    """Search and vote in turns until the patches agree."""
    rounds = _ROUNDS[min(depth, len(_ROUNDS) - 1)]
    longest = max(hole.shape)
    costs = np.zeros(len(sources), np.float32)
    toll = field.toll
    for number in range(rounds):
        radius = longest if number == 0 and depth < 2 else longest // 4 if depth < 2 else max(8, longest // 12)
        passes = 4 if number == 0 and depth == 0 else 2
        tolled = replace(field, toll=toll + _often_copied(field, sources)) if number else field
        sources, costs = search(tolled, sources, passes, radius, seed + 31 * depth + number)
        last = number == rounds - 1
        _believe(field, hole, sources, costs, 0.25 if last else 0.5, last)
    return State(field=field, hole=hole, sources=sources, costs=costs, sizes_left=left)


def _believe(field: Field, hole: Marks, sources: Places, costs: Floats, sharpness: float, last: bool = False) -> None:
    """Give the hole the colours and the steps that its patches say."""
    ring = cv2.dilate(hole.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    pixels = np.argwhere(ring).astype(np.int32)
    said, steps = vote(field, pixels, sources, costs, sharpness)
    all_said, all_steps = np.zeros_like(field.features), np.zeros((*hole.shape, 6), np.float32)
    all_said[ring], all_steps[ring] = said, steps
    field.features[hole] = all_said[hole]
    # where the patches show something else than the rim does, the rim's tones must not run into the hole
    odd = np.square(all_said - field.features)[..., :3].sum(axis=2)
    links = np.where(ring & ~hole, np.exp(-odd / _ODD**2), 1).astype(np.float32)
    blend(field.features, hole, all_steps, links, PULL, 80 if last else 15, all_said)


def _often_copied(field: Field, sources: Places) -> Floats:
    """A toll on what is copied more often than the average place (Kaspar et al., Self Tuning Texture Optimization)."""
    count = np.zeros(field.valid.shape, np.float32)
    np.add.at(count, (sources[:, 0], sources[:, 1]), 1)
    density = cv2.blur(count, (_SIDE, _SIDE), borderType=cv2.BORDER_CONSTANT)
    fair = max(1.0, 2.0 * len(sources) / max(1, int(field.valid.sum())))
    return np.asarray(_OFTEN * np.maximum(0, density / fair - 1), np.float32)


def _level(problem: Problem, size: tuple[int, int]) -> tuple[Field, Marks]:
    """The problem at a level's size; the features of the hole are still what is masked."""
    height, width = size

    def scaled(plane: NDArray[np.generic]) -> Floats:
        values = plane.astype(np.float32)
        return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_AREA), np.float32)

    hole = scaled(problem.hole) > 0.02
    kernel, wider = np.ones((_SIDE, _SIDE), np.uint8), np.ones((_SIDE + 2, _SIDE + 2), np.uint8)
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


def _features(rgb: Floats, texture: Floats | None) -> Floats:
    lab = cv2.cvtColor(np.ascontiguousarray(rgb, np.float32), cv2.COLOR_RGB2Lab)
    fourth = np.zeros(rgb.shape[:2], np.float32) if texture is None else texture
    return np.ascontiguousarray(np.dstack([lab, fourth]), np.float32)


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


def _at_random(field: Field, count: int, seed: int) -> Places:
    places = np.argwhere(field.valid).astype(np.int32)
    return places[np.random.default_rng(seed).integers(0, len(places), count)]


def _made_valid(field: Field, sources: Places, seed: int) -> Places:
    """Sources out of bounds or not to be copied are drawn anew near the old one, the nearest that is valid."""
    height, width = field.valid.shape
    clipped = np.clip(sources, 0, (height - 1, width - 1)).astype(np.int32)
    _, labels = cv2.distanceTransformWithLabels(
        (~field.valid).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    at = np.zeros((labels.max() + 1, 2), np.int32)
    places = np.argwhere(field.valid)
    at[labels[field.valid]] = places
    return np.asarray(at[labels[clipped[:, 0], clipped[:, 1]]], np.int32)


def _nearest_target(index: Places) -> Places:
    """For every pixel the place of the nearest target."""
    _, labels = cv2.distanceTransformWithLabels(
        (index < 0).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    at = np.zeros(labels.max() + 1, np.int32)
    at[labels[index >= 0]] = index[index >= 0]
    return np.asarray(at[labels], np.int32)
