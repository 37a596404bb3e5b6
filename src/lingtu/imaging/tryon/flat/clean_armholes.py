"""Armholes of tops and dresses without sleeves: what is left there of a hanger, or of loops that hold them, is cut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.flat.hanger import kept
from lingtu.imaging.tryon.flat.top import Top, hangs_on_straps

Floats = NDArray[np.float32]

#: An armhole is looked at from the shoulder down to this share of the way to the armpit, where it turns outward.
DOWN = 0.7
#: How far its edge is off a parabola in half of its rows at most, to be one, and in some at least, to have bumps; and
#: what is so far outside is cut; widths of the chest.
EVEN, BUMP, CUT = 0.012, 0.02, 0.005
#: Rounds in which the parabola is found.
ROUNDS = 10


def without_bumps(alpha: Floats, top: Top) -> Floats:
    """The coverage H x W with even armholes; as it is of garments with sleeves or on straps."""
    if top.sleeved or hangs_on_straps(top):
        return alpha
    solid = alpha > 0.5
    whole = solid.copy()
    columns = np.arange(alpha.shape[1])
    for side in top.sides:
        first, last = int(side.shoulder[1]) + 1, int(side.shoulder[1] + DOWN * (side.armpit[1] - side.shoulder[1]))
        rows = np.arange(first, max(first, last))
        if len(rows) < 0.1 * top.chest or not solid[rows].any(axis=1).all():
            continue
        outward = (columns - top.axis) * side.sign
        reach = np.where(solid[rows], outward[None], -np.inf).max(axis=1)
        curve = _curve(rows, reach, EVEN * top.chest)
        off = reach - curve
        if np.median(np.abs(off)) > EVEN * top.chest or off.max() < BUMP * top.chest:
            continue
        whole[rows] &= outward[None] < (curve + CUT * top.chest)[:, None]
    return kept(alpha, whole) if (whole != solid).any() else alpha


def _curve(rows: NDArray[np.int64], reach: Values, usual_px: float) -> Values:
    """A parabola through most of an edge; what is outside of it counts least."""
    curve: Values = np.full(len(rows), float(np.median(reach)))
    for step in range(ROUNDS):
        off = (reach - curve) / (usual_px * max(1.0, 3 - step))
        weight = 1 / (1 + np.where(off > 0, 2 * off, off) ** 2) ** 2
        degree = 1 if step < 3 else 2
        curve = np.asarray(np.polyval(np.polyfit(rows, reach, degree, w=np.sqrt(weight)), rows), np.float64)
    return curve
