"""The inside of a back that is seen below a front's hem in a garment's picture: on a wearer the hips are before it.

The front casts its shadow on it, so that it is darkest at the front's edge, which runs from one side to the other; it
is of other colours than the front there, else it could as well be a fold.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]

#: How far above the outline's lowest line the front's edge is looked for, widths of the hem, and px at least.
HIGHEST, LOWEST_PX = 0.1, 5
#: Lab distance across the front's edge that is one, and that counts at most; columns of the hem's that show one, and
#: that are darker below it, and darkest at it, and nowhere below it as above.
EDGE, STRONG, SHOWN, DARKER, SHADED = 8.0, 30.0, 0.95, 0.9, 0.7
#: By how much they are darker, Lab lightness.
DARK, SHADE = 2.0, 1.0
#: Pixels that are compared on each side of the edge.
BESIDE_PX = 3
#: Of the hem's width its ends, which are round, tell nothing.
ENDS = 0.05
#: Cost of a step of the edge's line from column to column, Lab; smoothing of the line, px.
STEP, SMOOTH_PX = 0.5, 2.0
#: How far above the edge the front is cut, px.
ABOVE_PX = 1.0


def without_hems_back(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """The coverage H x W down to the front's hem; as it is where no inside is seen below it for sure."""
    first, last = int(max(0, np.ceil(top.hem[0, 0]))), int(min(alpha.shape[1] - 1, top.hem[-1, 0]))
    wide = last - first
    high = int(HIGHEST * wide)
    if wide < 0.3 * top.chest or high < 2 * LOWEST_PX:
        return alpha
    columns = np.arange(first, last + 1)
    bottom = _lowest_line(alpha, columns, int(ENDS * wide))
    lab, cloth = _unrolled(rgb, alpha, columns, bottom, high + BESIDE_PX + 2)
    heights, edges = _edges(lab, cloth, high)
    at = _best_line(np.minimum(edges, STRONG))
    inner = slice(int(ENDS * wide), wide + 1 - int(ENDS * wide))
    if not _is_back(lab[:, inner], heights[at[inner]], edges[at, np.arange(wide + 1)][inner]):
        return alpha
    line = bottom - smoothed(heights[at].astype(np.float64), SMOOTH_PX) - ABOVE_PX
    rows = np.arange(alpha.shape[0])[:, None]
    every = np.arange(alpha.shape[1])
    cut = (np.interp(every, columns, line)[None] - rows + 0.5).clip(0, 1)
    cut[:, (every < first - high) | (every > last + high)] = 1  # farther aside are the sleeves
    return np.asarray(np.minimum(alpha, cut), np.float32)


def _lowest_line(alpha: Floats, columns: NDArray[np.int64], ends: int) -> Values:
    """The outline's lowest row at each column, evenly; towards its round corners it goes on."""
    solid = alpha[:, columns] > 0.5
    rows = (solid.shape[0] - 1 - solid[::-1].argmax(axis=0)).astype(np.float64)
    inner = slice(2 * ends, len(columns) - 2 * ends)
    middle = columns.mean()
    line = np.poly1d(np.polyfit(columns[inner] - middle, rows[inner], 3))
    return np.asarray(line(columns - middle), np.float64)


def _unrolled(
    rgb: Floats, alpha: Floats, columns: NDArray[np.int64], bottom: Values, high: int
) -> tuple[Floats, Floats]:
    """Lab colours K x N x 3 and coverage K x N at heights above a line, the first at it."""
    rows = (bottom[None] - np.arange(high)[:, None]).astype(np.float32)
    across = np.repeat(columns[None].astype(np.float32), high, axis=0)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.7), cv2.COLOR_RGB2Lab)
    return (
        np.asarray(cv2.remap(lab, across, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32),
        np.asarray(cv2.remap(alpha, across, rows, cv2.INTER_LINEAR), np.float32),
    )


def _edges(lab: Floats, cloth: Floats, high: int) -> tuple[NDArray[np.int64], Floats]:
    """Heights M, and Lab distances M x N of what is below and above them."""
    heights = np.arange(LOWEST_PX, high)
    below, above = (np.stack([lab[heights + step] for step in steps]).mean(axis=0) for steps in _beside())
    inside = np.minimum(cloth[heights - BESIDE_PX], cloth[heights + BESIDE_PX]) > 0.9
    return heights, np.asarray(lengths(below - above) * inside, np.float32)


def _beside() -> tuple[range, range]:
    """Steps from an edge to the pixels below it and above it."""
    return range(-BESIDE_PX, 0), range(1, BESIDE_PX + 1)


def _best_line(values: Floats) -> NDArray[np.int64]:
    """The row in each column of M x N values of the line with the largest sum, a row a column at most."""
    rows, columns = values.shape
    total = values[:, 0].astype(np.float64)
    came = np.zeros((rows, columns), np.int64)
    for column in range(1, columns):
        low, high = np.r_[-np.inf, total[:-1]] - STEP, np.r_[total[1:], -np.inf] - STEP
        choices = np.stack([low, total, high])
        best = choices.argmax(axis=0)
        came[:, column] = np.arange(rows) + best - 1
        total = values[:, column] + choices.max(axis=0)
    line = np.zeros(columns, np.int64)
    line[-1] = int(total.argmax())
    for column in range(columns - 1, 0, -1):
        line[column - 1] = came[line[column], column]
    return line


def _is_back(lab: Floats, heights: NDArray[np.int64], edges: Floats) -> bool:
    """Whether below an edge N at these heights of Lab colours K x N x 3 is what lies behind it."""
    every = np.arange(len(heights))
    at, over = (np.stack([lab[heights + step, every] for step in steps]).mean(axis=0) for steps in _beside())
    low = np.stack([lab[np.maximum(1, heights * share // 8), every] for share in (2, 3, 4)]).mean(axis=0)
    return bool(
        (edges > EDGE).mean() > SHOWN
        and (at[:, 0] < over[:, 0] - DARK).mean() > DARKER
        and (at[:, 0] < low[:, 0] - SHADE).mean() > SHADED
        and (np.linalg.norm(low - over, axis=1) > EDGE).mean() > DARKER
    )
