"""How wide the legs of trousers and shorts are on the wearer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.fit.replaces import in_trousers
from lingtu.imaging.tryon.flat.bottom import Bottom
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import lower_reach_px

#: Half widths of trousers in those of a bare leg, at most; over old trousers.
WIDEST, OVER_TROUSERS = 1.4, 2.2
#: Share of a leg that is thigh.
THIGH = 0.5
#: Hips of the old garment that are wider are covered up to this.
WIDER = 1.3


def thigh_px(flank: Flank, wearer: Wearer, place: Values) -> float:
    """How far from the axis the outside of a leg is beside a place, px."""
    limb = slender(flank, wearer)
    outside = limb.point(np.array([(place - limb.centres[0]) @ limb.ahead[4]]), 1)[0]
    return float((outside - wearer.shoulders) @ wearer.right_hand * flank.sign)


def as_wide(outside: Points, middle: Points, flank: Flank, wearer: Wearer, shares: Values) -> Points:
    """The outer edge of a leg; its thigh is as wide as old trousers that are a little wider."""
    if not in_trousers(wearer):
        return outside
    half = (outside - middle) @ wearer.right_hand * flank.sign
    worn = np.minimum(lower_reach_px(wearer, flank, middle), WIDER * half)
    more = smoothed((worn - half).clip(0), 1.0) * (2 - shares / THIGH).clip(0, 1)
    return np.asarray(outside + flank.sign * more[:, None] * wearer.right_hand, np.float64)


def hanging(outside: Points, outer: Points, bottom: Bottom, flank: Flank, wearer: Wearer, scale: float) -> Points:
    """The outer edge of a leg of shorts: below the hips they get no narrower than they are, as their legs are loose."""
    half = (outside - wearer.shoulders) @ wearer.right_hand * flank.sign
    own = np.abs(outer[:, 0] - bottom.axis)
    least = half[0] + ((own - own[0]) * scale).clip(max=0)
    return np.asarray(outside + flank.sign * (least - half).clip(0)[:, None] * wearer.right_hand, np.float64)


def slender(flank: Flank, wearer: Wearer) -> Limb:
    """The leg, over a skirt not much wider than a bare one; old trousers are covered as wide as they are."""
    leg, bare = flank.leg, flank.bare_leg
    most = (OVER_TROUSERS if in_trousers(wearer) else WIDEST) * bare.usual[: len(leg.outer)]
    return replace(leg, outer=np.minimum(leg.outer, most), inner=np.minimum(leg.inner, most))
