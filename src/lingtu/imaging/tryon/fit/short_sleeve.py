"""The outside of a short sleeve: taut from the shoulder to a cuff that stands off from the arm, aslant."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, sampled, smoothed_within
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.fit.around_arm import OVER_ARM
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

#: How far from the arm's middle its cuff ends on the outside at least and at most, half widths of the arm.
FLARED = (1.35, 1.5)
#: ... or by so much of what is seen there, which may be an old sleeve as wide.
AS_OLD = 0.85
#: And by how much of that higher than in the arm's middle.
SLANT = 0.35
#: Cloth lies so close on the shoulder's rounding and on the arm, shares of the way from the joint and the middle.
CAP_EASE, ARM_EASE = 1.03, 1.02
#: Points of its line, and its smoothing, points: no corner where it leaves the arm.
POINTS, EVEN = 96, 5.0
#: Where across the outer half of the arm, and what share of that must be cloth for the old sleeve to be there.
ACROSS, CLOTH = np.linspace(0.3, 0.9, 7), 0.3


def standing_off(wearer: Wearer, flank: Flank, arm: Limb, cuff: float, half: float) -> tuple[float, float]:
    """Where a cuff at `cuff` px along the arm ends on the outside: along the arm and from its middle, px.

    `half`: of its own width, px; `arm`: what it goes around.
    """
    stations = np.linspace(0, arm.length, len(arm.outer))
    bare = np.minimum(arm.outer, OVER_ARM * flank.bare_arm.outer[: len(stations)])
    beside, seen = (float(np.interp(cuff, stations, each)) for each in (bare, flank.arm.outer))
    off = float(np.clip(half, FLARED[0] * beside, max(FLARED[1] * beside, AS_OLD * seen)))
    return _below_old(wearer, flank, cuff, SLANT * off), off


def taut(flank: Flank, arm: Limb, tip: Points, cuff: tuple[float, float]) -> Points:
    """The line from the shoulder's tip to the cuff's outer end (as `standing_off`), POINTS x 2 px.

    A string around shoulder and arm: straight where these leave room.
    """
    along, off = cuff
    beside = arm.point(np.linspace(0.06 * along, along, POINTS // 2), 1, 0.0, ARM_EASE)
    beside[-1] = arm.point(np.array([along]), 1, off, 0.0)[0]
    line = _outside(np.concatenate([flank.cap_from(tip, CAP_EASE)[:-1], beside]), flank.sign)
    return smoothed_within(at_shares(line, np.linspace(0, 1, POINTS)), EVEN)


def _below_old(wearer: Wearer, flank: Flank, cuff: float, most: float) -> float:
    """So far along the arm, px, a cuff ends on the outside: up to `most` above `cuff`, below what the old one shows."""
    at = np.arange(cuff - most, cuff + 1.0)
    middle, outer = (flank.arm.point(at, side)[:, None] for side in (0, 1))
    shares = ACROSS[None, :, None]
    met = sampled(wearer.labels, middle * (1 - shares) + outer * shares)
    old = np.flatnonzero((met == Part.TORSO).mean(axis=1) > CLOTH)
    # an old sleeve that goes on below is seen as a layer there
    covered = len(old) > 0 and old[-1] < len(at) - 1
    return float(at[old[-1]]) if covered else cuff - most


def _outside(line: Points, side: int) -> Points:
    """Those points of a line on its way down that a string around its outside touches; the outside is to the right (1)
    or to the left (-1) in the picture."""
    kept: list[Values] = []
    for point in line:
        while len(kept) > 1:
            one, two = kept[-1] - kept[-2], point - kept[-2]
            if side * (one[0] * two[1] - one[1] * two[0]) > 0:
                break
            kept.pop()
        kept.append(point)
    return np.stack(kept)
