"""What is known of a top or a dress: its key points and edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Mask, Points, at_shares, length

#: Sleeve lengths in shoulder widths up to which a sleeve is short, and up to which it is half.
SHORT, HALF = 0.62, 0.95
#: By how much a sleeve's inner edge is shorter than its outer one at most, of the shoulders' width.
INNER_SHORTER = 0.5
#: A shoulder seam shorter than this, of the chest's width, is a strap's or is not there.
STRAP = 0.12


@dataclass(frozen=True)
class Sleeve:
    """Edges of a sleeve: from the shoulder, and from the armpit, each to the cuff; the cuff from outside to inside."""

    outer: Points
    cuff: Points
    inner: Points

    def across(self, shares: Points) -> Points:
        """Ways from places of the inner edge, N shares of it, to the outer one, the shortest, N x 2 px."""
        inner, outer = at_shares(self.inner, shares), at_shares(self.outer, np.linspace(0, 1, 200))
        return np.asarray(
            outer[np.linalg.norm(inner[:, None] - outer[None], axis=2).argmin(axis=1)] - inner, np.float64
        )


@dataclass(frozen=True)
class TopSide:
    """One side of a top; `sign` is -1 on the picture's left. Edges go from the first named place to the second."""

    sign: int
    neck: Points
    shoulder: Points
    armpit: Points
    slope: Points  # neck to shoulder
    collar: Points  # from the neck up a standing collar; one point if there is none
    edge: Points  # armpit to hem
    sleeve: Sleeve | None
    armhole: Points  # shoulder to armpit, of a top without sleeves

    def outward(self, points: Points, axis: float) -> Points:
        """Distance from the axis towards this side."""
        return np.asarray((points[..., 0] - axis) * self.sign, np.float64)


@dataclass(frozen=True)
class Top:
    """A top or a dress that lies flat or hangs."""

    mask: Mask
    axis: float  # x
    symmetry: float
    left: TopSide
    right: TopSide
    rim: Points  # the outline's top from the left neck point to the right one
    hem: Points  # from left to right

    @property
    def sides(self) -> tuple[TopSide, TopSide]:
        return self.left, self.right

    @property
    def sleeved(self) -> bool:
        return self.left.sleeve is not None

    @property
    def stands(self) -> bool:
        """Whether it has a standing collar."""
        return min(len(side.collar) for side in self.sides) > 3

    @cached_property
    def shoulders(self) -> float:
        """From shoulder to shoulder, px."""
        return float(abs(self.right.shoulder[0] - self.left.shoulder[0]))

    @cached_property
    def chest(self) -> float:
        """From armpit to armpit, px."""
        return float(abs(self.right.armpit[0] - self.left.armpit[0]))

    @cached_property
    def length(self) -> float:
        """From the neck points to the hem, px."""
        return float(self.hem[:, 1].mean() - (self.left.neck[1] + self.right.neck[1]) / 2)

    @cached_property
    def sleeve_length(self) -> float:
        """Along the sleeves, px; 0 without any."""
        spans = [
            float(np.linalg.norm(side.sleeve.cuff[[0, -1]].mean(axis=0) - 0.6 * side.shoulder - 0.4 * side.armpit))
            for side in self.sides
            if side.sleeve is not None
        ]
        # where a sleeve lies on the body its inner edge is hidden
        most = INNER_SHORTER / 2 * self.shoulders
        if not spans or np.mean(spans) < SHORT * self.shoulders:
            return float(np.mean(spans)) if spans else 0.0
        bent = [
            max((length(side.sleeve.outer) + length(side.sleeve.inner)) / 2, length(side.sleeve.outer) - most)
            for side in self.sides
            if side.sleeve
        ]
        return float(np.mean(bent))

    @cached_property
    def cuff_width(self) -> float:
        widths = [np.linalg.norm(side.sleeve.cuff[0] - side.sleeve.cuff[-1]) for side in self.sides if side.sleeve]
        return float(np.mean(widths)) if widths else 0.0

    @property
    def reach(self) -> float:
        """Length of the sleeves in shoulder widths."""
        return self.sleeve_length / max(self.shoulders, 1.0)


def hangs_on_straps(top: Top) -> bool:
    """Whether there are no shoulders to speak of, but straps, or nothing; sleeves have some."""
    return not top.sleeved and min(length(side.slope) for side in top.sides) < STRAP * max(top.chest, 1.0)
