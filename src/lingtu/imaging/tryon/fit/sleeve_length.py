"""How far along the arm a new sleeve reaches, and the old ones beside it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.top import HALF, SHORT, Top
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px

#: Sleeve lengths in shoulder widths from which a long sleeve covers the wrist.
WRIST = 1.25
#: Arm and torso are no longer than this, shoulder widths, where these are seen from the front.
LONG_ARM, LONG_TORSO = 1.6, 1.6


def turned_aside(arm_px: float, torso_px: float, width_px: float) -> float:
    """By how much wider than they seem are shoulders that are turned aside: arm and torso are as long as ever."""
    return max(1.0, min(arm_px / LONG_ARM, torso_px / LONG_TORSO) / width_px)


def cuff_px(top: Top, arm: Limb, scale: float, turned: float) -> float:
    """How far along the arm the sleeve reaches; `turned` as of `turned_aside`."""
    if top.reach >= HALF:
        return arm.length * (1.0 if top.reach > WRIST else 0.9)
    reach = turned * scale * (top.sleeve_length + 0.1 * top.shoulders) * (0.95 if top.reach < SHORT else 1.0)
    return float(np.clip(reach, 0.28 * arm.joint, 0.98 * arm.length))


def longer_old_sleeves(top: Top, wearer: Wearer, scale: float) -> float:
    """By how much old sleeves reach further than new ones would, shoulder widths; both are covered, or none.

    The mean of those that do: a bent arm's sleeve seems another length than its like.
    """
    more = []
    for flank in wearer.flanks:
        turned = turned_aside(flank.arm.length, wearer.torso_px, wearer.width)
        longer = sleeve_end_px(wearer, flank) - cuff_px(top, flank.arm, scale, turned)
        more.append(longer / (turned * wearer.width))
    return float(np.mean([each for each in more if each > 0] or [0.0]))
