"""The outline of long sleeves as cloth bunches in it: between the folds of elbow and wrist it stands out a little."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.worn.limb import Limb

#: Where folds begin at the arm's inside and end at its outside: of the way from shoulder to elbow, and of the way from
#: there to the wrist. Around the elbow's outside cloth is taut.
UPPER, FORE = (0.5, 0.74), (-0.12, 0.0, 0.1, 0.36, 0.66, 0.86)
UPPER_OUTSIDE, FORE_OUTSIDE = (0.42, 0.62), (0.3, 0.54, 0.7, 0.84)
#: How far cloth stands out between them at the inside and the outside, and how wide they are, shoulder widths.
OUT, OUT_OUTSIDE, WIDE = 0.013, 0.005, 0.022
#: Of that the cloth between two folds stands out so much at least; no two places are alike.
EVEN = 0.3
#: It begins below the armpit, of the way to the elbow, and ends above the cuff's trim, of the way from there.
FROM, TO, SOFT = 0.4, 0.95, 0.08


def rumpled(target: Points, arm: Limb, width_px: float) -> Points:
    """A sleeve's grid R x C x 2 px, outer column first, with such edges."""
    result = target.copy()
    outward = np.stack([target[:, 0] - target[:, 1], target[:, -1] - target[:, -2]])
    outward /= np.linalg.norm(outward, axis=2, keepdims=True) + 1e-9
    for column, side, folds, out in (
        (0, 0, _places(arm, UPPER_OUTSIDE, FORE_OUTSIDE), OUT_OUTSIDE),
        (-1, 1, _places(arm, UPPER, FORE), OUT),
    ):
        edge = target[:, column]
        at = np.linspace(0, arm.length, len(arm.centres))[
            np.linalg.norm(edge[:, None] - arm.centres[None], axis=2).argmin(axis=1)
        ]
        result[:, column] += outward[side] * (out * width_px * _between(at, folds, arm, WIDE * width_px))[:, None]
    return result


def _places(arm: Limb, upper: tuple[float, ...], fore: tuple[float, ...]) -> Values:
    """Of folds, px along the arm."""
    lower = arm.joint + np.array(fore) * (arm.length - arm.joint)
    return np.concatenate([np.array(upper) * arm.joint, lower])


def _between(at: Values, folds: Values, arm: Limb, wide: float) -> Values:
    """0 in a fold and where there are none, up to 1 in the middle between them; N places along the arm, px."""
    near = np.exp(-(((at[:, None] - folds[None]) / wide) ** 2) / 2).max(axis=1)
    share = at / arm.length
    begin, soft = FROM * arm.joint / arm.length, SOFT
    own = EVEN + (1 - EVEN) * np.abs(np.sin(2.4 * np.searchsorted(np.sort(folds), at) + 1.0))
    return np.asarray(
        (1 - near) * own * ((share - begin) / soft).clip(0, 1) * ((TO - share) / soft).clip(0, 1), np.float64
    )
