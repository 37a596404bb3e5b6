"""How long a dress is on its wearer: as long as it is by itself, unless legs or an old skirt would be seen below it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.fit.replaces import in_trousers
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.leg_joints import THIGH
from lingtu.imaging.tryon.worn.wearer import Wearer

#: A dress that is shorter than the old skirt is worn as long, within this, and so much over its hem, level.
LENGTHENED, OVER_HEM = 1.3, 0.03
#: A joint of the legs is where it is seen so surely.
SEEN = 0.5
#: Wide dresses on slender people are short by the chest's width: they reach this share of the thigh all the same, by so
#: much of their length.
MID_THIGH, LONGER = 0.6, 1.35
#: Where an old skirt's hem is looked for, levels: steps from hips to floor; it is so wide there, of its width at the
#: hips.
HIPS, FLOOR, BIN, HEM_WIDE = 1.0, 3.4, 0.02, 0.4
#: A hem so near to the picture's lower edge is cut by it, level.
AT_EDGE = 0.1
#: Where the waist is, level: above it a dress keeps its own length, however long it is made.
WAIST = 0.64

#: Level from which on a dress goes around no old skirt.
FREE = 1.22


def dress_level(own: float, layers: Layers, wearer: Wearer) -> float:
    """Level at which a dress ends that ends at `own` by its own length."""
    own = min(own, _lowest(wearer, [limbs.ankle for limbs in SIDES], FLOOR))
    knees = _lowest(wearer, [limbs.knee for limbs in SIDES], HIPS + THIGH)
    hem = max(own, min(HIPS + MID_THIGH * (knees - HIPS), LONGER * own))
    old = _skirt_hem(layers, wearer)
    # as long as the old skirt: no legs need be made up
    return _past_edge(old + OVER_HEM if hem < old < LENGTHENED * own else hem, wearer)


def _past_edge(hem: float, wearer: Wearer) -> float:
    """A hem that the picture's lower edge would cut here and there is below it."""
    end = wearer.level_of(np.array([wearer.shoulders[0], wearer.labels.shape[0]]))
    return end + AT_EDGE if abs(hem - end) < AT_EDGE else hem


def levels_along(shares: Values, pit: float, hem: float, own: Values) -> Values:
    """Levels of places at these shares of a dress' edge, from the armpit to the hem; `own`: by its own length alone.

    The waist is where it is by itself, what is longer or shorter than by itself is the skirt.
    """
    if not (own[0] < WAIST < own[-1] and pit < WAIST < hem):
        return np.asarray(pit + (hem - pit) * shares, np.float64)
    return np.interp(shares, [0.0, float(np.interp(WAIST, own, shares)), 1.0], [pit, WAIST, hem])


def around_trousers(around: Values, levels: Values, wearer: Wearer) -> Values:
    """How far from the axis a dress must reach at these levels, px: of an old skirt what is wider is taken off."""
    return around if in_trousers(wearer) else np.where(levels < FREE, around, 0.0)


def _lowest(wearer: Wearer, joints: list[int], unseen: float) -> float:
    """Level of the lower one of these joints; where the picture doesn't show them as said."""
    body, height = wearer.frame.body, wearer.labels.shape[0]
    places = [body.points[joint] for joint in joints if body.seen[joint] > SEEN and body.points[joint][1] < height]
    return max((wearer.level_of(place) for place in places), default=unseen)


def _skirt_hem(layers: Layers, wearer: Wearer) -> float:
    """Level at which what is worn above the legs ends; 0 if it doesn't reach them, or is trousers."""
    if in_trousers(wearer):
        return 0.0
    worn = is_any(layers.labels, (Part.TORSO, Part.LOWER)) & ~wearer.frame.arms
    bins = np.arange(HIPS, FLOOR, BIN)
    areas, _ = np.histogram(wearer.frame.along[worn], bins)
    wide = areas > HEM_WIDE * max(float(np.median(areas[:5])), 1.0)
    ends = int(np.argmin(wide)) if not wide.all() else len(wide)
    return float(bins[ends]) if ends else 0.0
