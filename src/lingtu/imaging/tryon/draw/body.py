"""Where the wearer's body is below clothes that are taken off."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.masks import box_around, dilated, polygon, sharp
from lingtu.imaging.tryon.draw.forearms import even_forearms
from lingtu.imaging.tryon.worn.bare_shoulder import DELTOID, LEAVES, NECK, bare_neck, deltoid, shoulder_below
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import LEVELS, Flank, Wearer, usual_width
from lingtu.imaging.tryon.worn.worn_edges import is_behind_body, sleeve_end_px

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: What is farther from the background, shoulder widths, is within the body.
WITHIN = 0.15
#: ... above this level; below it a wide garment may hide ground between arm and torso.
ARMPITS = 0.35
#: Radius of a bare shoulder, shoulder widths.
SHOULDER = 0.125
#: Creases of a sleeve's outline so deep hide no limb's, shoulder widths.
CREASE = 0.025
#: Smoothing of the body's edge along it, and its blur, px: a photo's own.
BODY_EVEN_PX, BODY_EDGE_PX = 2.5, 0.5
#: So far from the rest of the body an arm has its own edge, px.
ARM_ALONE_PX = 3
#: A sleeve covers the shoulder's muscle, and more than this share of the arm.
SLEEVE = 0.2
#: Of old sleeves' outline so much is no skin, px.
RIM_PX = 4.0
#: Over so long a stretch of the arm that becomes nothing, shoulder widths.
FADES = 0.3


def body_below(layers: Layers, wearer: Wearer, parts: tuple[Part, ...]) -> Floats:
    """Coverage of the body below the clothes that are these parts, H x W."""
    shape = layers.labels.shape
    mask = np.zeros(shape, np.uint8)
    outlines = []
    tops = []
    for flank in wearer.flanks:
        if Part.TORSO in parts:
            outline, top = _arm(wearer, flank, mask)
            outlines += outline
            tops.append(top)
        if Part.LOWER in parts:
            fill_limb(mask, flank.bare_leg)
    levels = (0.3, 0.6, wearer.outfit.waist) if Part.TORSO in parts else (0.8, 1.1)
    corners = [_within_usual(wearer, wearer.left, level) for level in levels]
    corners += [_within_usual(wearer, wearer.right, level) for level in reversed(levels)]
    if Part.TORSO in parts:
        corners = [*tops[0], *corners, *tops[1][::-1]]
    cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 1)
    if Part.TORSO in parts:
        cv2.fillPoly(mask, [np.rint(bare_neck(wearer)).astype(np.int32)], 1)
        behind = cv2.distanceTransform((layers.labels != Part.BACKGROUND).astype(np.uint8), cv2.DIST_L2, 5)
        mask[(behind > WITHIN * wearer.width) & (wearer.frame.along < ARMPITS) & _between_joints(wearer)] = 1
    side = 2 * max(1, int(CREASE * wearer.width)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    # the wearer has no padded shoulders
    person = ((layers.labels != Part.BACKGROUND) & (wearer.labels != Part.BACKGROUND)).astype(np.uint8)
    whole = even_forearms(cv2.morphologyEx(person, cv2.MORPH_CLOSE, disc) > 0, wearer)
    even = _with_arms(mask, outlines, whole, _sleeved_shoulders(wearer) * (Part.TORSO in parts))
    return np.asarray(cv2.GaussianBlur(even, (0, 0), BODY_EDGE_PX), np.float32)


def _in_sleeve(wearer: Wearer, flank: Flank) -> bool:
    return sleeve_end_px(wearer, flank) > SLEEVE * flank.arm.length and not is_behind_body(wearer, flank)


def _sleeved_shoulders(wearer: Wearer) -> Floats:
    """Beside the neck, down to below the shoulders' muscles, on the side of sleeves, H x W, a share."""
    found = np.zeros(wearer.frame.shape, np.float32)
    x = np.arange(found.shape[1])[None]
    for flank in wearer.flanks:
        if _in_sleeve(wearer, flank):
            end = wearer.level_of(flank.bare_arm.sides()[0][DELTOID + 12]) * wearer.torso_px
            share = ((end - wearer.frame.along * wearer.torso_px) / (FADES * wearer.width)).clip(0, 1)
            found = np.maximum(found, share * ((x - wearer.shoulders[0]) * flank.sign > NECK * wearer.width))
    # beside the throat that is seen the outline is its own
    throat = dilated(wearer.labels == Part.NECK, round(RIM_PX))
    return np.where(throat, 0, found).astype(np.float32)


