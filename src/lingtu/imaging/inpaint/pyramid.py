"""A hole completed from coarse to fine: at each level patches are found and what they say is believed, in turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.exemplar import grow
from lingtu.imaging.inpaint.level import SIDE, Marks, Problem, level_of, sizes_of
from lingtu.imaging.inpaint.patchmatch import Field, Places, search, vote
from lingtu.imaging.inpaint.poisson import blend
from lingtu.imaging.inpaint.shading import plainness, shading_of, smoothed
from lingtu.imaging.inpaint.shifts import Copies, Pull
from lingtu.imaging.inpaint.steps import dominant_steps, taken_steps

_ROUNDS = (12, 10, 8, 5, 3, 2)  # of searching and voting, from the coarsest level on
_SETTLED = 4  # the level whose few rounds are enough for what is nearly right
_DRIFT_PX = 3.0  # tones that were found out before are kept, beyond so much
#: Of the patches' colours beside their steps: tones may drift where all is smooth, and most on plain backdrops; detail
#: would blur where it is not smooth.
_PLAIN_PULL, _PULL, _BUSY_PULL = 0.001, 0.015, 0.15
_SMOOTH, _BUSY = 1.0, 5.0  # of the features' fourth channel
_ODD = 12.0  # Lab between a patch and the rim that is no longer a matter of light
_OFTEN = 14.0  # toll of being copied once more than others


@dataclass(frozen=True, kw_only=True)
class State:
    """A completed level: its field, and the source of every target."""

    field: Field
    hole: Marks
    sources: Places
    #: (height, width) of the finer levels to come.
    sizes_left: tuple[tuple[int, int], ...]

    @property
    def picture(self) -> Floats:
        """h x w x 3, sRGB."""
        lab = np.ascontiguousarray(self.field.features[..., :3])
        return np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), np.float32).clip(0, 1)


def begin(problem: Problem, seed: int) -> State:
    """The coarsest level, from the problem's guess, and sources at random."""
    sizes = sizes_of(*problem.hole.shape)
    field, hole = level_of(problem, sizes[0])
    sources = _at_random(field, len(field.targets), seed)
    return _settle(field, hole, sources, sizes[1:], 0, seed)


def begin_by_exemplars(problem: Problem, seed: int) -> State:
    """The coarsest level, from patches laid one after the other."""
    sizes = sizes_of(*problem.hole.shape)
    field, hole = level_of(problem, sizes[0])
    sources = _made_valid(field, grow(field, hole, seed))
    return _settle(field, hole, sources, sizes[1:], 1, seed)


def begin_by_shifts(problem: Problem, pulls: Sequence[Pull], others: Sequence[State], seed: int) -> list[State]:
    """The level of the other states, from a few large copies, for each pull; none if no step leads out of the hole.

    The copies are shifted by steps that the picture is like itself at, or by those of the others.
    """
    sizes = sizes_of(*problem.hole.shape)
    depth = len(sizes) - len(others[0].sizes_left) - 1
    field, hole = level_of(problem, sizes[depth])
    known = [taken_steps(hole, field.targets, state.sources) for state in others]
    steps = np.unique(np.concatenate([dominant_steps(field, hole, seed), *known]), axis=0)
    copies = Copies.of_steps(field, hole, steps)
    if not len(copies.steps):
        return []
    nearest = _nearest_number(hole)[field.targets[:, 0], field.targets[:, 1]]
    states = []
    for pull in pulls:
        shifts = (copies.composed(pull) - copies.pixels)[nearest]
        own = replace(field, features=field.features.copy())
        sources = _made_valid(own, field.targets + shifts)
        _believe(own, hole, sources, np.zeros(len(sources), np.float32), 1.0)
        states.append(_settle(own, hole, sources, sizes[depth + 1 :], _SETTLED, seed))
    return states


def refine(problem: Problem, state: State, seed: int) -> State:
    """The next finer level: the offsets are taken over, so what was coherent stays so."""
    size = state.sizes_left[0]
    field, hole = level_of(problem, size)
    old = np.array(state.hole.shape)
    scale = np.array(size) / old
    at = np.minimum((field.targets / scale).astype(np.int32), old - 1)
    k = _nearest_number(state.field.index >= 0)[at[:, 0], at[:, 1]]
    offsets = np.rint((state.sources - state.field.targets)[k] * scale).astype(np.int32)
    sources = _made_valid(field, field.targets + offsets)
    coarse = cv2.resize(state.field.features, size[::-1], interpolation=cv2.INTER_LINEAR)
    field.features[hole] = coarse[hole]
    _believe(field, hole, sources, np.zeros(len(sources), np.float32), 1.0)
    depth = len(sizes_of(*problem.hole.shape)) - len(state.sizes_left)
    return _settle(field, hole, sources, state.sizes_left[1:], depth, seed)


