"""Where a top without sleeves has its armpits."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Points, ends_at
from lingtu.imaging.tryon.flat.silhouette import Silhouette

#: Rows between which an armpit is: below the top, the lower of both, widths and heights; so many widths of them, down
#: to this share of the height.
BELOW, BELOW_TALL, REACH, LOWEST = 0.34, 0.35, 0.32, 0.7
#: How much narrower it may be for every row that it is higher.
HIGHER = 0.22
#: An outline that bends so far inside of a straight line has its armpit there, widths.
BEND = 0.012
#: What is narrower from the outline to the neck's opening is a strap, which has no armpit yet, widths.
STRAP = 0.16


def underarm(body: Silhouette, sign: int) -> Points:
    """The place of one side's (-1: the picture's left): the widest row before it narrows towards the strap.

    Where one sees the inside of the back all through the armhole it narrows from the shoulder down, and bends there.
    """
    first, last = ends_at(body.mask)
    start = int(body.top + min(BELOW * body.width, BELOW_TALL * body.height))
    lowest = int(body.top + LOWEST * body.height)
    start = _below_strap(body, sign, start, lowest)
    end = max(start + 1, int(min(start + REACH * body.width, lowest)))
    ends = first if sign < 0 else last
    out = np.asarray((ends - body.axis) * sign, np.float64)
    rows = np.arange(start, end)
    best = int((out[rows] - HIGHER * (rows - start)).argmax())
    row = start + best if best > 0 else _below_shoulder(out, body, start, end)
    return np.array([float(ends[row]), float(row)])


def _below_strap(body: Silhouette, sign: int, start: int, lowest: int) -> int:
    """The first row from a `start` on, px, in which the outline on that side is no strap's; `start` without any."""
    outside_first = body.mask[start:lowest, ::-sign]
    begins = outside_first.argmax(axis=1)[:, None]
    ground = ~outside_first & (np.arange(outside_first.shape[1]) > begins)
    # a row without an opening has no end
    ends = np.where(ground.any(axis=1), ground.argmax(axis=1), outside_first.shape[1])
    wide = ends - begins[:, 0] >= STRAP * body.width
    return start + int(wide.argmax())


def _below_shoulder(out: Points, body: Silhouette, start: int, end: int) -> int:
    """The row in which an outline that narrows from the shoulder down stops to; the first one where it does not.

    `out`: its distance from the axis in each row, px. Where it goes out again the armhole is open.
    """
    high = body.top + int(out[body.top : start].argmax())
    low = min(2 * end - start, int(body.top + LOWEST * body.height))
    if low <= end or out[high] <= out[start]:
        return start
    rows = np.arange(start, end)
    inside = out[high] + (out[low] - out[high]) * (rows - high) / (low - high) - out[rows]
    bend = int(rows[inside.argmax()])
    below = np.arange(bend, low)
    widest = int(below[(out[below] - HIGHER * (below - bend)).argmax()])
    is_open = out[widest] - out[bend] > BEND * body.width
    # a dress may narrow down to its waist
    return bend if inside.max() > BEND * body.width and not is_open and not body.is_dress else start
