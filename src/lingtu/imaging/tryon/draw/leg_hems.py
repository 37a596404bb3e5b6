"""The hems of trousers' legs as they are worn: a clean line around the leg, that one sees from a little above."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_bottom import COLUMNS
from lingtu.imaging.tryon.fit.piece import Piece

Floats = NDArray[np.float32]

#: How far a hem hangs lower in its middle, of its width.
ROUND = 0.07
#: Rows above it up to which cloth is whole between the leg's sides, and how far within these, of the leg's width.
ROWS, WITHIN = 2, 0.03
#: Below it there is none, rows.
BELOW = 2.0


def with_round_hem(cloth: Cloth, leg: Piece) -> Cloth:
    """The leg that was drawn with this piece, with a clean hem; its colours go on to there."""
    grid = leg.target.reshape(-1, COLUMNS + 2, 2)
    shares = np.linspace(-1, 1, 33)
    columns = np.linspace(-1, 1, COLUMNS)
    # without what goes on beyond the sides and the hem
    inner = grid[:-1, 1:-1]
    step = inner[-1].mean(axis=0) - inner[-2].mean(axis=0)
    length = float(np.linalg.norm(step))
    ends = inner[-1, 0], inner[-1, -1]
    wide = float(np.linalg.norm(ends[1] - ends[0]))
    if length < 1 or wide < 2 or not _in_picture(inner[-1], cloth.alpha.shape):
        return cloth
    line = np.stack([np.interp(shares, columns, inner[-1, :, axis]) for axis in (0, 1)], axis=1)
    sag = min(ROUND * wide, 0.7 * length) * (np.sqrt(1 - shares**2) - 0.5)
    line = line + sag[:, None] * step / length
    aside = (ends[1] - ends[0]) * WITHIN
    high = inner[-1 - ROWS]
    high = np.stack([high[0] + aside, high[-1] - aside])
    whole = polygon(np.concatenate([line[1:-1], high[::-1]]), cloth.alpha.shape)
    past = (ends[1] - ends[0]) * 0.2
    edge = np.concatenate([line[:1] - past, line, line[-1:] + past])
    below = polygon(np.concatenate([edge, edge[::-1] + BELOW * step]), cloth.alpha.shape)
    alpha = np.maximum(cloth.alpha, whole) * (1 - below)
    return Cloth(cloth.rgb, np.asarray(alpha, np.float32))


def _in_picture(hem: NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    return bool(hem[:, 1].max() < shape[0] - 1)
