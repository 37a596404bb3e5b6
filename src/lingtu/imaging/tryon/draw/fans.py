"""Fans of folds: noise drawn out along the rays from a place where cloth is held or strained.

Its zeros are valleys, what is between them is a ridge.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smooth_step
from lingtu.imaging.tryon.arrays.masks import box_around

Floats = NDArray[np.float32]

#: How wide valleys are, of the noise's deviation.
VALLEY = 0.9
#: Cells of the noise to a shoulder width at the start of a ray, on which folds get ever longer.
ALONG = 1.6
#: Where folds are and aren't: changes to a shoulder width, how far below a noise's mean they begin, and how soon.
PATCHES, SOME, STEEP = 1.8, 0.3, 2.0
#: Cells of the noise along a side, steps within each, and cells over which its edges meet.
CELLS, STEPS, SEAM = 48, 12, 4
#: Farther from its place nothing is left of a fan, of the distance over which it fades.
FAR = 1.8
#: A fan begins at its sides over a share of what is within it, one by this.
SIDES = 1.6


@dataclass(frozen=True)
class Fan:
    """From where rays go, px; folds to a radian; how they come and fade, shoulder widths from there; how deep.

    `way`: where the fan's middle ray goes, `open`: cosine of the angle to it at which there are no folds any more.
    """

    at: Values
    folds: float
    near: float
    far: float
    deep: float
    way: Values
    open: float


class Noise:
    """Smooth noise of deviation about 1, another one each time it is asked for."""

    def __init__(self, draw: np.random.Generator) -> None:
        self.draw = draw
        # beyond its edges it goes on as a tile does
        cells = np.pad(draw.standard_normal((CELLS, CELLS)).astype(np.float32), SEAM, "wrap")
        # looked up in few steps it would have edges
        table = cv2.resize(cells, None, fx=STEPS, fy=STEPS, interpolation=cv2.INTER_CUBIC)
        table = cv2.GaussianBlur(table, (0, 0), 0.6 * STEPS)[SEAM * STEPS :, SEAM * STEPS :]
        table = table[: CELLS * STEPS, : CELLS * STEPS]
        self.table = np.asarray(table / float(table.std()), np.float32)

    def at(self, u: Floats, v: Floats) -> Floats:
        """At coordinates in its cells."""
        start = self.draw.uniform(0, CELLS, 2)
        across, down = (((each + begin) * STEPS).astype(np.float32) for each, begin in zip((u, v), start, strict=True))
        found = cv2.remap(self.table, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        return np.asarray(found, np.float32)


def add_fan(height: Floats, fan: Fan, dx: Floats, dy: Floats, noise: Noise) -> None:
    """A fan's height to that of a grid, shoulder widths; `dx`, `dy`: from where its rays go, shoulder widths."""
    ahead = dx * np.float32(fan.way[0]) + dy * np.float32(fan.way[1])
    away = np.hypot(dx, dy) + np.float32(1e-6)
    box = box_around((ahead > fan.open * away) & (away < FAR * fan.far), 0)
    if box[0].start == box[0].stop:
        return
    dx, dy, ahead, away = dx[box], dy[box], ahead[box], away[box]
    aside = dy * np.float32(fan.way[0]) - dx * np.float32(fan.way[1])
    round_, along = fan.folds * np.arctan2(aside, ahead), ALONG * np.log1p(away)
    value = noise.at(np.asarray(round_, np.float32), np.asarray(along, np.float32))
    valley = 1 - np.exp(-((value / VALLEY) ** 2))
    there = 1 / (1 + np.exp(-STEEP * (noise.at(PATCHES * dx, PATCHES * dy) + SOME)))
    within = smooth_step((ahead / away - fan.open) * (SIDES / (1 - fan.open)))
    reach = (away / fan.near).clip(0, 1) ** 2 * (np.exp(-((away / fan.far) ** 2)) - np.exp(-(FAR**2))).clip(0)
    # a fold is as deep as it is wide
    height[box] += fan.deep * valley * there * within * reach * away / fan.folds
