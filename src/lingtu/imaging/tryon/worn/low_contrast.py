"""Cloth that is hardly told from an even background: pale tops before a pale wall, which parsers and mattes give away.

A studio's background is so even that cloth a little lighter than it is seen all the same, by its edge.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import UNEVEN, Ground, disc, distance, wider
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import is_any

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Share of the picture that the background has at least.
ENOUGH = 0.02
#: Lab distance from the background from which the parser sees what is before it.
CLEAR = 12.0
#: How near to the top and how large a piece of it is at most, and how thick at least, shoulder widths (squared).
NEAR, LARGEST, THICK = 0.6, 0.05, 0.015
#: Gaps in a piece, of folds' shadows, and how far from skin and hair its colour is mixed with theirs, shoulder widths.
FOLD, MIXED = 0.05, 0.03
#: Cloth has an edge, shadows have none: of its own distance from the background a piece has so much so near to it, px.
SHARP, EDGE_PX = 0.5, 4.0
#: Coverage from which the matte says that it is the person.
PERSON = 0.9
#: What lies beside and isn't to be touched.
_KEPT = (Part.HAIR, Part.FACE, Part.HANDS, Part.BAGS, Part.SHOES)


def with_low_contrast(labels: Labels, coverage: Floats, ground: Ground) -> Labels:
    """The parts H x W with pieces of the top that were taken for background; coverage of the same size."""
    cloth, lab, known, least, behind = labels == Part.TORSO, ground.lab, ground.known, ground.least, ground.behind
    width_px = ground.width_px
    inside = cv2.erode(cloth.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if not inside.any() or np.count_nonzero(known) < ENOUGH * known.size:
        return labels
    own = distance(lab, continued(lab, inside.astype(np.float32)))
    own = np.minimum(own, distance(lab, np.median(lab[inside], axis=0)))
    free = ground.said & ~known & (coverage < PERSON) & ~wider(is_any(labels, _KEPT), MIXED * width_px)
    like = free & (behind > least) & (least < UNEVEN) & (own < behind)
    closed = cv2.morphologyEx(like.astype(np.uint8), cv2.MORPH_CLOSE, disc(FOLD * width_px)) > 0
    solid = cv2.morphologyEx((closed & free).astype(np.uint8), cv2.MORPH_OPEN, disc(THICK * width_px))
    piece = closed & free & (cv2.dilate(solid, np.ones((3, 3), np.uint8)) > 0)
    beside = wider(is_any(labels, (Part.TORSO, Part.ARMS)), MIXED * width_px)
    near = wider(cloth, NEAR * width_px)
    found = _cloth(piece, beside, near, behind, known, width_px)
    return np.where(found, Part.TORSO, labels).astype(np.uint8)


def _cloth(piece: Mask, beside: Mask, near: Mask, behind: Floats, known: Mask, width_px: float) -> Mask:
    """The pieces that hang together with the top or an arm, have an edge, and are neither large nor go on far away."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(piece.astype(np.uint8))
    found = np.bincount(pieces[beside], minlength=count) > 0
    found &= np.bincount(pieces[~near], minlength=count) == 0
    found &= stats[:, cv2.CC_STAT_AREA] < LARGEST * width_px**2
    found[0] = False
    edge = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 5) < EDGE_PX
    for index in np.flatnonzero(found):
        own = pieces == index
        found[index] = _is_faint_with_edge(behind[own], behind[own & edge])
    return np.asarray(found[pieces], np.bool_)


def _is_faint_with_edge(behind: Floats, at_edge: Floats) -> bool:
    """Whether Lab distances from the background, of a piece and near its edge, are those of low contrast cloth."""
    usual = float(np.median(behind))
    return usual < CLEAR and at_edge.size > 0 and float(at_edge.mean()) > SHARP * usual
