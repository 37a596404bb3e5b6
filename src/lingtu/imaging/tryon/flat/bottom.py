"""Key points and edges of trousers, shorts and skirts, from their silhouette."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lingtu.imaging.tryon.arrays.outline import (
    Mask,
    Points,
    arc,
    corners,
    end_corners,
    length,
    nearest,
    notches,
    outline,
    symmetry,
)

#: Inseams in rises up to which trousers are shorts.
SHORTS = 1.1
#: Legs touch above where the crotch seems to be if it is below this share of the height; there it is put. Of what is
#: longer than this, in its own widths, and of shorts.
LONG, LOWEST_CROTCH, USUAL_CROTCH = 2.2, 0.42, 0.36
LOWEST_OF_SHORTS, USUAL_OF_SHORTS = 0.65, 0.58


@dataclass(frozen=True)
class Leg:
    """Edges of a leg: from the waist along the outside, and from the crotch along the inside, to the hem."""

    outer: Points
    inner: Points


@dataclass(frozen=True)
class Bottom:
    """What is worn below the waist. A skirt has no crotch: its two sides have outer edges alone."""

    mask: Mask
    axis: float  # x
    symmetry: float
    waist: Points  # from left to right
    left: Leg
    right: Leg
    crotch: Points | None

    @property
    def legs(self) -> tuple[Leg, Leg]:
        return self.left, self.right

    @cached_property
    def waist_px(self) -> float:
        return float(abs(self.waist[-1, 0] - self.waist[0, 0]))

    @cached_property
    def rise(self) -> float:
        """From the waist to the crotch, px; of a skirt its length."""
        low = self.crotch[1] if self.crotch is not None else self.left.outer[-1, 1]
        return float(low - (self.waist[0, 1] + self.waist[-1, 1]) / 2)

    @cached_property
    def inseam(self) -> float:
        """From the crotch to the hems, px; 0 of a skirt."""
        return float(np.mean([length(leg.inner) for leg in self.legs])) if self.crotch is not None else 0.0

    @property
    def drop(self) -> float:
        """How far below the crotch the shorter leg ends, px; 0 of a skirt."""
        return float(min(leg.inner[-1, 1] for leg in self.legs) - self.crotch[1]) if self.crotch is not None else 0.0

    @property
    def is_short(self) -> bool:
        return self.crotch is not None and self.inseam < SHORTS * self.rise

    @cached_property
    def length(self) -> float:
        """From the waist to the hem, px."""
        low = np.mean([leg.outer[-1, 1] for leg in self.legs])
        return float(low - (self.waist[0, 1] + self.waist[-1, 1]) / 2)


def read_bottom(mask: Mask) -> Bottom:
    """Key points of a silhouette without holes. Raises `ValueError` where it has no such shape."""
    points = outline(mask)
    share, axis = symmetry(mask)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, height, width = rows[0], np.ptp(rows), np.ptp(columns)
    if height < 40:
        raise ValueError("no garment")
    high = np.flatnonzero(points[:, 1] < top + 0.06 * height)
    left, right = int(high[points[high, 0].argmin()]), int(high[points[high, 0].argmax()])
    waist = arc(points, right, left)[::-1]
    splits = [
        notch
        for notch in notches(points)
        if abs(notch.deepest[0] - axis) < 0.15 * width
        and min(notch.before[1], notch.after[1]) > top + 0.55 * height
        and notch.depth > 0.06 * height
    ]
    if not splits:
        around = arc(points, left, right)
        one, two = corners(around, (1, 0.35, 1), 0.08)
        hem = around[one : two + 1]
        middle = hem[len(hem) // 2]
        legs = Leg(around[: one + 1], middle[None]), Leg(around[two:][::-1], middle[None])
        return Bottom(mask, axis, share, waist, *legs, None)
    crotch: Points = np.asarray(max(splits, key=lambda notch: notch.depth).deepest, np.float64)
    split = nearest(points, crotch)
    sides = arc(points, left, split), arc(points, split, right)[::-1]
    is_long = height > LONG * width
    if crotch[1] > top + (LOWEST_CROTCH if is_long else LOWEST_OF_SHORTS) * height:
        usual = USUAL_CROTCH if is_long else USUAL_OF_SHORTS
        upper: Points = np.asarray([crotch[0], top + usual * height], np.float64)
        seam = crotch + (upper - crotch) * np.linspace(0.0, 1.0, max(2, int(crotch[1] - upper[1])))[:, None]
        sides = np.concatenate([sides[0], seam]), np.concatenate([sides[1], seam])
        crotch = upper
    return Bottom(mask, axis, share, waist, _leg(sides[0]), _leg(sides[1]), crotch)


def _leg(way: Points) -> Leg:
    # of long legs that taper three straight pieces are not enough; of short ones the end is not far from the crotch
    is_long = way[:, 1].max() - way[-1, 1] > SHORTS * (way[-1, 1] - way[0, 1])
    if is_long:
        one, two = end_corners(way)
        return Leg(way[: one + 1], way[two:][::-1])
    # pockets and clips at the waist are no ends of a hem
    low = int((way[:, 1] > (way[0, 1] + way[-1, 1]) / 2).argmax())
    one, two = corners(way[low:], (1, 0.7, 1), 0.03)
    return Leg(way[: low + one + 1], way[low + two :][::-1])
