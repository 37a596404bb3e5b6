"""The form of a dressed body, blown up from its outline: which way each place of it faces.

Torso, arms and legs are solids whose outline is what is seen of them: the height over it solves Poisson's equation,
which of a strip is a cylinder (after Johnston, Lumo, NPAR 2002; Wu et al., ShapePalettes, SIGGRAPH 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import smooth_step
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Cells of the grid on which forms are made, to a shoulder width.
CELLS = 48
#: Rounds of relaxation and how far each goes: enough for a torso of so many cells.
ROUNDS, OVER = 120, 1.9
#: Depth of a torso and of limbs, by their widths: how round they are.
TORSO_ROUND, LIMB_ROUND = 0.9, 1.1
#: Above the armpits and above the crotch arms and legs go over into the torso, within this, in torso lengths.
PIT_ABOVE, PIT_BELOW = 0.24, 0.05
CROTCH, CROTCH_SOFT = 1.18, 0.14


@dataclass(frozen=True)
class Form:
    """Normals h x w x 3 (to the right, down, to the camera) of a picture of `shape`, in cells of `cell` px.

    They are means over a cell's surroundings, of length 1 at most.
    """

    normals: Floats
    cell: float
    shape: tuple[int, int]

    def small(self, values: Floats) -> Floats:
        """A picture, H x W, on the grid."""
        size = self.normals.shape[1::-1]
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)

    def large(self, values: Floats) -> Floats:
        """A grid's values, h x w, at the picture's size."""
        return np.asarray(cv2.resize(values, self.shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def form_of(wearer: Wearer, person: Floats, arms: Floats, two_legs: bool) -> Form:
    """Of the share `person` H x W of a picture; `arms` are, in sleeves or bare, those of its pixels.

    `two_legs`: there are two below the crotch, not a skirt.
    """
    cell = max(1.0, wearer.width / CELLS)
    shape = person.shape
    size = max(8, round(shape[1] / cell)), max(8, round(shape[0] / cell))
    whole, limbs, along = (
        cv2.resize(np.asarray(each, np.float32), size, interpolation=cv2.INTER_AREA)
        for each in (person, arms, wearer.frame.along)
    )
    body, arm = whole > 0.5, (limbs > 0.5) & (whole > 0.5)
    pit = wearer.pit_level
    below_pit = _step(along, pit - PIT_ABOVE, pit + PIT_BELOW)[..., None]
    joined = _normals(body, TORSO_ROUND)
    alone = _normals(body & ~arm, TORSO_ROUND)
    if two_legs:
        below_crotch = _step(along, CROTCH - CROTCH_SOFT, CROTCH + CROTCH_SOFT)[..., None]
        side = _left_leg(wearer, size, cell)
        legs = np.where(
            side[..., None], _normals(body & ~arm & side, LIMB_ROUND), _normals(body & ~arm & ~side, LIMB_ROUND)
        )
        alone = np.asarray(alone * (1 - below_crotch) + legs * below_crotch, np.float32)
    own = np.where(arm[..., None], _normals(arm, LIMB_ROUND), alone)
    mixed = joined * (1 - below_pit) + own * below_pit
    # not of length 1 any more where two solids meet: both turn away there
    mixed = cv2.GaussianBlur(mixed, (0, 0), 1.0)
    return Form(np.asarray(mixed, np.float32), shape[0] / size[1], shape)


def person_of(labels: NDArray[np.uint8], cloth: Floats, old: Floats) -> Floats:
    """Share of the dressed person: the new cloth, and what was there without the old garment."""
    kept = (labels != Part.BACKGROUND).astype(np.float32) * (1 - old)
    return np.asarray(np.maximum(cloth, kept), np.float32)


def _left_leg(wearer: Wearer, size: tuple[int, int], cell: float) -> Mask:
    """Which cells are nearer to the leg on the picture's left."""
    rows = (np.arange(size[1]) + 0.5) * cell
    left, right = (np.interp(rows, flank.leg.centres[:, 1], flank.leg.centres[:, 0]) for flank in wearer.flanks)
    columns = (np.arange(size[0]) + 0.5) * cell
    return np.asarray(columns[None] < ((left + right) / 2)[:, None])


def _normals(domain: Mask, roundness: float) -> Floats:
    """Of the solid over a domain; to the camera outside."""
    height = np.zeros((domain.shape[0] + 2, domain.shape[1] + 2), np.float32)
    inside = np.pad(domain, 1)
    _relax(height, inside, ROUNDS, np.float32(OVER))
    # what the picture's edges cut goes on beyond them
    for axis in (0, 1):
        view = height if axis == 0 else height.T
        view[0], view[-1] = view[1], view[-2]
    down, across = np.gradient(height)
    # of a strip of half width R the height is (R^2 - x^2) / 2, its gradient -x: the normal of a cylinder is x, sqrt(..)
    up = np.sqrt(2 * height.clip(0)) + 1e-3
    found = np.stack([-across * roundness, -down * roundness, up], axis=2)[1:-1, 1:-1]
    found = np.where(domain[..., None], found, (0, 0, 1))
    return np.asarray(found / np.linalg.norm(found, axis=2, keepdims=True), np.float32)


def _step(values: Floats, low: float, high: float) -> Floats:
    return np.asarray(smooth_step((values - low) / max(high - low, 1e-3)), np.float32)


@njit(cache=True)
def _relax(height, inside, rounds, over):  # type: ignore[no-untyped-def]
    """Minus the Laplacian is 1 inside, 0 is the height outside; the frame of one cell is what is next to it."""
    rows, columns = height.shape
    for turn in range(2 * rounds):
        for y in range(1, rows - 1):
            for x in range(1 + (y + turn) % 2, columns - 1, 2):
                if not inside[y, x]:
                    continue
                total, count = np.float32(1), np.float32(0)
                if x > 1:
                    total += height[y, x - 1]
                    count += 1
                if x < columns - 2:
                    total += height[y, x + 1]
                    count += 1
                if y > 1:
                    total += height[y - 1, x]
                    count += 1
                if y < rows - 2:
                    total += height[y + 1, x]
                    count += 1
                height[y, x] += over * (total / count - height[y, x])
