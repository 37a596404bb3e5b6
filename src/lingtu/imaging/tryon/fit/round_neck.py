"""A neckline that is raised to the old one keeps its own roundness: a crew neck over a shirt is no V."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.outline import Points

#: Part of the neckline whose shape counts, half widths; and the share of its own depth that it keeps at least.
MIDDLE, KEPT = 0.65, 0.35


def round_neck(raised: Points, own: Points, ends: tuple[Values, Values], down: Values) -> Points:
    """The raised neckline, N x 2 px, nowhere below its own shape between its ends drawn flatter, nor above its ends.

    `own`: before it was raised. As flat as where it was raised most, of its own depth there: where the old one was a V.
    """
    left, right = ends
    before, after = (_depths(each, left, right, down) for each in (own, raised))
    along = (own - left) @ (right - left) / max(float((right - left) @ (right - left)), 1.0)
    counts = (np.abs(2 * along - 1) < MIDDLE) & (before > 1)
    if not counts.any() or not (after < before).any():
        return raised
    share = float(np.clip((after[counts] / before[counts]).min(), KEPT, 1))
    # above its ends it would be a stump beside the shoulder's seam
    depth = np.maximum(np.minimum(after, share * before), np.minimum(before, 0))
    return np.asarray(raised - (after - depth)[:, None] * down, np.float64)


def _depths(line: Points, left: Values, right: Values, down: Values) -> Values:
    """How far places are below the straight line between two ends, px."""
    chord = right - left
    share = ((line - left) @ chord / max(float(chord @ chord), 1.0)).clip(0, 1)
    return np.asarray((line - (left + share[:, None] * chord)) @ down, np.float64)
