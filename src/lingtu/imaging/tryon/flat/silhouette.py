"""A top's silhouette before its armpits are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Mask, Points, outline, symmetry

#: From this symmetry on one side may be told by the other.
SYMMETRIC = 0.8


@dataclass(frozen=True)
class Silhouette:
    """What is known before the armpits are."""

    mask: Mask
    points: Points
    axis: float
    symmetry: float
    top: int
    height: int
    width: float  # of the part below the sleeves
    is_dress: bool


def measure(mask: Mask, is_dress: bool) -> Silhouette:
    share, axis = symmetry(mask)
    rows = np.flatnonzero(mask.any(axis=1))
    top, height = int(rows[0]), int(np.ptp(rows))
    if height < 40:
        raise ValueError("no garment")
    low, high = (0.35, 0.5) if is_dress else (0.5, 0.85)
    band = range(int(top + height * low), int(top + height * high))
    width = float(np.median([_run(mask[row], axis) for row in band]))
    return Silhouette(mask, outline(mask), axis, share, top, height, max(width, 8.0), is_dress)


def _run(row: Mask, axis: float) -> int:
    """Width of the piece of a row that the axis meets, or that is nearest to it."""
    inside = np.flatnonzero(row)
    if not len(inside):
        return 0
    at = int(inside[np.abs(inside - axis).argmin()])
    gaps = np.flatnonzero(~row)
    before, after = gaps[gaps < at], gaps[gaps > at]
    return int((after[0] if len(after) else len(row)) - (before[-1] if len(before) else -1) - 1)
