"""Where sleeves end on the wearer's arms: by their own length, past old ones that are hardly longer, both alike."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.fit.around_arm import hand_px
from lingtu.imaging.tryon.flat.top import HALF, SHORT, Top
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px

#: Sleeve lengths in shoulder widths from which a long sleeve covers the wrist.
WRIST = 1.25
#: An old sleeve that is longer by less than this is covered, and by how much the new one goes past its end, shoulder
#: widths.
LONGER, PAST = 0.4, 0.02
#: ... on one side where it is covered on the other; but old ones that are so unlike are misread, shoulder widths.
STILL, UNLIKE = 0.55, 0.42
#: Both old sleeves end alike, shares of the arms.
ALIKE = 0.3
#: Arm and torso are no longer than this, shoulder widths, where these are seen from the front.
LONG_ARM, LONG_TORSO = 1.6, 1.6
#: Below an old sleeve that reaches less of the way to the new cuff the wrist is bare.
NO_SLEEVE = 0.8


def ends_px(top: Top, scale: float, wearer: Wearer) -> tuple[float, float]:
    """How far along the arms both sleeves end, px: the shorter one as far as the other, but no farther than the elbow.

    An old sleeve is covered on one side, and on the other there is none, or it lies on its arm in another way.
    """
    left, right = (end_px(top, flank, scale, wearer) for flank in wearer.flanks)
    if top.reach >= HALF:
        return left, right
    old = [sleeve_end_px(wearer, flank) for flank in wearer.flanks]
    alike = abs(old[0] - old[1]) < UNLIKE * wearer.width
    if alike and any(_is_covered(top, flank, scale, wearer, LONGER) for flank in wearer.flanks):
        left, right = (end_px(top, flank, scale, wearer, STILL) for flank in wearer.flanks)
    most = max(left, right)
    elbows = [flank.arm.joint for flank in wearer.flanks]
    return max(left, min(most, elbows[0])), max(right, min(most, elbows[1]))


def end_px(top: Top, flank: Flank, scale: float, wearer: Wearer, longer: float = LONGER) -> float:
    """How far along the arm one sleeve ends, px, whatever the other does; `longer` as LONGER."""
    old = _old_px(flank, wearer)
    if _is_covered(top, flank, scale, wearer, longer):
        return old + PAST * wearer.width
    cuff = _own_px(top, flank, scale, wearer)
    # hands lie over all, and their edge would be the cuff's
    return min(cuff, hand_px(wearer, flank)) if old < NO_SLEEVE * cuff else cuff


def _is_covered(top: Top, flank: Flank, scale: float, wearer: Wearer, longer: float) -> bool:
    """Whether an old sleeve is so little longer than the new one that this goes past its end."""
    turned = turned_aside(flank.arm.length, wearer.torso_px, wearer.width)
    old = _old_px(flank, wearer)
    return 0 < old - _own_px(top, flank, scale, wearer) < longer * turned * wearer.width


def _old_px(flank: Flank, wearer: Wearer) -> float:
    """How far along the arm the old sleeve reaches, px; where one looks much longer it is the body before the arm."""
    ends = [sleeve_end_px(wearer, each) / each.arm.length for each in wearer.flanks]
    own = sleeve_end_px(wearer, flank)
    return min(ends) * flank.arm.length if min(ends) > 0 and max(ends) > min(ends) + ALIKE else own


def _own_px(top: Top, flank: Flank, scale: float, wearer: Wearer) -> float:
    return cuff_px(top, flank.arm, scale, turned_aside(flank.arm.length, wearer.torso_px, wearer.width))


def turned_aside(arm_px: float, torso_px: float, width_px: float) -> float:
    """By how much wider than they seem are shoulders that are turned aside: arm and torso are as long as ever."""
    return max(1.0, min(arm_px / LONG_ARM, torso_px / LONG_TORSO) / width_px)


def cuff_px(top: Top, arm: Limb, scale: float, turned: float) -> float:
    """How far along the arm the sleeve reaches; `turned` as of `turned_aside`."""
    if top.reach >= HALF:
        return arm.length * (1.0 if top.reach > WRIST else 0.9)
    reach = turned * scale * (top.sleeve_length + 0.1 * top.shoulders) * (0.95 if top.reach < SHORT else 1.0)
    return float(np.clip(reach, 0.28 * arm.joint, 0.98 * arm.length))
