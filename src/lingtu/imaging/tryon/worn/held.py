"""Things held before or beside the lower clothes that were taken for a part of them: bags."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.worn.layers import Labels, Layers
from lingtu.imaging.tryon.worn.sticking_out import sticking_out
from lingtu.imaging.tryon.worn.usual import usual
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Share of the clothes' colours below which a pixel has none of them; and one that is never seen.
FOREIGN, RARE = 0.001, 1e-4
#: Pieces that are smaller are none, shoulder widths squared.
LEAST = 0.01
#: Around a hand and below it, shoulder widths.
REACH, BELOW = 0.7, 0.25
#: Colours tell a bag if so much of what is known of it is foreign; it is sought so far around that, and no bag is so
#: many times larger, shoulder widths. Half widths of what surely is none, in the same.
TELLS, AROUND, LARGER, MIDDLE = 0.5, 0.6, 4.0, (0.15, 0.3)
#: How many times more usual the colours of what sticks out are in it than in the clothes for it to be none of these,
#: and for them to tell a bag; natural logarithms.
OTHER, OWN = 0.7, 1.0
#: A bag is no smaller, shoulder widths squared: less is the shadow of one that isn't told.
SMALLEST = 0.04
#: Rounds of the cut; clothes of fewer pixels have no colours that say anything.
ROUNDS, LEAST_PX = 3, 200


def with_bags(rgb: Floats, labels: Labels, frame: Frame) -> Labels:
    """The parts H x W with things that are held, along the picture's edges, as bags."""
    result, seen = labels.copy(), _foreign(rgb, labels, frame)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(_held(rgb, labels, frame, seen))
    for index in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] > LEAST * frame.width**2):
        core = pieces == index
        if index and (seen[core].mean() > TELLS or _unlike(rgb, labels, frame, core) > OWN):
            bag = _cut(rgb, labels, frame, core, seen)
            if SMALLEST * frame.width**2 < np.count_nonzero(bag) < LARGER * np.count_nonzero(core):
                result[bag] = Part.BAGS
    return result


def _cut(rgb: Floats, labels: Labels, frame: Frame, core: Mask, foreign: Mask) -> Mask:
    """What of the clothes hangs together with the `core` of a bag and has its colours rather than theirs, H x W.

    A graph cut (Rother et al. 2004).
    """
    near = dilated(core, int(AROUND * frame.width))
    # what sticks out may be taken for a leg as well
    mistaken = reached(labels == Part.LEGS, core & (labels == Part.LEGS))
    lower, upper = (labels == Part.LOWER) | mistaken, labels == Part.TORSO
    inner = (lower & (frame.across < MIDDLE[0])) | (upper & (frame.across < MIDDLE[1]))
    marks = np.where(near & (lower | upper) & ~inner, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    marks[(marks == cv2.GC_PR_BGD) & foreign] = cv2.GC_PR_FGD
    marks[cv2.erode(core.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = cv2.GC_FGD
    rows, columns = np.nonzero(near)
    view = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
    picture = np.ascontiguousarray((rgb[view] * 255).astype(np.uint8))
    found = np.ascontiguousarray(marks[view])
    cv2.setRNGSeed(0)
    cv2.grabCut(picture, found, None, np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_MASK)
    bag = np.zeros(labels.shape, np.bool_)
    bag[view] = np.isin(found, (cv2.GC_FGD, cv2.GC_PR_FGD))
    return reached(bag, core & bag)


def held_area(layers: Layers, wearer: Wearer) -> float:
    """Largest piece that is held before the lower clothes, shoulder widths squared."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(_held_of(layers, wearer))
    return float(max(stats[1:, cv2.CC_STAT_AREA], default=0)) / wearer.width**2


def covered(layers: Layers, wearer: Wearer, cloth: Floats) -> float:
    """How much of what is held, its outline without dents, new cloth H x W would cover, shoulder widths squared."""
    hulls = np.zeros(layers.labels.shape, np.uint8)
    found, _ = cv2.findContours(_held_of(layers, wearer), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for contour in found:
        if cv2.contourArea(contour) > LEAST * wearer.width**2:
            cv2.fillPoly(hulls, [cv2.convexHull(contour)], 1)
    return float(np.count_nonzero((hulls > 0) & (cloth > 0.1))) / wearer.width**2


def _held_of(layers: Layers, wearer: Wearer) -> NDArray[np.uint8]:
    frame, labels = wearer.frame, layers.labels
    return _held(layers.rgb, labels, frame, _foreign(layers.rgb, labels, frame))


def _held(rgb: Floats, labels: Labels, frame: Frame, foreign: Mask) -> NDArray[np.uint8]:
    """Pieces near the hands that are said to be lower clothes but have not their colours.

    What sticks out of the clothes may have some of them, but a flare of these has no others.
    """
    out = sticking_out(labels, frame)
    if out.any() and _unlike(rgb, labels, frame, out) < OTHER:
        out[:] = False
    held = (foreign | out).astype(np.uint8)
    side = max(3, int(0.03 * frame.width)) | 1
    return np.asarray(cv2.morphologyEx(held, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8)


def _unlike(rgb: Floats, labels: Labels, frame: Frame, piece: Mask) -> float:
    """How many times more usual most colours of a piece are in it than in the middle of the clothes, as a logarithm."""
    clothes = (labels == Part.LOWER) & _middle(frame) & ~piece
    if min(np.count_nonzero(clothes), np.count_nonzero(piece)) < LEAST_PX:
        return 0.0
    in_piece, in_clothes = (each[piece] + np.float32(RARE) for each in usual(rgb, piece, clothes))
    return float(np.median(np.log(in_piece / in_clothes)))


def _middle(frame: Frame) -> Mask:
    hips = frame.body.hips
    return frame.tube([hips, hips + frame.down * 2 * frame.width], (0.2, 0.3))


def _foreign(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """What near the hands is said to be lower clothes and has not their colours, H x W."""
    core = _middle(frame)
    lower, foreign = labels == Part.LOWER, np.zeros(labels.shape, np.bool_)
    near = np.zeros(labels.shape, np.uint8)
    for limbs in SIDES:
        x, y = frame.knuckles(limbs) + frame.down * BELOW * frame.width
        cv2.circle(near, (int(x), int(y)), int(REACH * frame.width), 1, -1)
    asked = lower & ~core & (near > 0)
    if min(np.count_nonzero(lower & core), np.count_nonzero(asked)) >= LEAST_PX:
        foreign[asked] = usual(rgb, lower & core)[0][asked] < FOREIGN
    return foreign
