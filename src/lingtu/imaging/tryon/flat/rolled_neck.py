"""The neck of a rolled collar that is seen from above: its front's edge begins at its sides, below the back's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.flat.neckline import CLOSED, ROUND, Floats, Neckline, curve_of, solid_lab, tried_curves
from lingtu.imaging.tryon.flat.top import Top, TopSide

#: How far below the outline's top its ends are looked for, of the collar's height; a back is so narrow beside it.
BELOW, NARROW = (0.2, 0.3, 0.4), 0.75
#: A collar that is open in front, a shirt's, is deeper, widths of the neck.
SHALLOW = 0.15
#: The front's edge ends within the collar, this share of its height below its ends; so clear it is, and so much clearer
#: than any between the ends of the back's edge, but for that edge itself.
LOWEST, LEAST, CLEAR, CLEARER = 0.7, 0.03, 5.0, 1.3


def with_rolled_neck(rgb: Floats, alpha: Floats, top: Top, neckline: Neckline) -> tuple[Top, Neckline]:
    """The top whose collar ends at its front's edge, and that neckline; other tops and `neckline` as they are."""
    if not top.stands or neckline.depth > SHALLOW * (top.right.neck[0] - top.left.neck[0]):
        return top, neckline
    high = (top.rim[0, 1] + top.rim[-1, 1]) / 2
    base = (top.left.neck[1] + top.right.neck[1]) / 2 - high
    indices = [[int(np.abs(side.collar[:, 1] - high - each * base).argmin()) for side in top.sides] for each in BELOW]
    wide = [top.right.collar[right, 0] - top.left.collar[left, 0] for left, right in indices]
    if top.rim[-1, 0] - top.rim[0, 0] > NARROW * max(wide):
        return top, neckline
    lab = solid_lab(rgb, alpha, 1.0)
    found = []
    for left, right in indices:
        ends = top.left.collar[left], top.right.collar[right]
        found.append((*_clearest(lab, alpha, ends, LEAST, base), ends, (left, right)))
    clear, depth, power, ends, (left, right) = max(found, key=lambda each: each[0])
    if clear < max(CLEAR, CLEARER * _clearest(lab, alpha, (top.rim[0], top.rim[-1]), CLOSED, base)[0]):
        return top, neckline
    rim = np.concatenate([top.left.collar[left:], top.rim, top.right.collar[right:][::-1]])
    shorter = replace(top, rim=rim, left=_shorter(top.left, left), right=_shorter(top.right, right))
    return shorter, Neckline(curve_of(*ends, depth, power), depth, False)


def _clearest(
    lab: Floats, alpha: Floats, ends: tuple[Points, Points], least: float, base: float
) -> tuple[float, float, float]:
    """Clearness, depth in px and power of the clearest round edge between two places, so deep at `least`, widths."""
    tried = tried_curves(lab, alpha, *ends, least)
    return max((one for one in tried if one[1] < LOWEST * base and one[2] >= ROUND), default=(0.0, 0.0, 0.0))


def _shorter(side: TopSide, last: int) -> TopSide:
    return replace(side, collar=side.collar[: last + 1])
