"""How trousers hang on legs that were not in any: straight from the hip to the hem, and round a knee that is in it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.worn.limb import Limb

#: Half width of a leg in trousers by that of one that lies flat; and by a bare leg's at least.
ROUND, OVER_LEG = 0.41, 1.12
#: Share of a leg within which its width goes over from the hips' to its own.
THIGH = 0.4
#: Smoothing of the way that cloth takes around a knee, rows.
BENT = 3.0
#: Rows that lie so far apart at least, px.
LEAST_PX = 1e-3


def leg_halves(flat: Values, limb: Limb, at: Values) -> Values:
    """Half widths N of a leg in trousers at distances `at` N px down it; `flat`: N, widths of one that lies flat."""
    bare = np.maximum(limb.width_at(at, 1), limb.width_at(at, -1))
    return np.maximum(ROUND * flat, OVER_LEG * bare)


def hanging_leg(limb: Limb, at: Values, half: Values, start: Points, place: Points) -> tuple[Points, Points]:
    """The outer and the inner edge N x 2 of a leg from the hip's outer end `start` and the crotch `place` down.

    `limb`: the leg itself, in the middle of its edges; `half`: N, half widths.
    """
    shares = np.linspace(0, 1, len(at))
    begin, own = (start + place) / 2, limb.point(at, 0)
    straight = begin + (own[-1] - begin) * shares[:, None]
    ahead = (own[-1] - begin) / max(float(np.linalg.norm(own[-1] - begin)), LEAST_PX)
    across = np.array([-ahead[1], ahead[0]])
    off = (own - straight) @ across * _step(shares / THIGH)
    bare = np.maximum(limb.width_at(at, 1), limb.width_at(at, -1))
    slack = (half - bare).clip(0)
    bent = smoothed(np.sign(off) * (np.abs(off) - slack).clip(0), BENT)
    middle = straight + (bent - bent[0] * (1 - shares) - bent[-1] * shares)[:, None] * across
    along = smoothed(np.gradient(middle, axis=0), 2.0)
    along /= np.linalg.norm(along, axis=1, keepdims=True).clip(LEAST_PX)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    outwards = 1.0 if (start - place) @ normal[0] > 0 else -1.0
    # at the top as wide as the hips are there
    into = _step(shares / THIGH)
    wide = float(np.linalg.norm(start - place)) / 2
    half = smoothed(wide * (1 - into) + half * into, 1.0)
    outer, inner = (middle + side * outwards * half[:, None] * normal for side in (1, -1))
    left = (1 - into)[:, None]
    return outer + (start - outer[0]) * left, inner + (place - inner[0]) * left


def _step(share: Values) -> Values:
    share = share.clip(0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float64)
