"""Where the neckline and the collar of a top come to lie on the wearer: around the neck, whichever way it leans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.fit.mesh import Handles
from lingtu.imaging.tryon.fit.round_neck import round_neck
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.top import Top, TopSide, hangs_on_straps
from lingtu.imaging.tryon.worn.neck import Neck, measure_neck
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import as_high, neck_half

#: Half widths of a neck's opening, shoulder widths: least and most.
NECK = (0.19, 0.44)
#: Worn, an opening is narrower than it lies.
NARROWED = 0.9
#: The old garment's neckline is taken over if it is narrower by less than this, shoulder widths.
NARROWER = 0.2
#: ... but not narrower than this share of its own width; narrower by some share, it is less deep by this power of that.
AS_WIDE, LESS_DEEP = 0.8, 0.7
#: An opening's end lies outside of the neck's edge by this at least, shoulder widths.
CLEAR_OF_NECK = 0.01
#: Share of the arms from which an old top has sleeves.
SLEEVES = 0.1
#: A standing collar's distance from the neck at its base and at its upper edge, shoulder widths.
BASE_AWAY, TOP_AWAY = 0.035, 0.015
#: ... and of one that is open in front, which goes on behind the neck: it stands off a little from the edges of that.
OPEN_AWAY = 0.012
#: Its height at its sides at least, and above the chin at most, shoulder widths.
LOWEST, PAST_CHIN = 0.06, 0.06
#: ... and of one all around the neck above the chin, which a turned head lowers; of an open one, which is folded down.
CLOSED_PAST_CHIN, OPEN_HIGHEST = 0.02, 0.1
#: Its upper edge lies lower in front by this at least, half widths of the neck.
SAG = 0.3
#: A collar whose front's edge is no deeper than this, in its height, goes all around the neck.
AROUND = 1.2
#: A worn collar has this share of the height that it has when it lies flat.
UPRIGHT = 0.9


@dataclass(frozen=True)
class NeckFit:
    """What places the neckline and the collar; `scale` of the garment on the wearer."""

    garment: Garment
    wearer: Wearer
    neck: Neck
    scale: float

    @property
    def top(self) -> Top:
        assert self.garment.top is not None
        return self.garment.top

    @property
    def curve(self) -> Points:
        """The neckline on the garment."""
        assert self.garment.neckline is not None
        return self.garment.neckline.curve

    @property
    def stands(self) -> bool:
        """Whether the collar goes up the neck; straps that go up leave it bare."""
        assert self.garment.neckline is not None
        return self.top.stands and not self.garment.neckline.is_outline

    def half(self, flank: Flank, tip: float) -> float:
        """Half width of the opening at the shoulder's line; `tip` is the shoulder's. From the axis, shoulder widths."""
        base = self.neck.across(flank.sign, self.neck.base) * flank.sign
        if self.stands:
            return min(base + BASE_AWAY, tip - 0.12)
        top = self.top
        opening = abs(top.right.neck[0] - top.left.neck[0]) / 2 * self.scale / self.wearer.width
        half = float(np.clip(NARROWED * opening, *NECK))
        return min(self._beside(base, self._as_old(half, flank), flank), tip - 0.12)

    def _beside(self, base: float, half: float, flank: Flank) -> float:
        """Half the width, but outside of the neck's edge at its `base`, from the axis; all in shoulder widths.

        Inside of that the shoulder's outline is the neck's own: cloth would go up it as a horn. An old collar that
        stands there is hidden.
        """
        old = self._old(flank)
        return half if old is not None and old < base else max(half, base + CLEAR_OF_NECK)

    def _old(self, flank: Flank) -> float | None:
        """Half width of the old neckline, shoulder widths: the other side's where its own is hidden."""
        other = next(each for each in self.wearer.flanks if each.sign != flank.sign)
        own = neck_half(self.wearer, flank)
        return own if own is not None else neck_half(self.wearer, other)

    def _as_old(self, half: float, flank: Flank) -> float:
        """Half as wide as the old neckline where that is a little narrower: on both sides or on none.

        Straps lie where they lie by themselves.
        """
        olds = [self._old(each) for each in self.wearer.flanks]
        seen = [old for old in olds if old is not None]
        if not seen or half - min(seen) > NARROWER or hangs_on_straps(self.top):
            return half
        # a scoop is no crew neck: it lies around the neck as wide as that one lets it, and wider
        wider = max(1.0, AS_WIDE * half / max(float(np.mean(seen)), 0.01))
        return min(half, max(wider * (self._old(flank) or 0.0), NECK[0] - 0.03))

    def collar(self, side: TopSide, flank: Flank, base: Values) -> Handles:
        """A standing collar goes up the neck from a place on the shoulder."""
        source = at_shares(side.collar, np.array([0.5, 1.0]))
        return Handles(source, np.stack([self._beside_neck(flank, base, share) for share in (0.5, 1.0)]), 2)

    def _beside_neck(self, flank: Flank, base: Values, share: float) -> Values:
        """A place on the collar's side edge, at this share of its height."""
        wearer, neck = self.wearer, self.neck
        low = float((wearer.shoulders - base) @ wearer.down) / wearer.width
        # one side alone may be folded, or cut off in the picture
        flat = float(np.mean([each.neck[1] - each.collar[-1, 1] for each in self.top.sides]))
        high = max(min(flat * self.scale * UPRIGHT / wearer.width, neck.chin + PAST_CHIN - low), LOWEST)
        if self.goes_around:
            most = min(neck.below_face(each.sign, low + high, low + LOWEST) for each in wearer.flanks)
            high = max(min(high, most - low, neck.chin + CLOSED_PAST_CHIN - low), LOWEST)
            return neck.edge(flank.sign, low + share * high, BASE_AWAY + (TOP_AWAY - BASE_AWAY) * share)
        high = min(high, OPEN_HIGHEST)
        high = min(neck.below_face(each.sign, low + high, low + LOWEST) for each in wearer.flanks) - low
        end = neck.seen_edge(flank.sign, low + high, OPEN_AWAY)
        return base + (end - base) * share

    def neckline(self, left: Values, right: Values) -> Handles:
        """The front's upper edge, between the places of its ends."""
        assert self.garment.neckline is not None
        wearer, curve, depth = self.wearer, self.garment.neckline.curve, self.garment.neckline.depth
        source = at_shares(curve, np.linspace(0, 1, 13))[1:-1]
        start, end = (curve[0], curve[-1]) if self.stands else (self.top.left.neck, self.top.right.neck)
        width = max(1.0, float(end[0] - start[0]))
        share = ((source[:, 0] - start[0]) / width).clip(0, 1)
        off = source[:, 1] - (start[1] + (end[1] - start[1]) * share)
        narrow = 1.0 if self.stands else min(1.0, float(np.linalg.norm(right - left)) / (NARROWED * self.scale * width))
        below = off * self.scale * (0.86 if depth < 0.6 * width else 0.95) * narrow**LESS_DEEP
        if self.stands:
            below = np.maximum(below, SAG * self.neck.half * wearer.width * (1 - (2 * share - 1) ** 2))
        target = left + (right - left) * share[:, None] + wearer.down * below[:, None]
        # what is worn without sleeves over a top with some shows that top, whose neckline is another one
        free = self.stands or (not self.top.sleeved and min(wearer.outfit.sleeves) > SLEEVES)
        if free:
            return Handles(source, target, 1.5)
        raised = as_high(target, wearer, self.top.sleeved)
        return Handles(source, round_neck(raised, target, (left, right), wearer.down), 1.5)

    @property
    def goes_around(self) -> bool:
        """Whether the collar stands all around the neck: it is not open below its base."""
        assert self.garment.neckline is not None
        curve, top = self.garment.neckline.curve, self.top
        base = (top.left.neck[1] + top.right.neck[1] - curve[0, 1] - curve[-1, 1]) / 2
        return self.stands and self.garment.neckline.depth < AROUND * base

    def tube(self, bases: tuple[Values, Values], neckline: Values) -> Values | None:
        """The outline of a collar that goes around the neck, from its base on the left; its upper edge is known."""
        if not self.goes_around:
            return None
        return np.concatenate([bases[0][None], neckline, bases[1][None]])


def fit_neck(garment: Garment, wearer: Wearer, scale: float) -> NeckFit:
    return NeckFit(garment, wearer, measure_neck(wearer), scale)
