"""A small hole filled patch by patch from its rim, strong lines first, so that edges run on.

Criminisi, Perez, Toyama: Region Filling and Object Removal by Exemplar-Based Image Inpainting (TIP 2004). It is greedy
and leaves steps; a beginning for what refines.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lingtu.imaging.inpaint.patchmatch import REACH, Field, Places

_FADE = 0.95  # of the confidence in what was filled, per patch


def grow(field: Field, hole: NDArray[np.bool_], seed: int) -> Places:
    """Fill the features of the hole in place; the sources that the targets came by, n x 2.

    The seed chooses among sources that are nearly as good.
    """
    draw = np.random.default_rng(seed)
    odds = draw.uniform(1, 1.15, hole.shape).astype(np.float32)
    came_from = np.ascontiguousarray(np.indices(hole.shape).transpose(1, 2, 0), np.int32)
    places = np.argwhere(field.valid).astype(np.int32)
    _grow(field.features, ~hole, places, field.toll, field.across, odds, came_from)
    return np.ascontiguousarray(came_from[field.targets[:, 0], field.targets[:, 1]])


@njit(cache=True, fastmath=True)
def _grow(  # type: ignore[no-untyped-def]  # noqa: C901  a kernel
    features, known, places, toll, across, odds, came_from
):
    height, width = known.shape
    confidence = known.astype(np.float32)
    left = height * width - known.sum()
    while left > 0:
        y, x = _most_urgent(features, known, confidence)
        top, bottom = max(-REACH, -y), min(REACH, height - 1 - y)
        first, last = max(-REACH, -x), min(REACH, width - 1 - x)
        best, best_y, best_x = np.float32(1e30), places[0, 0], places[0, 1]
        weight = np.float32(1e-6)
        for j in range(top, bottom + 1):
            for i in range(first, last + 1):
                weight += confidence[y + j, x + i]
        for k in range(len(places)):
            sy, sx = places[k, 0], places[k, 1]
            step = across[y, x, 0] * np.float32(sy - y) + across[y, x, 1] * np.float32(sx - x)
            extra = toll[sy, sx] + step * step
            bound = (best / odds[sy, sx] - extra) * weight
            if bound <= 0:
                continue
            total = np.float32(0)
            for j in range(top, bottom + 1):
                for i in range(first, last + 1):
                    if known[y + j, x + i]:
                        for c in range(4):
                            difference = features[y + j, x + i, c] - features[sy + j, sx + i, c]
                            total += confidence[y + j, x + i] * difference * difference
                if total >= bound:
                    break
            if total < bound:
                best, best_y, best_x = (extra + total / weight) * odds[sy, sx], sy, sx
        belief = np.float32(_FADE) * weight / ((bottom - top + 1) * (last - first + 1))
        for j in range(top, bottom + 1):
            for i in range(first, last + 1):
                if not known[y + j, x + i]:
                    features[y + j, x + i] = features[best_y + j, best_x + i]
                    came_from[y + j, x + i, 0] = best_y + j
                    came_from[y + j, x + i, 1] = best_x + i
                    known[y + j, x + i] = True
                    confidence[y + j, x + i] = belief
                    left -= 1


@njit(cache=True, fastmath=True)
def _most_urgent(features, known, confidence):  # type: ignore[no-untyped-def]  # noqa: C901  a kernel
    """The place on the rim with the most confidence around it, and the strongest edge running into it."""
    height, width = known.shape
    best, best_y, best_x = np.float32(-1), 0, 0
    for y in range(height):
        for x in range(width):
            if known[y, x]:
                continue
            out_y, out_x, rim = np.float32(0), np.float32(0), False
            for j in range(max(0, y - 1), min(height, y + 2)):
                for i in range(max(0, x - 1), min(width, x + 2)):
                    if known[j, i]:
                        rim = True
                        out_y += j - y
                        out_x += i - x
            if not rim:
                continue
            belief = np.float32(0)
            edge = np.float32(0)
            long = max(np.sqrt(out_y * out_y + out_x * out_x), np.float32(1))
            for j in range(max(1, y - REACH), min(height - 1, y + REACH + 1)):
                for i in range(max(1, x - REACH), min(width - 1, x + REACH + 1)):
                    if not known[j, i]:
                        continue
                    belief += confidence[j, i]
                    if known[j - 1, i] and known[j + 1, i] and known[j, i - 1] and known[j, i + 1]:
                        down = features[j + 1, i, 0] - features[j - 1, i, 0]
                        right = features[j, i + 1, 0] - features[j, i - 1, 0]
                        # an edge runs across its gradient
                        edge = max(edge, abs(-down * out_x + right * out_y) / long)
            urgency = belief * (edge + np.float32(2))
            if urgency > best:
                best, best_y, best_x = urgency, y, x
    return best_y, best_x
