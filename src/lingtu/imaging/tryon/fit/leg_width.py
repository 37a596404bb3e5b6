"""How wide the legs of trousers and shorts are on the wearer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, sampled, smoothed
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.fit.replaces import in_trousers
from lingtu.imaging.tryon.flat.bottom import Bottom
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import bare_reach_px, lower_reach_px

#: Half widths of trousers in those of a bare leg, at most; over old trousers; over legs that are seen below a skirt.
WIDEST, OVER_TROUSERS, OVER_LEGS = 1.4, 2.2, 1.1
#: Places at which a gap between legs is looked for, from the middle of the one to that of the other.
BETWEEN = np.linspace(0.15, 0.85, 36)
#: Share of a leg that is thigh.
THIGH = 0.5
#: Legs that are seen to be wider down to this share of the new ones end as wide.
SEEN_DOWN = 0.75
#: Wider hips and thighs of the old garment are covered up to this; wide legs in whose place others are, up to that.
WIDER, MUCH_WIDER = 1.3, 2.2


def thigh_px(flank: Flank, wearer: Wearer, place: Values) -> float:
    """How far from the axis the outside of a leg is beside a place, px."""
    limb = slender(flank, wearer)
    outside = limb.point(np.array([(place - limb.centres[0]) @ limb.ahead[4]]), 1)[0]
    return float((outside - wearer.shoulders) @ wearer.right_hand * flank.sign)


def between_legs(at: Values, wearer: Wearer) -> tuple[Points, NDArray[np.bool_]]:
    """Middles N x 2 between the legs at distances `at` N px down them, and where the legs touch.

    In the middle of the gap that is seen; where none is and there is cloth they touch.
    """
    left, right = (flank.leg.point(at, 0) for flank in wearer.flanks)
    places = left[:, None] + BETWEEN[None, :, None] * (right - left)[:, None]
    gap = sampled(wearer.labels, places) == Part.BACKGROUND
    share = np.where(gap.any(axis=1), (gap * BETWEEN).sum(axis=1) / gap.sum(axis=1).clip(1), 0.5)
    middle = left + smoothed(share, 1.0)[:, None] * (right - left)
    return middle, (sampled(wearer.labels, (left + right) / 2) == Part.LOWER) & ~gap.any(axis=1)


def as_wide(
    outside: Points, middle: Points, flank: Flank, wearer: Wearer, shares: Values, in_place: bool = False
) -> Points:
    """The outer edge of a leg; its thigh is as wide as old trousers that are a little wider.

    `in_place`: all of it is, in place of trousers that are much wider. Of bare legs all that is seen is within it.
    """
    if not in_trousers(wearer):
        return _over_bare(outside, middle, flank, wearer, shares)
    half = (outside - middle) @ wearer.right_hand * flank.sign
    worn = np.minimum(lower_reach_px(wearer, flank, middle), (MUCH_WIDER if in_place else WIDER) * half)
    more = (worn - half).clip(0)
    more = _kept_below(_kept_on(more), outside, wearer) if in_place else more
    more = smoothed(more, 1.0) * (1 if in_place else (2 - shares / THIGH).clip(0, 1))
    return np.asarray(outside + flank.sign * more[:, None] * wearer.right_hand, np.float64)


def as_wide_inside(inside: Points, leg: Points, middle: Points, flank: Flank, wearer: Wearer) -> Points:
    """The inner edge of a leg in place of old trousers: as wide as these, no farther than the middle between the legs.

    `leg`: its own middle.
    """
    half = (leg - inside) @ wearer.right_hand * flank.sign
    most = ((leg - middle) @ wearer.right_hand * flank.sign).clip(0)
    worn = np.minimum(lower_reach_px(wearer, replace(flank, sign=-flank.sign), leg), most)
    more = smoothed(_kept_on((np.minimum(worn, MUCH_WIDER * half) - half).clip(0)), 1.0)
    return np.asarray(inside - flank.sign * more[:, None] * wearer.right_hand, np.float64)


def _over_bare(outside: Points, middle: Points, flank: Flank, wearer: Wearer, shares: Values) -> Points:
    """The outer edge over a bare leg that is seen to be wider; it is as wide where a hand or a skirt hides that."""
    half = (outside - middle) @ wearer.right_hand * flank.sign
    bare = bare_reach_px(wearer, flank, middle)
    seen = bare > 0
    if not seen.any():
        return outside
    wide = np.minimum(np.interp(shares, shares[seen], bare[seen]), WIDER * half.max())
    more = smoothed((wide - half).clip(0), 1.0) * (4 * shares).clip(0, 1)
    return np.asarray(outside + flank.sign * more[:, None] * wearer.right_hand, np.float64)


def _kept_on(more: Values) -> Values:
    """Below an old hem as much as at it."""
    seen = np.flatnonzero(more > 0)
    if len(seen) and seen[-1] > SEEN_DOWN * len(more):
        more = np.where(np.arange(len(more)) > seen[-1], more[seen[-1]], more)
    return more


def _kept_below(more: Values, edge: Points, wearer: Wearer) -> Values:
    """Below the picture as much as at its end."""
    seen = np.flatnonzero(edge[:, 1] < wearer.labels.shape[0] - 1)
    if not len(seen):
        return more
    return np.where(np.arange(len(more)) > seen[-1], more[seen[-1]], more)


def hanging(outside: Points, outer: Points, bottom: Bottom, flank: Flank, wearer: Wearer, scale: float) -> Points:
    """The outer edge of a leg of shorts: below the hips they get no narrower than they are, as their legs are loose."""
    half = (outside - wearer.shoulders) @ wearer.right_hand * flank.sign
    own = np.abs(outer[:, 0] - bottom.axis)
    least = half[0] + ((own - own[0]) * scale).clip(max=0)
    return np.asarray(outside + flank.sign * (least - half).clip(0)[:, None] * wearer.right_hand, np.float64)


def slender(flank: Flank, wearer: Wearer, over_legs: bool = False) -> Limb:
    """The leg, over a skirt not much wider than a bare one; old trousers are covered as wide as they are.

    `over_legs`: trousers hide what is seen of it, and its width doesn't jump where the skirt ends.
    """
    leg, bare = flank.leg, flank.bare_leg
    size = len(leg.outer)
    if over_legs:
        halves = [OVER_LEGS * each[:size] for each in (bare.outer, bare.inner)]
    else:
        halves = 2 * [(OVER_TROUSERS if in_trousers(wearer) else WIDEST) * bare.usual[:size]]
    outer, inner = (np.minimum(own, most) for own, most in zip((leg.outer, leg.inner), halves, strict=True))
    return replace(leg, outer=outer, inner=inner)
