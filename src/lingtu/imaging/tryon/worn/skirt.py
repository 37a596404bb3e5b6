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
#: The picture ends so little below a hem, shoulder widths.
BELOW_HEM = 0.3
#: Where the hips are widest, level.
HIPS = 1.0


def in_skirt(wearer: Wearer) -> bool:
    """Whether both legs are seen to be in one piece of cloth; False where too little is seen."""
    lines = _lines(wearer)
    parts = sampled(wearer.labels, lines)
    clad = (parts[:, [0, -1]] == Part.LOWER).all(axis=1)
    gaps_px = (parts == Part.BACKGROUND).mean(axis=1) * np.linalg.norm(lines[:, -1] - lines[:, 0], axis=1)
    gaps = gaps_px[clad] > GAP * wearer.width
    # just above the picture's end a hem that isn't level shows the background between bare legs
    if np.count_nonzero(clad) < LEAST or (gaps[:-1] if _ends_below(wearer, lines[clad][-1]) else gaps).any():
        return False
    lowest = np.flatnonzero(clad)[-1]
    return bool(STATIONS[lowest] > TOLD_APART or _flare(wearer, lines[lowest]) > FLARED)


def _ends_below(wearer: Wearer, line: Values) -> bool:
    """Whether the picture ends little below a line between the legs."""
    return bool(line[:, 1].max() > wearer.labels.shape[0] - BELOW_HEM * wearer.width)


def _lines(wearer: Wearer) -> Values:
    """Points from one leg's middle to the other's, at each station, stations x ACROSS x 2."""
    left, right = (flank.leg.point(STATIONS * flank.leg.length, 0) for flank in wearer.flanks)
    shares = np.linspace(0, 1, ACROSS)[None, :, None]
    return np.asarray(left[:, None] + (right - left)[:, None] * shares, np.float64)


def _flare(wearer: Wearer, line: Values) -> float:
    """Width of the lower clothes at a line between the legs, by that at the hips; 1 where a top hides these."""
    if wearer.outfit.waist > HIPS:
        return 1.0
    low = wearer.level_of(line[[0, -1]].mean(axis=0))
    across = [
        float(np.linalg.norm(wearer.on_edge(wearer.right, level) - wearer.on_edge(wearer.left, level)))
        for level in (HIPS, low)
    ]
    return across[1] / max(across[0], 1.0)
