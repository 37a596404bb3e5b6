"""The self-check of a garment: whether its picture was read right, and shows what it is said to."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.outline import at_shares, length, symmetry
from lingtu.imaging.tryon.check.doubt import FLOUNCES, KIND, SHAPE, Doubt
from lingtu.imaging.tryon.fit.seams import torso_mask
from lingtu.imaging.tryon.flat.bottom import read_bottom
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.top import Top

#: Length of a top in chests, and how far legs go down below the crotch in rises, from which it is no top.
LONGEST_TOP, LEGS = 2.8, 0.5
#: How unlike the two sides of a top and of a dress may be: of this the skirt, which lies as it likes, is most.
SIDES, DRESS_SIDES = 0.3, 0.2
#: How much longer than twice the other one a shoulder seam may be, of the chest's width: else one was not read right.
SEAMS = 0.15
#: How far nine tenths of a side that is not crumpled are off a polynomial, of the chest's width; and its degree.
WAVES, DEGREE = 0.045, 5
#: The same of both sleeves' outer edges, of their own length, and its degree: more are flounces one above the other,
#: which around an arm would be cut to steps.
TIERS, SLEEVE_DEGREE = 0.02, 4
#: How far a hem goes up and down, of the length: a top's is rather level, if no cuff was taken for its end.
HEM = 0.15
#: Sleeves' difference counts in so much of the shoulders' width at least.
SLEEVES = 0.7


def of_garment(garment: Garment) -> list[Doubt]:
    """What speaks against the reading of a garment."""
    shape = garment.top if garment.top is not None else garment.bottom
    assert shape is not None
    doubts = [
        Doubt("kind", float(_is_another(garment)), 0.5, KIND),
        Doubt("asymmetry", 1 - _symmetry(garment), 0.13 if garment.top is not None else 0.2, SHAPE),
        Doubt("ragged", _ragged(garment), 1.5, SHAPE),
    ]
    if garment.top is not None:
        is_dress = garment.kind == "dresses"
        axis = _middle_of_bodice(garment.top) if is_dress else garment.top.axis
        doubts.append(Doubt("sides", _unlike_sides(garment.top, axis), DRESS_SIDES if is_dress else SIDES, SHAPE))
        doubts.append(Doubt("seams", _unlike_seams(garment.top), SEAMS, SHAPE))
        doubts.append(Doubt("straps", float(_has_sleeves_beside_straps(garment, garment.top)), 0.5, SHAPE))
        doubts.append(Doubt("glued_sleeves", _bulge(garment.top), 0.12, SHAPE))
        doubts.append(Doubt("crumpled", _waves(garment.top), WAVES, SHAPE))
        doubts.append(Doubt("flounces", _tiers(garment.top), TIERS, FLOUNCES))
        doubts.append(Doubt("hem", _hem_depth(garment.top), HEM, SHAPE))
        doubts.append(Doubt("slender", garment.top.length / max(garment.top.chest, 1.0), 5.2, SHAPE))
    return doubts


def _symmetry(garment: Garment) -> float:
    """Of the garment's body: sleeves may lie as they like."""
    if garment.top is None:
        assert garment.bottom is not None
        return garment.bottom.symmetry
    return max(garment.top.symmetry, symmetry(torso_mask(garment.top))[0])


def _is_another(garment: Garment) -> bool:
    """Whether what is said to be a top has a crotch and legs, or what is said to be worn below has sleeves."""
    if garment.top is not None:
        legs = read_bottom(garment.mask)
        too_long = garment.kind == "upperBody" and garment.top.length > LONGEST_TOP * garment.top.chest
        return too_long or (legs.crotch is not None and legs.drop > LEGS * legs.rise)
    assert garment.bottom is not None
    if garment.bottom.crotch is not None and garment.bottom.drop > LEGS * garment.bottom.rise:
        return False
    try:
        return read_top(garment.mask, is_dress=False).sleeved
    except ValueError:
        return False


