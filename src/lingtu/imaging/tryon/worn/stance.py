"""Where the legs stand below the hips, which a skirt goes around, whether one sits, or raises a forearm."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.worn.leg_joints import sees_knee
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

#: Levels between which a skirt turns from the torso's axis to the legs'.
FROM, TO = 0.95, 1.25
#: Cloth beside a leg, shoulder widths; widest leg that it goes around, in half widths of a bare one.
BESIDE, WIDEST = 0.03, 1.5
#: Between shoulder joints, torso lengths, of a body that is hardly to be told from one seen from the side.
USUAL = 0.42


def aside_px(wearer: Wearer, levels: Values) -> Values:
    """How far the middle between the legs is from the torso's axis at each level, to the picture's right."""
    middle = np.mean([_across(flank, wearer, levels)[0] for flank in wearer.flanks], axis=0)
    return np.asarray(middle * ((levels - FROM) / (TO - FROM)).clip(0, 1), np.float64)


def around_px(wearer: Wearer, flank: Flank, levels: Values) -> Values:
    """How far from the axis a skirt must reach for the leg to be in it; 0 above the legs."""
    across, half = _across(flank, wearer, levels)
    reach = across * flank.sign + half + BESIDE * wearer.width
    return np.asarray(np.where(levels > TO, reach, 0.0), np.float64)


def raised(wearer: Wearer) -> float:
    """How far a wrist is above its elbow, the higher one, in torso lengths; 0 if none is."""
    points = wearer.frame.body.points
    rise = [wearer.level_of(points[each.elbow]) - wearer.level_of(points[each.wrist]) for each in SIDES]
    return max(0.0, *rise)


def narrow(wearer: Wearer) -> float:
    """How narrow the shoulders look beside the torso's length; about 0.6 from the front, more from the side."""
    points = wearer.frame.body.points
    return USUAL * wearer.torso_px / max(float(np.linalg.norm(points[11] - points[12])), 1.0)


def sitting(wearer: Wearer) -> float:
    """1 minus the length of the shorter thigh in torso lengths; 0 where the knees are not seen."""
    body = wearer.frame.body
    thighs = [
        float(np.linalg.norm(body.points[limbs.knee] - body.points[limbs.hip])) / wearer.torso_px
        for limbs in SIDES
        if sees_knee(body, limbs)
    ]
    return max(0.0, 1 - min(thighs)) if thighs else 0.0


def _across(flank: Flank, wearer: Wearer, levels: Values) -> tuple[Values, Values]:
    """Places of a leg's middle across the body, and its half widths to the outside, px."""
    leg, bare = flank.leg, flank.bare_leg
    offset = leg.centres - wearer.shoulders
    along = np.maximum.accumulate(offset @ wearer.down / wearer.torso_px)
    half = np.minimum(leg.outer, WIDEST * bare.outer[: len(leg.outer)])
    return np.interp(levels, along, offset @ wearer.right_hand), np.interp(levels, along, half)
