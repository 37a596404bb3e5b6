"""Where a top's armpits and armholes come to lie on the wearer."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.fit.mesh import Handles
from lingtu.imaging.tryon.flat.top import Top, TopSide, hangs_on_straps
from lingtu.imaging.tryon.worn.old_armhole import OldArmhole, old_armhole
from lingtu.imaging.tryon.worn.wearer import PIT, Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import is_behind_body, sleeve_end_px

#: Levels between which a wearer's armpits are.
LEVELS = (0.12, 0.4)
#: An old armhole is taken over that is farther out than the new one by less than this, shoulder widths.
FARTHER_OUT = 0.16
#: How far out an armpit is at most, of its shoulder's joint; and an armhole's least, which ends at the arm.
WIDEST, NARROWEST = 1.12, 0.8


def armpit_level(wearer: Wearer, flank: Flank, own: float, sleeved: bool) -> float:
    """The armpit's level: the wearer's, and to a part the garment's `own`."""
    usual = flank.joint + wearer.down * PIT * wearer.width - wearer.right_hand * flank.sign * 0.02 * wearer.width
    level = float(np.clip(wearer.level_of(usual), *LEVELS))
    if sleeved:
        return float(np.clip(0.7 * level + 0.3 * own, level - 0.02, level + 0.12))
    return float(np.clip(own, level - 0.06, level + 0.12))


def armpit(wearer: Wearer, flank: Flank, level: float, sleeved: bool) -> Values:
    """Its place: on the torso's edge, but no farther out than the fold between torso and arm."""
    place = wearer.on_edge(flank, level)
    across = wearer.right_hand * flank.sign
    widest = WIDEST * float((flank.joint - wearer.shoulders) @ across)
    is_bare = not sleeved or sleeve_end_px(wearer, flank) < (place - flank.joint) @ wearer.down
    if is_bare and not is_behind_body(wearer, flank):
        widest = min(widest, max(_beside_arm(wearer, flank, level), NARROWEST / WIDEST * widest))
    over = float((place - wearer.shoulders) @ across - widest)
    return np.asarray(place - across * max(over, 0.0), np.float64)


def _beside_arm(wearer: Wearer, flank: Flank, level: float) -> float:
    """Distance of the arm's inner edge from the axis at a level, px."""
    inner = flank.arm.sides()[1] - wearer.shoulders
    return float(np.interp(level, _levels(wearer, flank), inner @ wearer.right_hand * flank.sign))


def below_armhole(wearer: Wearer, flank: Flank, pit: Values) -> float:
    """Share of the arm below which its inner edge is lower than an armpit."""
    levels = _levels(wearer, flank)
    return float(np.interp(wearer.level_of(pit), levels, np.linspace(0, 1, len(levels))))


def _levels(wearer: Wearer, flank: Flank) -> Values:
    """Of the arm's inner edge, as far down as it has come at each station."""
    inner = flank.arm.sides()[1] - wearer.shoulders
    return np.asarray(np.maximum.accumulate(inner @ wearer.down / wearer.torso_px), np.float64)


def taken_over(top: Top, side: TopSide, wearer: Wearer, flank: Flank, tip: float, scale: float) -> OldArmhole | None:
    """What of the old garment's armhole the new one can lie on: where the old one is wider no skin need be made up.

    `tip`: distance from the axis at which the new one's shoulder ends by itself, shoulder widths; `scale`: its size.
    """
    old = None if top.sleeved else old_armhole(wearer, flank)
    if old is None or old.at_shoulder is None:
        return old
    own = scale * float(np.abs(side.armhole[:, 0] - top.axis).min(initial=np.inf))
    # straps, and armholes that go in to the neck, lie where they lie by themselves
    if hangs_on_straps(top) or old.at_shoulder > min(tip * wearer.width, own) + FARTHER_OUT * wearer.width:
        return old.below(wearer.pit_level)
    return old


def as_old(points: Points, wearer: Wearer, flank: Flank, old: OldArmhole | None) -> Points:
    """Places of an armhole or a side, N x 2 px, moved out to the old armhole."""
    if old is None:
        return points
    offset = points - wearer.shoulders
    across = wearer.right_hand * flank.sign
    out = old.beyond(offset @ wearer.down / wearer.torso_px, offset @ across)
    return np.asarray(points + across * out.clip(0)[:, None], np.float64)


def armhole(side: TopSide, tip: Points, pit: Points) -> Handles:
    """From the shoulder to the armpit: the seam of a sleeve is straight, an armhole keeps its curve."""
    if side.sleeve is not None:
        shares = np.linspace(0, 1, 6)[:, None]
        source = side.shoulder + (side.armpit - side.shoulder) * shares
        return Handles(source, tip + (pit - tip) * shares, 2.5)
    source = at_shares(side.armhole, np.linspace(0, 1, 8)[1:-1])
    before, after = side.armpit - side.shoulder, pit - tip
    size = float(before @ before) + 1e-9
    normal, other = np.array([-before[1], before[0]]), np.array([-after[1], after[0]])
    offset = source - side.shoulder
    along, off = offset @ before / size, offset @ normal / size
    return Handles(source, tip + along[:, None] * after + off[:, None] * other, 1.5)
