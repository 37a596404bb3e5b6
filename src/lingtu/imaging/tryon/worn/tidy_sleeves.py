"""Clothes beside bare arms that were taken for them: shaded warm cloth is as brown as skin, but of its own hue."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import pieces_of, reached
from lingtu.imaging.tryon.arrays.masks import without_crumbs
from lingtu.imaging.tryon.arrays.vectors import is_any

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Half widths of an arm's middle at its joints, shoulder widths.
MIDDLE = (0.06, 0.055, 0.04)
#: Pixels of arms and of clothes that tell hues; chroma by lightness that has one.
LEAST, COLOURED = 100, 0.12
#: How unlike the hues of arms and clothes must be, radians; from where on, of the way between both, a hue isn't the
#: arm's, and in its middle, where a pose may be off, and at the neck; and so many deviations of its own away it isn't.
APART, OF_WAY, MIDWAY, DEVIATIONS = 0.2, 0.35, 0.5, 2.5
#: What is darker has no hue, L of Lab.
DARK = 6.0
#: The inside of a wide cuff is a strip below it that is this narrow, that much longer and has this area at least,
#: shoulder widths; so much of its outline at least is beside the sleeve and beside the ground, each.
STRIP, LONG, STRIP_AREA, STRIP_BESIDE = 0.1, 1.4, 0.03, 0.2


def insides_of_cuffs(labels: Labels, frame: Frame) -> Mask:
    """What is said to be arms and is the far side of a wide cuff, seen below it beside the arm; H x W."""
    found = np.zeros(labels.shape, np.bool_)
    skin = is_any(labels, (Part.ARMS, Part.HANDS, Part.NECK, Part.FACE)).astype(np.uint8)
    side = 2 * max(1, int(STRIP / 2 * frame.width)) + 1
    limbs = cv2.morphologyEx(skin, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    middle = frame.tube(frame.arm(SIDES[0])[:3], MIDDLE) | frame.tube(frame.arm(SIDES[1])[:3], MIDDLE)
    thin = (labels == Part.ARMS) & (limbs == 0) & ~middle
    for piece in pieces_of(thin):
        # opening takes the corners of arms that end at a cuff, too
        if piece.area < (STRIP_AREA * frame.width) ** 2 or max(piece.width, piece.height) < LONG * side:
            continue
        ring = labels[piece.box][piece.ring]
        if min((ring == Part.TORSO).mean(), (ring == Part.BACKGROUND).mean()) > STRIP_BESIDE:
            found[piece.box] |= piece.mask
    return found


def cloth_as_arms(rgb: Floats, labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """What is said to be bare arms or neck, hangs together with the upper garment and has its hue, H x W."""
    arms, neck, cloth = (labels == part for part in (Part.ARMS, Part.NECK, Part.TORSO))
    bare = np.zeros(labels.shape, np.bool_)
    for limbs in SIDES:
        bare |= outfit.arm_sections(frame, limbs)[1]
    core = bare & arms
    if min(np.count_nonzero(core), np.count_nonzero(cloth)) < LEAST:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    coloured = np.hypot(lab[..., 1], lab[..., 2]) > COLOURED * np.maximum(lab[..., 0], DARK)
    hue = np.arctan2(lab[..., 2], lab[..., 1])
    off = _turned(hue - np.median(hue[core]))
    apart = float(np.median(off[cloth]))
    if np.median(coloured[cloth]) == 0 or abs(apart) < APART:
        return np.zeros(labels.shape, np.bool_)
    deviation = 1.48 * float(np.median(np.abs(off[core])))
    middle = frame.tube(frame.arm(SIDES[0])[:3], MIDDLE) | frame.tube(frame.arm(SIDES[1])[:3], MIDDLE)
    towards = off * np.sign(apart)
    least = np.maximum(np.where((middle & bare) | neck, MIDWAY, OF_WAY) * abs(apart), DEVIATIONS * deviation)
    like = (arms | neck) & coloured & (towards > least) & (towards < abs(apart) + APART) & (lab[..., 0] > DARK)
    found = without_crumbs(like)
    return np.asarray(reached(found | cloth, cloth) & found)


def _turned(angle: Floats) -> Floats:
    """The same angle between -pi and pi."""
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi, np.float32)
