"""The sides of a top where its folds meet them: cloth that hangs beside a body is no straight line."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, smooth_step

#: How far a side goes in and out with its folds, shoulder widths; how far apart they are, levels; and what share of
#: their way the left side's are lower: no two sides are alike.
DEEP, APART, UNLIKE = 0.008, 0.3, 0.4
#: Of the way from the armpit to the hem this share is even at each end.
EVEN = 0.2


def side_folds(levels: Values, sign: int) -> Values:
    """How far out a side is by its folds at levels N from the armpit to the hem, shoulder widths, about 0 in all."""
    share = (levels - levels[0]) / max(float(levels[-1] - levels[0]), 1e-6)
    within = smooth_step(np.minimum(share, 1 - share) / EVEN)
    turn = (levels - levels[0]) / APART + (UNLIKE if sign < 0 else 0.0)
    # long ways out, short ways in: where it is bent
    wave = np.sin(2 * np.pi * turn) + 0.3 * np.cos(4 * np.pi * turn)
    return np.asarray(DEEP * wave * within, np.float64)