def _ragged(garment: Garment) -> float:
    """Length of the edges of the garment's body beside a straight line."""
    if garment.top is not None:
        edges = [side.edge for side in garment.top.sides] + [side.slope for side in garment.top.sides]
    else:
        assert garment.bottom is not None
        edges = [leg.outer for leg in garment.bottom.legs]
    ratios = []
    for edge in edges:
        step = edge[:: max(1, len(edge) // 40)]
        if len(step) > 4:
            ratios.append(length(step) / max(float(np.linalg.norm(step[-1] - step[0])), 1.0))
    return max(ratios, default=1.0)


def _bulge(top: Top) -> float:
    """How far the armholes of a top without sleeves bend outward, of their length: real ones bend inward."""
    bulges = [0.0]
    for side in top.sides:
        if side.sleeve is None and len(side.armhole) > 2:
            chord = side.armhole[-1] - side.armhole[0]
            offset = side.armhole - side.armhole[0]
            size = float(np.hypot(*chord)) + 1e-6
            # to the left of a chord that goes down lies the picture's right
            out = (offset[:, 0] * chord[1] - offset[:, 1] * chord[0]) / size * side.sign
            bulges.append(float(out.max()) / size)
    return max(bulges)


def _has_sleeves_beside_straps(garment: Garment, top: Top) -> bool:
    """Whether straps stand up from what is read as sleeves: on a wearer these begin below the shoulders."""
    return top.sleeved and top.stands and garment.neckline is not None and garment.neckline.is_outline


def _waves(top: Top) -> float:
    """How far the sides below the armpits go to and fro, of the chest's width."""
    off = [0.0]
    for side in top.sides:
        edge = at_shares(side.edge, np.linspace(0, 1, 50))
        if np.ptp(edge[:, 1]) > top.chest / 4:
            x, y = edge[:, 0], (edge[:, 1] - edge[0, 1]) / np.ptp(edge[:, 1])
            off.append(float(np.percentile(np.abs(x - np.polyval(np.polyfit(y, x, DEGREE), y)), 90)))
    return max(off) / max(top.chest, 1.0)


def _tiers(top: Top) -> float:
    """How far the outer edges of both sleeves go to and fro, of their length; 0 without sleeves."""
    off = []
    for side in top.sides:
        if side.sleeve is not None:
            edge = at_shares(side.sleeve.outer, np.linspace(0, 1, 80))
            chord = edge[-1] - edge[0]
            size = float(np.hypot(*chord)) + 1e-6
            away = ((edge[:, 0] - edge[0, 0]) * chord[1] - (edge[:, 1] - edge[0, 1]) * chord[0]) / size**2
            at = np.linspace(-1, 1, len(away))
            off.append(float(np.percentile(np.abs(away - np.polyval(np.polyfit(at, away, SLEEVE_DEGREE), at)), 90)))
    return min(off, default=0.0)


def _hem_depth(top: Top) -> float:
    """How far the hem goes up and down, of the garment's length: much if it has the cuffs of sleeves in it."""
    return float(np.ptp(top.hem[:, 1])) / max(top.length, 1.0)


def _unlike_sides(top: Top, axis: float) -> float:
    """Largest relative difference of the two sides' measures, about x = `axis`; of short sleeves in the shoulders'."""
    ratios = [
        _unlike(length(top.left.edge), length(top.right.edge)),
        _unlike(*(float(side.outward(side.armpit, axis)) for side in top.sides)),
        _unlike(*(float(side.outward(side.shoulder, axis)) for side in top.sides)),
    ]
    if top.left.sleeve is not None and top.right.sleeve is not None:
        outer = length(top.left.sleeve.outer), length(top.right.sleeve.outer)
        ratios.append(_unlike(*outer, SLEEVES * top.shoulders))
    return max(ratios)


def _middle_of_bodice(top: Top) -> float:
    """x between the shoulders and armpits: a skirt that lies to one side moves the axis of the whole."""
    return float(np.mean([place[0] for side in top.sides for place in (side.shoulder, side.armpit)]))


def _unlike_seams(top: Top) -> float:
    shorter, longer = sorted(length(side.slope) for side in top.sides)
    return (longer - 2 * shorter) / max(top.chest, 1.0)


def _unlike(one: float, other: float, least: float = 1.0) -> float:
    return abs(one - other) / max(one, other, least)
