"""How a brow runs: its ends, its middle, its thickness and its depth, measured in its strip."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.reface.brow_strip import COLUMNS, REACH, ROWS

Floats = NDArray[np.float32]

#: What is taller than this is no brow but hair or shade; how far from its middle a brow's hair is. Widths of the face.
TALLEST, AROUND = 0.09, 0.05
#: Share of a brow's usual mass at which it ends, and between which places it may start and end.
END, STARTS, ENDS = 0.25, (-0.1, 0.3), (0.6, 1.1)
#: Mean darkness (log) of a strip, and deepest darkness, below which it shows no brow.
FAINTEST, SHALLOWEST = 0.02, 0.25
#: Hair that hangs over a brow, or hides parts of it, makes it patchier than this.
PATCHIEST = 0.43
#: What starts later or ends sooner is not all of a brow, what is thinner or rises more is a strand, a rim or a shade.
LATEST_START, SHORTEST, THINNEST, STEEPEST = 0.25, 0.65, 0.006, 0.045
#: Of a brow that is turned away the outer end may be out of sight, and so may rise more, by as much.
OUT_OF_SIGHT = 0.1

_HEIGHTS = np.linspace(REACH, -REACH, ROWS, dtype=np.float32)[:, None]


@dataclass(frozen=True)
class Course:
    """The course of a brow along the mesh's (0 at the nose, 1 at the temple), heights in widths of the face.

    Where it starts and ends; the parabolas of its middle, and of the log of its half thickness; how much darker than
    skin it is (log), and how unequal in that along it (standard deviation / mean).
    """

    start: float
    end: float
    middle: Floats
    thickness: Floats
    depth: float
    patchy: float = 0.0

    def at(self, along: Floats) -> Floats:
        """Its middle's height above the mesh's line; beyond its ends it goes on straight."""
        within = along.clip(self.start, self.end)
        slope = np.polyval(np.polyder(self.middle), within)
        return np.asarray(np.polyval(self.middle, within) + slope * (along - within).clip(-0.3, 0.3), np.float32)

    def half(self, along: Floats) -> Floats:
        """Half its thickness: a standard deviation of its hair."""
        return np.asarray(np.exp(np.polyval(self.thickness, along.clip(self.start, self.end))), np.float32)

    def is_plain(self, turned: float) -> bool:
        """Whether it looks like a brow and nothing but a brow; `turned`: 1 for one that is turned away."""
        within = np.array([0.15, 0.85], np.float32)
        slack = OUT_OF_SIGHT * turned
        return bool(
            self.depth > SHALLOWEST
            and self.patchy < PATCHIEST
            and self.start < LATEST_START
            and self.end > SHORTEST - slack
            and self.half(within).min() > THINNEST
            and np.ptp(self.at(within)) < STEEPEST + slack
        )


def measured(strip: Floats, along: Floats) -> Course | None:
    """The course of the brow in a strip of log luminance; None if it shows none."""
    dark = (bare(strip) - strip).clip(0)
    inside = (along > 0.1) & (along < 0.9)
    on_brow = (along > 0) & (along < 1)
    middle = np.zeros(1)
    for degree in (1, 2, 2):
        near = dark * np.exp(-0.5 * ((_HEIGHTS - np.polyval(middle, along)) / (0.5 * AROUND)) ** 4)
        mass = near.sum(axis=0)
        usual = float(np.median(mass[inside]))
        if usual < FAINTEST * ROWS:
            return None
        weight = np.sqrt(mass * on_brow) + 1e-6
        middle = np.polyfit(along, (near * _HEIGHTS).sum(axis=0) / np.maximum(mass, 1e-4), degree, w=weight)
    off = _HEIGHTS - np.polyval(middle, along)
    spread = np.sqrt((near * off**2).sum(axis=0) / np.maximum(mass, 1e-4))
    thickness = np.polyfit(along, np.log(spread.clip(0.004, 0.03)), 2, w=weight)
    start, end = _ends(cv2.GaussianBlur(mass[None], (7, 1), 0)[0] > END * usual, along)
    depth = float(np.percentile(near[:, inside].max(axis=0), 60))
    most = mass[(along > 0.1) & (along < 0.8)]
    patchy = float(most.std() / most.mean())
    return Course(start, end, middle.astype(np.float32), thickness.astype(np.float32), depth, patchy)


def bare(strip: Floats) -> Floats:
    """A strip of log luminance without its brow: skin in the same light."""
    tall = np.ones((max(3, round(TALLEST / (2 * REACH) * ROWS)), 1), np.uint8)
    return np.asarray(cv2.morphologyEx(strip, cv2.MORPH_CLOSE, tall), np.float32)


def _ends(held: NDArray[np.bool_], along: Floats) -> tuple[float, float]:
    """Of the run of columns around the middle, small gaps allowed."""
    held = cv2.morphologyEx(held[None].astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))[0] > 0
    middle = int(np.argmin(np.abs(along - 0.5)))
    before, after = np.flatnonzero(~held[:middle]), np.flatnonzero(~held[middle:])
    first = int(before[-1]) + 1 if len(before) else 0
    last = middle + int(after[0]) - 1 if len(after) else COLUMNS - 1
    return float(np.clip(along[first], *STARTS)), float(np.clip(along[last], *ENDS))
