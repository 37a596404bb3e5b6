"""Clothes that parser and matte give to the background: behind a hand or an arm, in lace, as wide as a side's folds.

Before an even background all that differs from it is told, and its colours say which of the parts beside it it is.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.even_background import UNEVEN, Ground, calm, disc, distance, wider
from lingtu.imaging.tryon.arrays.masks import dilated, without_crumbs
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import is_any

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Lab distance from the background from which nobody takes a pixel for it, in its limits for that at least, and the
#: coverage from which these suffice.
CLEAR, TIMES, PERSON = 10.0, 2.0, 0.9
#: Smallest piece, shoulder widths squared, and how far from a part it may be its, shoulder widths.
LEAST, NEAR = 0.001, 0.45
#: A piece is as near to its part's colours, in its distance from the background, and what goes on from it as near.
NEARER, RATHER = 0.7, 1.0
#: Hair so near is mixed with the background, shoulder widths.
HAIR = 0.15
#: Beyond reach would be a part that looks so many times farther off than it is.
FARTHER = 1.6
#: A part has colours of its own from so many pixels on.
LEAST_PX = 30
#: Little pieces of bags with a garment's colours (Lab distance) that are beside such a piece are the garment, too;
#: shoulder widths squared, share of their outline.
SCRAP, ALIKE, BESIDE = 0.03, 16.0, 0.15
#: Half width of notches between neck and top, in which a pale strap or collar may be taken for background, and how near
#: to hair nothing of it is told, shoulder widths.
NOTCH, AT_HAIR = 0.1, 0.04
#: Where what is said to be a top and has the background's colours is that: beside the hips, levels about the waist and
#: from the axis, shoulder widths; Lab distance at most.
AT_HIPS, ASIDE, LIKE_GROUND = (-0.25, 0.5), 0.3, 2.0
_CLOTHES = (Part.TORSO, Part.LOWER)


def with_unclaimed(labels: Labels, coverage: Floats, ground: Ground) -> Labels:
    """The parts H x W with such pieces as the garment whose colours they have; coverage of the same size."""
    strange = _strange(labels, coverage, ground)
    if np.count_nonzero(strange) < LEAST * ground.width_px**2:
        return labels
    reach = int(NEAR * ground.width_px)
    spans = (np.flatnonzero(strange.any(axis=axis)) for axis in (1, 0))
    rows, columns = (slice(max(0, int(span[0]) - reach), int(span[-1]) + reach + 1) for span in spans)
    box = rows, columns
    whose, off = _nearest_colours(labels[box], ground.lab[box], reach)
    clothes = is_any(whose, _CLOTHES)
    sure = strange[box] & clothes & (off < NEARER * ground.behind[box])
    perhaps = _perhaps(labels, coverage, ground)[box] & clothes & (off < RATHER * ground.behind[box])
    claimed = reached(sure | without_crumbs(sure | perhaps), sure)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(claimed.astype(np.uint8), connectivity=4)
    large = stats[:, cv2.CC_STAT_AREA] > LEAST * ground.width_px**2
    large[0] = False
    person = labels[box] != Part.BACKGROUND
    claimed = reached(large[pieces] | person, person) & large[pieces]
    result = labels.copy()
    result[box] = _with_scraps(np.where(claimed, whose, labels[box]).astype(np.uint8), claimed, ground, box)
    return result


def _strange(labels: Labels, coverage: Floats, ground: Ground) -> Mask:
    """What is said to be background and surely is not."""
    least = np.maximum(TIMES * ground.least, np.where(coverage > PERSON, 0, CLEAR))
    free = (labels == Part.BACKGROUND) & ~ground.known & (ground.behind > least) & (ground.least < UNEVEN)
    free = without_crumbs(free) & calm(ground.said, ground.known, ground.width_px)
    return np.asarray(free & ~dilated(is_any(labels, (Part.HAIR, Part.FACE)), int(HAIR * ground.width_px)), np.bool_)


def _perhaps(labels: Labels, coverage: Floats, ground: Ground) -> Mask:
    """What is said to be background and may be no more than what goes on from a piece, into folds' shadows."""
    other = (coverage > PERSON) | (ground.behind > CLEAR / 2)
    free = (labels == Part.BACKGROUND) & ~ground.known & (ground.behind > ground.least) & other
    return np.asarray(free & ~dilated(is_any(labels, (Part.HAIR, Part.FACE)), int(HAIR * ground.width_px)), np.bool_)


