"""Measures of a person that say how well clothes can be put on."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Labels, Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Shortest upper arm in torso lengths, and forearm in upper arms.
UPPER_ARM, FOREARM = 0.42, 0.345
#: Where the throat is, below the shoulders' line, and least of it that is seen, shoulder widths (squared).
THROAT, LEAST_THROAT = (-0.3, 0.05), 0.005
#: Chance from which an ankle is seen.
SEEN = 0.5


def hair_alone(labels: Labels) -> float:
    """Hair without a face or a neck, px: the photo begins below the head, and it is something else."""
    return 0.0 if is_any(labels, (Part.FACE, Part.NECK)).any() else float(np.count_nonzero(labels == Part.HAIR))


def turned(wearer: Wearer) -> float:
    """How unequal the two sides are: distance of the chin or of the throat from the axis, half shoulder widths.

    The smaller one: a head may be turned alone.
    """
    off = np.asarray(wearer.frame.chin, np.float64)[None] - wearer.shoulders
    middles = [off[0] @ wearer.right_hand]
    below = wearer.frame.along * wearer.torso_px / wearer.width
    throat = (wearer.labels == Part.NECK) & (below > THROAT[0]) & (below < THROAT[1]) & (wearer.frame.across < 0.35)
    if np.count_nonzero(throat) > LEAST_THROAT * wearer.width**2:
        place = np.argwhere(throat)[:, ::-1].mean(axis=0) - wearer.shoulders
        middles.append(place @ wearer.right_hand)
    return min(abs(float(each)) for each in middles) / (0.5 * wearer.width)


def crossed(wearer: Wearer) -> float:
    """How far a forearm in a sleeve, which isn't told from the top, reaches over it: of the way from the side to the
    axis, the farther one."""
    reach = [0.0]
    for flank in wearer.flanks:
        at = flank.arm.joint + np.array([0.6, 0.8, 1.0]) * (flank.arm.length - flank.arm.joint)
        places = flank.arm.point(at, 0)
        for place, part in zip(places, sampled(wearer.labels, places), strict=True):
            level = wearer.level_of(place)
            if part != Part.TORSO or not 0.1 < level < 1.25:
                continue
            side = float((place - wearer.shoulders) @ wearer.right_hand * flank.sign)
            edge = float(np.linalg.norm(wearer.on_edge(flank, max(level, 0.12)) - wearer.at(level, 0)))
            reach.append(1 - side / max(edge, 1.0))
    return max(reach)


def foreshortened(wearer: Wearer) -> float:
    """Above 1: an arm that points to the camera, or that the pose was guessed of."""
    values = []
    for flank in wearer.flanks:
        upper, fore = flank.arm.joint, flank.arm.length - flank.arm.joint
        values += [UPPER_ARM * wearer.torso_px / max(upper, 1.0), FOREARM * upper / max(fore, 1.0)]
    return max(values)


def ankles_apart(wearer: Wearer) -> float:
    """How far apart both feet stand, across, shoulder widths; infinite where the picture ends above one."""
    body, height = wearer.frame.body, wearer.labels.shape[0]
    ankles = [limbs.ankle for limbs in SIDES]
    if float(body.seen[ankles].min()) < SEEN or float(body.points[ankles, 1].max()) > height:
        return float("inf")
    apart = np.asarray(body.points[ankles[0]] - body.points[ankles[1]], np.float64)
    return abs(float(apart @ wearer.right_hand)) / wearer.width


def from_skin(layers: Layers) -> float:
    """Lab distance of the upper garment from the skin beside it, lightness by half; 100 where no skin is seen."""
    lab = cv2.cvtColor(layers.rgb, cv2.COLOR_RGB2Lab)
    skin = is_any(layers.labels, (Part.NECK, Part.ARMS, Part.HANDS))
    cloth = layers.labels == Part.TORSO
    if min(np.count_nonzero(skin), np.count_nonzero(cloth)) < 50:
        return 100.0
    apart = np.median(lab[skin], axis=0) - np.median(lab[cloth], axis=0)
    return max(1.0, float(np.linalg.norm(apart * (0.5, 1, 1))))
