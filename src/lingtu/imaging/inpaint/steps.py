"""The few steps at which a picture is like itself: the period of a pattern, the course of an edge.

He, Sun: Statistics of Patch Offsets for Image Completion (ECCV 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.level import Marks
from lingtu.imaging.inpaint.patchmatch import REACH, Field, Places


@dataclass(frozen=True)
class Survey:
    """Which patches are asked what is like them: those so near to the hole, of what is so far away from them.

    Both are shares of the longest side: patches nearer than that are alike because they overlap. At most `steps` of the
    answers are kept.
    """

    near: float
    apart: float
    steps: int


AROUND, AT_RIM = Survey(0.3, 1 / 15, 60), Survey(0.03, 0.15, 60)
_TAKEN = 50  # of a completed level
_ASKED, _OFFERED, _AT_ONCE = 2000, 6000, 500  # patches that are compared
_COMPONENTS = 24  # of a patch
_GATHERED_PX, _LEAST_VOTE = 1.2, 1e-6


def dominant_steps(field: Field, hole: Marks, seed: int) -> Places:
    """The commonest steps, k x 2, from a patch near the hole to the one most like it, that lead out of the hole."""
    draw = np.random.default_rng(seed)
    longest = max(hole.shape)
    places = np.argwhere(field.valid).astype(np.int32)
    offered = places[_some(len(places), _OFFERED, draw)]
    distance = cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, 3)[places[:, 0], places[:, 1]]
    patches = _described(field.features)
    led_out = np.sqrt(_covered(field.valid, hole))
    found = [np.zeros((0, 2), np.int32)]
    for survey in (AROUND, AT_RIM):
        near = places[distance < max(REACH + 3, survey.near * longest)]
        asked = near[_some(len(near), _ASKED, draw)]
        if not len(asked):
            continue
        steps = offered[_nearest(patches, asked, offered, max(3.0, survey.apart * longest))] - asked
        # what is to the left of its like has it to the right
        both = np.concatenate([steps, -steps]) if survey is AROUND else steps
        found.append(_commonest(both, hole.shape, survey.steps, led_out))
    return np.concatenate(found)


def taken_steps(hole: Marks, targets: Places, sources: Places) -> Places:
    """The commonest steps of a completed level, k x 2."""
    inside = hole[targets[:, 0], targets[:, 1]]
    return _commonest((sources - targets)[inside], hole.shape, _TAKEN)


def _commonest(steps: Places, shape: tuple[int, ...], count: int, weight: Floats | float = 1.0) -> Places:
    """At most that many steps, k x 2, around which others gather; weight: (2 h + 1) x (2 w + 1), of each."""
    height, width = shape
    votes = np.zeros((2 * height + 1, 2 * width + 1), np.float32)
    np.add.at(votes, (steps[:, 0] + height, steps[:, 1] + width), 1)
    votes = cv2.GaussianBlur(votes, (0, 0), _GATHERED_PX) * weight
    peak = (votes == cv2.dilate(votes, np.ones((5, 5), np.uint8))) & (votes > _LEAST_VOTE)
    order = np.argsort(-votes[peak], kind="stable")[:count]
    return np.asarray(np.argwhere(peak)[order] - (height, width), np.int32)


def _some(count: int, most: int, draw: np.random.Generator) -> NDArray[np.intp]:
    return np.arange(count) if count <= most else np.sort(draw.choice(count, most, replace=False))


def _described(features: Floats) -> Floats:
    """h x w x c: every place's patch, by its main components."""
    side = 2 * REACH + 1
    padded = cv2.copyMakeBorder(features, REACH, REACH, REACH, REACH, cv2.BORDER_REFLECT)
    patches = np.lib.stride_tricks.sliding_window_view(padded, (side, side), axis=(0, 1))
    flat = patches.reshape(*features.shape[:2], -1)
    sample = flat[::3, ::3].reshape(-1, flat.shape[-1])
    mean = sample.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov((sample - mean).T))
    return np.asarray((flat - mean) @ vectors[:, -_COMPONENTS:].astype(np.float32), np.float32)


def _nearest(patches: Floats, asked: Places, offered: Places, apart: float) -> NDArray[np.intp]:
    """For each place asked about, the number of the offered one, not too near, whose patch is most like its own."""
    theirs = patches[offered[:, 0], offered[:, 1]]
    norms = np.square(theirs).sum(axis=1)
    found = np.empty(len(asked), np.intp)
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        own = patches[part[:, 0], part[:, 1]]
        difference = norms[None] - 2 * own @ theirs.T
        down, across = (np.abs(part[:, None, axis] - offered[None, :, axis]) for axis in (0, 1))
        difference[(down < apart) & (across < apart)] = np.inf
        found[start : start + _AT_ONCE] = difference.argmin(axis=1)
    return found


def _covered(valid: Marks, hole: Marks) -> Floats:
    """(2 h + 1) x (2 w + 1): of how much of the hole each step leads to a place that may be copied, from 0 to 1."""
    height, width = hole.shape
    size = cv2.getOptimalDFTSize(3 * height), cv2.getOptimalDFTSize(3 * width)
    of_valid, of_hole = (np.fft.rfft2(marks.astype(np.float32), size) for marks in (valid, hole))
    shared = np.fft.irfft2(of_valid * np.conj(of_hole), size)
    centred = np.roll(shared, (height, width), axis=(0, 1))[: 2 * height + 1, : 2 * width + 1]
    return np.asarray(np.clip(centred / hole.sum(), 0, 1), np.float32)
