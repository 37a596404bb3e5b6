"""A small hole composed of a few large copies of the picture itself, each shifted by one step, cut where they agree.

Shift-maps (Pritch, Kav-Venaki, Peleg, ICCV 2009) of the steps at which the picture is like itself. Nothing is averaged,
so furniture and streets stay in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.expansion import expand
from lingtu.imaging.inpaint.level import Marks
from lingtu.imaging.inpaint.patchmatch import Field, Places

_SWEEPS = 4
_NEVER = np.float32(1e5)
_RIM_PX, _UNKNOWN = 1, 60.0  # Lab: what a copy is taken to differ by at a rim that it does not show
_TONE_PX, _TONES_APART = 2.0, 25.0  # Lab
_EDGES = 0.6  # of a change of lightness from pixel to pixel, beside the colours


@dataclass(frozen=True, kw_only=True)
class Pull:
    """What counts beside the seams, in Lab a pixel."""

    #: For a step as long as the longest side up or down, squared.
    rows: float
    #: For tones that are not those of the first guess, at most.
    tones: float
    #: Times the field's toll.
    toll: float
    #: Times what the hole's rim and the copy's differ by.
    rim: float


@dataclass(frozen=True, kw_only=True)
class Copies:
    """What each of k steps (k x 2) would mean for each of the n pixels (n x 2) of a hole, n x k."""

    pixels: Places
    steps: Places
    neighbours: Places
    #: n x k x c: what would be seen.
    seen: Floats
    possible: Marks
    #: Distances in Lab: from the guess's tones, from 0 to 1; at the rim.
    tones: Floats
    rim: Floats
    toll: Floats
    #: k: what each goes up or down, of the longest side, squared.
    rows: Floats

    @classmethod
    def of_steps(cls, field: Field, hole: Marks, steps: Places) -> Self:
        """All of them; steps that lead nowhere are left out."""
        pixels = np.argwhere(hole).astype(np.int32)
        shown, smooth = _shown(field.features), cv2.GaussianBlur(field.features[..., :3], (0, 0), _TONE_PX)
        at = pixels[:, None] + steps[None]
        inside = np.all((at >= 0) & (at < hole.shape), axis=2)
        at = np.where(inside[..., None], at, 0)
        possible = inside & field.valid[at[..., 0], at[..., 1]]
        useful = possible.any(axis=0)
        at, possible, steps = at[:, useful], possible[:, useful], steps[useful]
        tones = np.linalg.norm(smooth[at[..., 0], at[..., 1]] - smooth[hole][:, None], axis=2)
        return cls(
            pixels=pixels,
            steps=steps,
            neighbours=neighbours(hole),
            seen=np.ascontiguousarray(shown[at[..., 0], at[..., 1]]),
            possible=possible,
            tones=np.minimum(tones / _TONES_APART, 1),
            rim=_rim(shown, hole, steps),
            toll=field.toll[at[..., 0], at[..., 1]],
            rows=np.asarray((steps[:, 0] / max(hole.shape)) ** 2, np.float32),
        )

    def composed(self, pull: Pull) -> Places:
        """The source of every pixel, n x 2."""
        cost = pull.rows * self.rows + pull.tones * self.tones + pull.toll * self.toll + pull.rim * self.rim
        unary = np.ascontiguousarray(np.where(self.possible, cost, _NEVER), np.float32)
        labels = expand(unary.argmin(axis=1).astype(np.int32), unary, self.seen, self.neighbours, _SWEEPS)
        return np.asarray(self.pixels + self.steps[labels], np.int32)


def neighbours(hole: Marks) -> Places:
    """n x 4: the numbers of each pixel's right, left, lower and upper neighbour in the hole, -1 where there is none."""
    number = np.full((hole.shape[0] + 2, hole.shape[1] + 2), -1, np.int32)
    number[1:-1, 1:-1][hole] = np.arange(hole.sum())
    sides = number[1:-1, 2:], number[1:-1, :-2], number[2:, 1:-1], number[:-2, 1:-1]
    return np.ascontiguousarray(np.stack([side[hole] for side in sides], axis=1))


def _shown(features: Floats) -> Floats:
    """What is compared at seams: colours, texture, and how lightness changes."""
    light = np.ascontiguousarray(features[..., 0])
    slopes = [cv2.Sobel(light, cv2.CV_32F, *order, scale=_EDGES / 8) for order in ((1, 0), (0, 1))]
    return np.ascontiguousarray(np.dstack([features, *slopes]), np.float32)


def _rim(shown: Floats, hole: Marks, steps: Places) -> Floats:
    """n x k: by how much each step's copy differs from the picture beside the pixels at the rim; 0 further inside."""
    height, width = hole.shape
    reach = np.ones((2 * _RIM_PX + 1, 2 * _RIM_PX + 1), np.float32)
    ring = np.argwhere((cv2.dilate(hole.astype(np.uint8), reach.astype(np.uint8)) > 0) & ~hole).astype(np.int32)
    on_rim = cv2.dilate((~hole).astype(np.uint8), np.ones((3, 3), np.uint8))[hole] > 0
    found = np.zeros((int(hole.sum()), len(steps)), np.float32)
    for k, step in enumerate(steps):
        at = ring + step
        inside = np.all((at >= 0) & (at < (height, width)), axis=1)
        inside[inside] = ~hole[at[inside, 0], at[inside, 1]]
        here, there = ring[inside], at[inside]
        apart, known = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
        difference = np.linalg.norm(shown[here[:, 0], here[:, 1]] - shown[there[:, 0], there[:, 1]], axis=1)
        apart[here[:, 0], here[:, 1]] = np.minimum(difference, _UNKNOWN)
        known[here[:, 0], here[:, 1]] = 1
        total, count = (
            cv2.filter2D(plane, -1, reach, borderType=cv2.BORDER_CONSTANT)[hole] for plane in (apart, known)
        )
        found[:, k] = on_rim * np.where(count > 0.5, total / np.maximum(count, 1), _UNKNOWN)
    return found
