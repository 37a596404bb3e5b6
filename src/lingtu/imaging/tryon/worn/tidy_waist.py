"""What shows below a top's hem and was taken for the top: belt buckles, drawstrings of trousers, shade at the hands."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import pieces_of, reached
from lingtu.imaging.tryon.arrays.vectors import dots, is_any, lengths
from lingtu.imaging.tryon.worn.tidy_arms import BARE, OUT

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Width of what is thin, shoulder widths; levels about the waist at which it is looked for, and how far from the axis.
THIN, NEAR, MIDDLE = 0.06, (-0.12, 0.3), 0.4
#: Share of a piece's outline that is the lower garment's, and its Lab distance from the top's colour, at least.
IN_LOWER, UNLIKE = 0.7, 15.0
#: Width of what is no more than a line, shoulder widths; shares of its outline that are the lower garment's and an
#: arm's or a hand's, at least.
LINE, AT_LOWER, AT_ARM = 0.08, 0.25, 0.25
#: Width of the line of a fly, shoulder widths; share of its outline that is the lower garment's, at least.
FLY, IN_FLY = 0.012, 0.8
#: Shares of a waistband's outline that are the top's, at most, and the lower garment's, at least; area of what counts,
#: px.
AT_TOP, IN_BAND, LEAST_PX = 0.2, 0.5, 30
#: Where the lower garment's waistband may have been taken for the top: so far above it, shoulder widths, and so near to
#: the waist, levels; so far above it the top's hue is known, shoulder widths.
HEM_NEAR, AT_WAIST, TOP_NEAR = 0.11, 0.2, 0.4
#: Hues are averaged over so much, and the lower garment's down to so deep in it, shoulder widths; their rims, px.
SEEN_NEAR, DEEP, RIM_PX = 0.1, 0.15, 3
#: Of the way from the top's hue to the lower garment's so much is that one's, and so much the top's own folds have at
#: most; least distance of the hues, Lab; share of a piece's outline that is of the two garments.
LOWER_HUE, OWN_HUE, HUES_APART, BETWEEN = 0.35, 0.28, 4.0, 0.6


def buckles(rgb: Floats, labels: Labels, frame: Frame, waist: float) -> Mask:
    """Thin pieces of the upper garment, H x W, that reach into the lower one and have another colour than the top."""
    found = np.zeros(labels.shape, np.bool_)
    upper, lower = labels == Part.TORSO, labels == Part.LOWER
    if min(np.count_nonzero(upper), np.count_nonzero(lower)) < 50:
        return found
    side = 2 * max(1, int(THIN * frame.width / 2)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    solid = cv2.morphologyEx(upper.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0
    below = frame.along - waist
    place = (below > NEAR[0]) & (below < NEAR[1]) & (frame.across < MIDDLE) & ~frame.arms
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    off = lengths(lab - np.median(lab[upper], axis=0))
    for piece in pieces_of(upper & ~solid & place):
        unlike = float(np.median(off[piece.box][piece.mask])) > UNLIKE
        if unlike and float(lower[piece.box][piece.ring].mean()) > IN_LOWER:
            found[piece.box] |= piece.mask
    if not found.any():
        return found
    # with where they begin, at the hem
    near = cv2.dilate(found.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    return reached(found | (near & upper & (off > UNLIKE)), found)


def shade_at_hands(labels: Labels, frame: Frame, waist: float) -> Mask:
    """Lines of the upper garment, H x W, that go down from its hem between a hand and the lower garment."""
    found = np.zeros(labels.shape, np.bool_)
    upper, lower, skin = labels == Part.TORSO, labels == Part.LOWER, is_any(labels, (Part.HANDS, Part.ARMS))
    if not upper.any() or not lower.any() or not skin.any():
        return found
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * max(1, int(LINE * frame.width / 2)) + 1,) * 2)
    solid = cv2.morphologyEx(upper.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0
    for piece in pieces_of(upper & ~solid & (frame.along > waist)):
        box, ring = piece.box, piece.ring
        if float(lower[box][ring].mean()) > AT_LOWER and float(skin[box][ring].mean()) > AT_ARM:
            found[box] |= piece.mask
    return found


def lines_below_hem(labels: Labels, frame: Frame, waist: float) -> Mask:
    """Lines of the upper garment, H x W, that go down from its hem: a dark fly below a dark top is none of it."""
    found = np.zeros(labels.shape, np.bool_)
    upper, lower = labels == Part.TORSO, labels == Part.LOWER
    if not upper.any() or not lower.any():
        return found
    side = 2 * max(1, round(FLY * frame.width / 2)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    solid = cv2.morphologyEx(upper.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0
    # not what the hem's own edge is uneven by
    hem = cv2.dilate(solid.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    for piece in pieces_of(upper & ~hem & (frame.along > waist + NEAR[0]) & (frame.across < MIDDLE)):
        if piece.height > piece.width and float(lower[piece.box][piece.ring].mean()) > IN_FLY:
            found[piece.box] |= piece.mask
    return np.asarray(found | (upper & ~solid & (cv2.dilate(found.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)))


def waistband_as_top(labels: Labels, frame: Frame, waist: float) -> Mask:
    """Pieces of the upper garment, H x W, that lie at the waist in the lower one and hardly meet the rest of it.

    A shiny waistband below a bare belly, that is tied to the top by no more than a strap.
    """
    found = np.zeros(labels.shape, np.bool_)
    upper = labels == Part.TORSO
    low = upper & (frame.along > waist + NEAR[0]) & ~frame.arms
    for piece in pieces_of(low):
        if piece.area < LEAST_PX:
            continue
        ring = labels[piece.box][piece.ring]
        if float((ring == Part.TORSO).mean()) < AT_TOP and float((ring == Part.LOWER).mean()) > IN_BAND:
            found[piece.box] |= piece.mask
    return found


def lower_at_hem(rgb: Floats, labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """What just above the lower garment is said to be upper one and has the hue of that one, H x W.

    Pale trousers in full light are as bright as a white top: there parsers leave bits of a waistband to it. The hues
    are those seen near; where the top's own folds have as much of the other's, nothing tells them apart.
    """
    found = np.zeros(labels.shape, np.bool_)
    upper, lower, size = labels == Part.TORSO, labels == Part.LOWER, frame.width
    if not upper.any() or not lower.any():
        return found
    hue = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)[..., 1:]
    inside_lower, inside_upper = _depth(lower), _depth(upper)
    above = _depth(~lower)
    of_lower = _mean_near(hue, (inside_lower > RIM_PX) & (inside_lower < DEEP * size), SEEN_NEAR * size)
    sure = upper & (above > HEM_NEAR * size) & (above < TOP_NEAR * size)
    of_upper = _mean_near(hue, sure, SEEN_NEAR * size)
    to_lower = of_lower - of_upper
    apart = lengths(to_lower)
    share = dots(hue - of_upper, to_lower) / np.maximum(apart, 1.0) ** 2
    own = share[sure & (inside_upper > 2 * RIM_PX)]
    if not own.size or float(np.percentile(own, 90)) > OWN_HUE:
        return found
    like = upper & (above < HEM_NEAR * size) & (share > LOWER_HUE) & (apart > HUES_APART)
    like &= np.abs(frame.along - outfit.waist) < AT_WAIST
    if max(outfit.sleeves) > BARE:  # sleeves that hang beside the hips have shadows in them
        like &= frame.across < OUT
    solid = cv2.morphologyEx(like.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    whole = (cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)) > 0) & upper
    for piece in pieces_of(whole):
        # edges of arms and of the background are mixed with them
        ring = labels[piece.box][piece.ring]
        if piece.area > LEAST_PX and float(is_any(ring, (Part.TORSO, Part.LOWER)).mean()) > BETWEEN:
            found[piece.box] |= piece.mask
    return reached(found | lower, lower) & found


def _depth(mask: Mask) -> Floats:
    """How far within the mask each pixel is, px."""
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _mean_near(values: Floats, where: Mask, sigma: float) -> Floats:
    """Values H x W x N averaged over what is near of a mask."""
    weight = where.astype(np.float32)
    total = cv2.GaussianBlur(values * weight[..., None], (0, 0), sigma)
    return np.asarray(total / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-4)[..., None], np.float32)
