"""How unevenly a garment was stretched, and how much of that its cloth bears: plain cloth shows none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lingtu.imaging.tryon.fit.piece import Piece
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.pattern import pattern_share

#: How uneven the stretch of patterned and of plain cloth may be; of trousers and skirts, that of the wearer's legs.
PATTERNED, PLAIN, LEGS = 2.1, 2.3, 2.8
#: Share of the area in which the stretch is less uneven than what is told of it.
MOST = 0.8


def unevenness(pieces: Sequence[Piece]) -> float:
    """Larger stretch in the smaller one, of most of the area of these pieces."""
    stretch = np.concatenate([piece.stretch for piece in pieces])
    ratio, size = stretch[:, 0] / np.maximum(stretch[:, 1], 1e-3), stretch[:, 2]
    order = np.argsort(ratio)
    most = int(np.searchsorted(np.cumsum(size[order]), MOST * size.sum()))
    return float(ratio[order][min(most, len(order) - 1)])


def bearable(garment: Garment, uneven: float) -> float:
    """How uneven a stretch this garment's cloth may have; its pattern is only looked at if it matters for `uneven`."""
    if garment.bottom is not None:
        return LEGS
    if not PATTERNED < uneven < PLAIN:
        return PATTERNED
    return PLAIN - (PLAIN - PATTERNED) * pattern_share(garment.rgb, garment.mask)