def _arm(wearer: Wearer, flank: Flank, mask: NDArray[np.uint8]) -> tuple[list[Values], list[Values]]:
    """Outlines of a bare arm, N x 2 px each, and the torso's from the neck to beside its shoulder.

    Marks in the mask the shoulder of an arm that isn't in a sleeve.
    """
    arm, line = flank.bare_arm, shoulder_below(wearer, flank)
    outer, inner = arm.sides()
    if _in_sleeve(wearer, flank):
        shoulder = deltoid(wearer, flank)
        return [np.concatenate([line[:1], shoulder, outer[DELTOID:], inner[::-1]])], [*line[: LEAVES + 1], flank.joint]
    round_px = SHOULDER * wearer.width
    cv2.circle(mask, (int(flank.joint[0]), int(flank.joint[1])), int(round_px), 1, -1)
    top = [*line, flank.joint - wearer.down * round_px]
    return [] if is_behind_body(wearer, flank) else [arm.outline()], top


def _with_arms(mask: NDArray[np.uint8], arms: list[Values], person: Mask, shoulders: Floats) -> Floats:
    """Coverage of a body H x W with arms; away from it these have edges of their own, which slant less than pixels.

    At `shoulders` in old sleeves, a share H x W, they lie inside these, as their rims are no skin.
    """
    with_arms = mask.copy()
    for corners in arms:
        cv2.fillPoly(with_arms, [np.rint(corners * 8).astype(np.int32)], 1, shift=3)
    with_arms[~person] = 0
    even = sharp(with_arms.astype(np.float32), BODY_EVEN_PX)
    away = ~dilated(mask > 0, ARM_ALONE_PX)
    whole = person.astype(np.float32)
    outline = sharp(whole, BODY_EVEN_PX) if arms else even
    if shoulders.any():
        # it can lie as deep as it is smooth
        within = np.where(shoulders > 0, sharp(whole, RIM_PX, RIM_PX * shoulders), 1)
        even, outline = np.minimum(even, within), np.minimum(outline, within)
    for corners in arms:
        box = box_around(away & (with_arms > 0), 4)
        own = polygon(corners - (box[1].start, box[0].start), even[box].shape)
        near = away[box] & dilated(own > 0, 1)
        even[box] = np.where(near, np.minimum(own, outline[box]), even[box])
    return even


def _between_joints(wearer: Wearer) -> Mask:
    """Between the shoulders' joints, H x W: beside them wide sleeves are as deep as a body."""
    y, x = np.indices(wearer.frame.shape, np.float32)
    found = np.ones(wearer.frame.shape, np.bool_)
    for flank in wearer.flanks:
        aside = wearer.right_hand * flank.sign
        found &= (x - flank.joint[0]) * aside[0] + (y - flank.joint[1]) * aside[1] < 0
    return found


def _within_usual(wearer: Wearer, flank: Flank, level: float) -> Values:
    """The torso's edge at a level, but no farther out than torsos are: clothes may be wider."""
    axis, edge = wearer.at(level, 0), wearer.on_edge(flank, level)
    usual = float(np.interp(level, LEVELS, usual_width(wearer.frame)))
    return axis + (edge - axis) * min(1.0, usual / max(1.0, float(np.linalg.norm(edge - axis))))


def fill_limb(mask: NDArray[np.uint8], limb: Limb, value: int = 1) -> None:
    """Marks a limb in a mask H x W."""
    cv2.fillPoly(mask, [np.rint(limb.outline() * 8).astype(np.int32)], value, shift=3)