def _settle(
    field: Field, hole: Marks, sources: Places, left: tuple[tuple[int, int], ...], depth: int, seed: int
) -> State:
    """Search and vote in turns until the patches agree."""
    rounds = _ROUNDS[min(depth, len(_ROUNDS) - 1)]
    longest = max(hole.shape)
    toll = field.toll
    for number in range(rounds):
        radius = longest if number == 0 and depth < 2 else longest // 4 if depth < 2 else max(8, longest // 12)
        passes = 4 if number == 0 and depth == 0 else 2
        tolled = replace(field, toll=toll + _often_copied(field, sources)) if number else field
        sources, costs = search(tolled, sources, passes, radius, seed + 31 * depth + number)
        last = number == rounds - 1
        _believe(field, hole, sources, costs, 0.25 if last else 0.5, last)
    return State(field=field, hole=hole, sources=sources, sizes_left=left)


def _believe(field: Field, hole: Marks, sources: Places, costs: Floats, sharpness: float, last: bool = False) -> None:
    """Give the hole the colours and the steps that its patches say."""
    ring = cv2.dilate(hole.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    pixels = np.argwhere(ring).astype(np.int32)
    said, steps = vote(field, pixels, sources, costs, sharpness)
    all_said, all_steps = np.zeros_like(field.features), np.zeros((*hole.shape, 6), np.float32)
    all_said[ring] = said
    plain = plainness(field.features, hole)
    if plain > 0:
        steps = steps - plain * shading_of(steps, ring)
        drift = (field.features - all_said)[ring][:, :3]
        said[:, :3] += plain * smoothed(np.ascontiguousarray(drift), ring, _DRIFT_PX)
    all_steps[ring] = steps
    field.features[hole] = said[hole[ring]]
    links = _links(field, hole, ring & ~hole, sources)
    texture = np.clip((all_said[..., 3] - _SMOOTH) / (_BUSY - _SMOOTH), 0, 1)
    smooth = _PULL + (_PLAIN_PULL - _PULL) * plain
    pull = (smooth + (_BUSY_PULL - smooth) * texture).astype(np.float32)
    blend(field.features, hole, all_steps, links, pull, 80 if last else 15, all_said)


def _links(field: Field, hole: Marks, rim: Marks, sources: Places) -> Floats:
    """h x w: how much the hole heeds a pixel; where its copies show something else than the rim, tones must not run in.

    A copy is asked what it shows beside the hole's outermost pixels: those at the rim itself always follow the rim.
    """
    places = np.argwhere(rim)
    nearest = np.argwhere(hole)[_nearest_number(hole)[rim]]
    shifts = (sources - field.targets)[field.index[nearest[:, 0], nearest[:, 1]]]
    shown = places + shifts
    odd = field.features[rim][:, :3] - field.features[shown[:, 0], shown[:, 1]][:, :3]
    links = np.ones(hole.shape, np.float32)
    links[rim] = np.exp(-np.square(odd).sum(axis=1) / _ODD**2)
    return links


def _often_copied(field: Field, sources: Places) -> Floats:
    """A toll on what is copied more often than the average place (Kaspar et al., Self Tuning Texture Optimization)."""
    count = np.zeros(field.valid.shape, np.float32)
    np.add.at(count, (sources[:, 0], sources[:, 1]), 1)
    density = cv2.blur(count, (SIDE, SIDE), borderType=cv2.BORDER_CONSTANT)
    fair = max(1.0, 2.0 * len(sources) / max(1, int(field.valid.sum())))
    return np.asarray(_OFTEN * np.maximum(0, density / fair - 1), np.float32)


def _at_random(field: Field, count: int, seed: int) -> Places:
    places = np.argwhere(field.valid).astype(np.int32)
    return places[np.random.default_rng(seed).integers(0, len(places), count)]


def _made_valid(field: Field, sources: Places) -> Places:
    """For each source the nearest that may be copied."""
    height, width = field.valid.shape
    clipped = np.clip(sources, 0, (height - 1, width - 1)).astype(np.int32)
    _, labels = cv2.distanceTransformWithLabels(
        (~field.valid).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    at = np.zeros((labels.max() + 1, 2), np.int32)
    places = np.argwhere(field.valid)
    at[labels[field.valid]] = places
    return np.asarray(at[labels[clipped[:, 0], clipped[:, 1]]], np.int32)


def _nearest_number(marked: Marks) -> Places:
    """For every pixel the number of the nearest marked one; they are numbered row by row, as targets are."""
    _, labels = cv2.distanceTransformWithLabels(
        (~marked).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    at = np.zeros(labels.max() + 1, np.int32)
    at[labels[marked]] = np.arange(marked.sum(), dtype=np.int32)
    return np.asarray(at[labels], np.int32)
