"""Creases engraved in cloth, as light from above shows them: dark up to the crease, then lit, at a crisp line."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values

Floats = NDArray[np.float32]

#: Above a crease cloth turns away from the light over its width; below it is lit: by how much of that depth, and over
#: how many widths that fades; from dark to light it turns within this, widths.
LIT, FADING, CRISP = 0.5, 1.7, 0.45
#: From a crease's line on nothing of it is seen, its widths.
REACH = 4.0
#: A crease is narrow where it starts and wide where it ends, of its width.
STARTS, WIDER = 0.55, 1.0
#: Light comes from above, and by so much from a side.
ASIDE = 0.3


def engrave(values: Floats, line: Values, width: float, depth: float, light: float) -> None:
    """Add to the logarithms h x w a crease along a line, N x 2, that fades on its way; all in cells.

    `light`: the side, 1 or -1, that light comes from on upright ones.
    """
    reach = int(REACH * width * (STARTS + WIDER)) + 2
    low = np.floor(line.min(axis=0)).astype(int) - reach
    high = np.ceil(line.max(axis=0)).astype(int) + reach
    top, bottom = max(0, int(low[1])), min(values.shape[0], int(high[1]))
    left, right = max(0, int(low[0])), min(values.shape[1], int(high[0]))
    if bottom - top < 2 or right - left < 2:
        return
    ahead = np.gradient(line, axis=0)
    ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-6)
    side = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    # one side of a whole line is lit, else it would break where it turns
    mean = side.mean(axis=0)
    if mean[1] + ASIDE * light * mean[0] < 0:
        side = -side
    at, ahead, side = (np.asarray(each, np.float32) for each in (line - (left + 0.5, top + 0.5), ahead, side))
    _add(values[top:bottom, left:right], at, ahead, side, np.float32(width), np.float32(depth))


@njit(cache=True)
def _add(values, line, ahead, side, width, depth):  # type: ignore[no-untyped-def]
    count = len(line)
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            px, py = np.float32(x), np.float32(y)
            best, nearest, along = np.float32(1e18), 0, np.float32(0)
            for at in range(count - 1):
                vx, vy = line[at + 1, 0] - line[at, 0], line[at + 1, 1] - line[at, 1]
                ux, uy = px - line[at, 0], py - line[at, 1]
                share = min(max((ux * vx + uy * vy) / (vx * vx + vy * vy + 1e-6), 0.0), 1.0)
                off = (ux - share * vx) ** 2 + (uy - share * vy) ** 2
                if off < best:
                    best, nearest, along = off, at, at + share
            share = along / (count - 1)
            wide = width * (STARTS + WIDER * share)
            if best > (REACH * wide) ** 2:
                continue
            ux, uy = px - line[nearest, 0], py - line[nearest, 1]
            away = (ux * side[nearest, 0] + uy * side[nearest, 1]) / wide
            past = 0.0
            if along <= 0.0 or along >= count - 1:
                end = 0 if along <= 0.0 else count - 1
                past = ((px - line[end, 0]) * ahead[end, 0] + (py - line[end, 1]) * ahead[end, 1]) / wide
            lit = 1 / (1 + np.exp(-away / CRISP))
            valley = LIT * lit * np.exp(-abs(away) / FADING) - (1 - lit) * np.exp(-((away / 1.3) ** 2))
            fade = np.minimum(1.0, share / 0.2 + 0.15) * (1 - share)
            values[y, x] += depth * fade * valley * np.exp(-(past**2) / 2)
