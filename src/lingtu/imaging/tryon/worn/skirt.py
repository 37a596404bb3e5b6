"""Whether lower clothes that hide the legs are a skirt: no gap is seen between the legs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.worn.wearer import Wearer

Values = NDArray[np.float64]

#: Shares of the legs' length, below the crotch, at which a gap is looked for; points across; a gap's least width,
#: shoulder widths; levels that tell nothing if they are fewer.
STATIONS, ACROSS, GAP, LEAST = np.linspace(0.2, 1.0, 81), 41, 0.02, 8
#: So far down legs in trousers are told apart; and skirts that end above this are wider than at the hips, by this.
TOLD_APART, FLARED = 0.6, 1.1
#: Where the hips are widest, level.
HIPS = 1.0


def in_skirt(wearer: Wearer) -> bool:
    """Whether both legs are seen to be in one piece of cloth; False where too little is seen."""
    shares = np.array([share for share in STATIONS if _in_cloth(wearer, share)])
    if len(shares) < LEAST or any(_gap_px(wearer, share) > GAP * wearer.width for share in shares):
        return False
    return bool(shares[-1] > TOLD_APART or _flare(wearer, shares[-1]) > FLARED)


def _line(wearer: Wearer, share: float) -> Values:
    """Points from one leg's middle to the other's."""
    left, right = (flank.leg.point(np.array([share * flank.leg.length]), 0)[0] for flank in wearer.flanks)
    return np.asarray(left + (right - left) * np.linspace(0, 1, ACROSS)[:, None], np.float64)


def _in_cloth(wearer: Wearer, share: float) -> bool:
    """Whether both legs are in lower clothes at this share of their length, within the picture."""
    return bool((sampled(wearer.labels, _line(wearer, share)[[0, -1]]) == Part.LOWER).all())


def _gap_px(wearer: Wearer, share: float) -> float:
    """Background between the legs."""
    line = _line(wearer, share)
    parts = sampled(wearer.labels, line)
    return float((parts == Part.BACKGROUND).mean() * np.linalg.norm(line[-1] - line[0]))


def _flare(wearer: Wearer, share: float) -> float:
    """Width of the lower clothes where the lowest of them is seen, by that at the hips; 1 where a top hides these."""
    if wearer.outfit.waist > HIPS:
        return 1.0
    low = wearer.level_of(_line(wearer, share)[[0, -1]].mean(axis=0))
    across = [
        float(np.linalg.norm(wearer.on_edge(wearer.right, level) - wearer.on_edge(wearer.left, level)))
        for level in (HIPS, low)
    ]
    return across[1] / max(across[0], 1.0)
