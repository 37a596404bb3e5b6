"""Narrow straps on the shoulders that were taken for skin: of the garment's colour, or of another one that holds it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Where straps are looked for, distance from the hair, shoulder widths; Lab distance of clothes from skin for it.
STRAP_LOW, STRAP_OUT, HAIR_AWAY, UNLIKE_SKIN = 0.35, 0.5, 0.06, 25.0
#: Fewest pixels of skin there, and of the garment.
FEWEST_PX = 50
#: A strap's width at most, shoulder widths, and its height in widths of its box.
STRAP_WIDE, UPRIGHT = 0.045, 1.5
#: Straps of another colour: their Lab distance from skin, and how much darker than it they are; how far
#: they are from the axis at least, so near the garment they end, and their width at most and height at least, shoulder
#: widths; gaps that buckles make in them, px; share of them that is so near the garment at most.
CONTRAST, DARKER, BESIDE_NECK, MEETS, WIDE, HIGH, BUCKLE_PX, ALONG_EDGE = 35.0, 32.0, 0.3, 0.03, 0.08, 0.1, 5, 0.5
#: Above this level they are seen: below it are an armpit's shades.
OVER_SHOULDER = 0.05


def straps(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """Those of the garment's colour in a picture H x W x 3, H x W."""
    cloth, place = labels == Part.TORSO, _place(labels, frame)
    if min(np.count_nonzero(place), np.count_nonzero(cloth)) < FEWEST_PX:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    of_cloth, of_skin = (np.median(lab[part], axis=0) for part in (cloth, place))
    if np.linalg.norm(of_cloth - of_skin) < UNLIKE_SKIN:
        return np.zeros(labels.shape, np.bool_)
    alike = lengths(lab - of_cloth) < 0.6 * lengths(lab - of_skin)
    return _upright(place & alike & ~_at_hair(labels, frame), _skin(labels), STRAP_WIDE * frame.width)


def dark_straps(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """Those that are far darker than skin, whatever the garment's colour: from its edge over the shoulder; H x W."""
    cloth, place = labels == Part.TORSO, _place(labels, frame)
    if min(np.count_nonzero(place), np.count_nonzero(cloth)) < FEWEST_PX:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    of_skin = np.median(lab[place], axis=0)
    dark = (lengths(lab - of_skin) > CONTRAST) & (lab[..., 0] < of_skin[0] - DARKER)
    dark &= place & (frame.across > BESIDE_NECK) & ~_at_hair(labels, frame)
    whole = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((BUCKLE_PX, 1), np.uint8)) > 0
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(
        _upright(whole, _skin(labels), WIDE * frame.width).astype(np.uint8)
    )
    near, beyond = (dilated(part, max(1, round(MEETS * frame.width))) for part in (cloth, labels == Part.BACKGROUND))
    at_cloth, over = (np.bincount(pieces[part], minlength=len(stats)) for part in (near, beyond))
    # shade beside the garment is along its edge
    found = (at_cloth > 0) & (over > 0) & (at_cloth < ALONG_EDGE * stats[:, cv2.CC_STAT_AREA])
    found &= np.bincount(pieces[frame.along < OVER_SHOULDER], minlength=len(stats)) > 0
    found &= stats[:, cv2.CC_STAT_HEIGHT] > HIGH * frame.width
    found[0] = False
    return np.asarray(found[pieces])


def _skin(labels: Labels) -> Mask:
    return is_any(labels, (Part.NECK, Part.ARMS))


def _place(labels: Labels, frame: Frame) -> Mask:
    """Skin about the shoulders, H x W."""
    return np.asarray(_skin(labels) & (frame.along < STRAP_LOW) & (frame.across < STRAP_OUT), np.bool_)


def _at_hair(labels: Labels, frame: Frame) -> Mask:
    return dilated(labels == Part.HAIR, max(1, int(HAIR_AWAY * frame.width)))


def _upright(found: Mask, skin: Mask, widest_px: float) -> Mask:
    """Of what is found on skin the narrow upright pieces, H x W."""
    strap = cv2.dilate(found.astype(np.uint8), np.ones((3, 3), np.uint8)) * skin
    # light on the skin can have the colour of pale cloth, but not the shape of a strap
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(strap.astype(np.uint8))
    depth = cv2.distanceTransform(strap.astype(np.uint8), cv2.DIST_L2, 5)
    thick = np.zeros(count)
    np.maximum.at(thick, pieces.ravel(), 2 * depth.ravel())
    upright = stats[:, cv2.CC_STAT_HEIGHT] > UPRIGHT * stats[:, cv2.CC_STAT_WIDTH]
    upright &= thick < widest_px
    upright[0] = False
    return np.asarray(upright[pieces])