def _nearest_colours(labels: Labels, lab: Floats, reach_px: int) -> tuple[Labels, Floats]:
    """Which part within reach has the colours that are nearest to each pixel's, H x W, and their Lab distance."""
    whose, least = np.zeros_like(labels), np.full(labels.shape, np.inf, np.float32)
    for part in np.unique(labels):
        own = labels == part
        core = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        if part in (Part.BACKGROUND, Part.BAGS) or np.count_nonzero(core) < LEAST_PX:
            continue
        off = distance(lab, continued(lab, core.astype(np.float32)))
        off = np.minimum(off, distance(lab, np.median(lab[core], axis=0)))
        away = cv2.distanceTransform((~own).astype(np.uint8), cv2.DIST_L2, 5) / max(reach_px, 1)
        off = off * (1 + (FARTHER - 1) * away)
        better = (off < least) & (away < 1)
        whose[better], least[better] = part, off[better]
    return whose, least


def _with_scraps(labels: Labels, claimed: Mask, ground: Ground, box: tuple[slice, slice]) -> Labels:
    """The parts with what is no bag but such a piece as well."""
    result = labels.copy()
    count, pieces, stats, _ = cv2.connectedComponentsWithStats((labels == Part.BAGS).astype(np.uint8))
    for index in range(1, count):
        piece = pieces == index
        ring = dilated(piece, 1) & ~piece
        beside = labels[ring & claimed]
        if stats[index, cv2.CC_STAT_AREA] > SCRAP * ground.width_px**2 or len(beside) < BESIDE * ring.sum():
            continue
        part = Part(int(np.bincount(beside).argmax()))
        tones = [np.median(ground.lab[box][each], axis=0) for each in (piece, claimed & (labels == part))]
        if np.linalg.norm(tones[0] - tones[1]) < ALIKE:
            result[piece] = part
    return result


def beside_neck(labels: Labels, ground: Ground) -> Mask:
    """What of a top's straps and collar stands beside the neck and is said to be the even background, H x W.

    However little a pale one differs from that, and although it has other colours than what is seen of the front.
    """
    neck, top = labels == Part.NECK, labels == Part.TORSO
    reach = NOTCH * ground.width_px
    notch = cv2.morphologyEx((neck | top).astype(np.uint8), cv2.MORPH_CLOSE, disc(reach)) > 0
    notch = notch & (labels == Part.BACKGROUND) & wider(neck, reach) & wider(top, reach)
    if not notch.any():
        return np.zeros(labels.shape, np.bool_)
    seen = notch & ~ground.known & (ground.behind > ground.least) & (ground.least < UNEVEN)
    seen &= calm(ground.said, ground.known, ground.width_px)
    seen &= ~wider(is_any(labels, (Part.HAIR, Part.FACE)), AT_HAIR * ground.width_px)
    # the neck's soft edge is narrower
    found = without_crumbs(seen)
    closed = cv2.morphologyEx((found | top).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0
    found |= seen & closed
    return np.asarray(reached(found | top, top) & found, np.bool_)


def ground_at_hips(labels: Labels, ground: Ground, frame: Frame, waist: float) -> Mask:
    """Gaps beside the hips that were taken for a pale top, H x W: they look like the even background they go on to."""
    below = frame.along - waist
    place = (below > AT_HIPS[0]) & (below < AT_HIPS[1]) & (frame.across > ASIDE)
    like = (ground.behind < np.maximum(ground.least, LIKE_GROUND)) & (ground.least < UNEVEN)
    found = without_crumbs((labels == Part.TORSO) & place & like)
    behind = labels == Part.BACKGROUND
    return np.asarray(reached(found | behind, behind) & found, np.bool_)
