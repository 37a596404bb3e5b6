"""The hem of a top or a dress on the wearer: around the body it is an arc, seen from above, and folds make it wave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smooth_step, unit
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.fit.mesh import Handles
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Level of a camera, and how much lower the middle of a hem is than its ends for each level below it; its limits,
#: shoulder widths.
CAMERA, ARC, LEAST_ARC, MOST_ARC = 0.3, 0.07, 0.03, 0.085
#: Points at which a hem is held, and their weight.
HELD, WEIGHT = 11, 1.5
#: Places across a hem, from -1 to 1, where the valleys of its folds end; half their width; and how much higher it is
#: there than between them, shoulder widths.
VALLEYS, VALLEY, WAVE = (-0.78, -0.46, -0.14, 0.2, 0.5, 0.8), 0.11, 0.014
#: So far above the hem the cloth is where it would be without arc and waves, shoulder widths.
GIVES = 0.3
#: Places at which a hem's line is worked out.
STATIONS = 257


def lower(across: Values, level: float) -> Values:
    """How much lower a hem at this level is than where it goes around the sides, shoulder widths.

    `across`: from -1 to 1, from side to side. A circle around the body, seen from above, is an ellipse.
    """
    beside = 1 - across.clip(-1, 1) ** 2
    valleys = np.exp(-(((across[..., None] - VALLEYS) / VALLEY) ** 2) / 2).sum(axis=-1)
    arc = float(np.clip(ARC * (level - CAMERA), LEAST_ARC, MOST_ARC))
    return np.asarray(np.sqrt(beside) * arc - beside * WAVE * valleys, np.float64)


def held(own: Points, ends: tuple[Values, Values], scale: float, wearer: Wearer) -> Handles:
    """Places between the ends of a garment's hem, whose shape stays, and where they are on the wearer.

    `own`: N x 2 px of the garment's picture from left to right; `ends`: of it on the wearer.
    """
    source = at_shares(own, np.linspace(0, 1, HELD)[1:-1])
    start, end = own[0], own[-1]
    share = (source[:, 0] - start[0]) / (end[0] - start[0])
    off = (source[:, 1] - start[1] - (end[1] - start[1]) * share) * scale
    return Handles(source, ends[0] + (ends[1] - ends[0]) * share[:, None] + wearer.down * off[:, None], WEIGHT)


def worn_hem(hem: Points, level: float, wearer: Wearer) -> Points:
    """The line of a hem, N x 2 px from left to right, with arc and waves; without it has none."""
    at, _ = _along(hem, hem)
    return hem + wearer.down * wearer.width * lower(at, level)[:, None]


def fall(hem: Points, level: float, wearer: Wearer) -> Floats:
    """How much lower cloth hangs than without arc and waves, px, at each pixel of the wearer, H x W.

    `hem`: its line without them, N x 2 px from left to right.
    """
    result = np.zeros(wearer.labels.shape, np.float32)
    margin = (MOST_ARC + GIVES) * wearer.width
    first, last = (np.asarray(each, int) for each in (hem.min(axis=0) - margin, hem.max(axis=0) + margin + 1))
    view = slice(max(0, first[1]), max(0, last[1])), slice(max(0, first[0]), max(0, last[0]))
    y, x = np.indices(result.shape, np.float32)[:, *view]
    at, below = _along(np.stack([x, y], axis=-1), hem)
    stations = np.linspace(-1, 1, STATIONS)
    drop = wearer.width * lower(stations, level)
    line = np.interp(stations, *_along(hem, hem)) + drop
    above = np.interp(at, stations, line) - below
    result[view] = np.interp(at, stations, drop) * smooth_step(1 - above / (GIVES * wearer.width))
    return result


def _along(points: Points, hem: Points) -> tuple[Values, Values]:
    """Of points .. x 2 their places between a hem's ends, -1 to 1, and how far below these they are, px."""
    chord = hem[-1] - hem[0]
    half, ahead = float(np.linalg.norm(chord)) / 2 + 1e-6, unit(chord)
    off = points - (hem[0] + hem[-1]) / 2
    return off @ ahead / half, off @ np.array([-ahead[1], ahead[0]])
