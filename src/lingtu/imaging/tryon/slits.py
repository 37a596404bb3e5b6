"""Narrow gaps between arms and body on a plain ground: what of the clothes and the skin has exactly its colours."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.masks import dilated
from lingtu.imaging.tryon.smooth_fill import continued

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Parts that a gap may be taken for.
TAKEN = (Part.TORSO, Part.LOWER, Part.ARMS, Part.HANDS, Part.LEGS)
#: Around the person the ground is not looked at, px, as a lens mixes both; where it is tried, px beyond that.
CLEAR_PX, TRIED_PX = 3, 12
#: Deviation of a plain ground from its smooth continuation at most, Lab; what has its colours is as near to it as so
#: many deviations, and this.
PLAIN, DEVIATIONS, ALIKE = 1.5, 3.0, 3.0
#: Or by this share of what a part differs from it.
SHADED = 0.15
#: What is deeper within a part is no gap, shoulder widths; so much of it at most may have the ground's colours, or
#: the part is not told from it.
DEEP, FEW = 0.15, 0.01
#: What is so near to a gap, px, the part or all that is there, is unlike the ground by most (percentile) of it: by this
#: share of what the part is, and where the part isn't told from it, Lab.
NEAR_PX, MOST, OF_PART, SHARP = 4, 25, 0.6, 10.0
#: Share of what is around a gap that is an arm, a hand or the ground; level of the body below which gaps are.
BESIDE, FROM = 0.3, 0.2
#: Smallest gap, and one that is not beside these, shoulder widths squared; its soft edge, px, and how much less that is
#: like the ground.
LEAST, LEAST_APART, SOFT_PX, SOFT = 0.0006, 0.003, 3, 2.5


def without_slits(rgb: Floats, labels: Labels, frame: Frame) -> Labels:
    """The parts H x W, what of them has the colours of a plain ground that is behind there being background."""
    off, limit = _off_ground(rgb, labels, frame.width)
    if not limit:
        return labels
    off = np.where(frame.along > FROM, off, np.inf)
    result = labels.copy()
    for part in TAKEN:
        if ((labels == part) & np.isfinite(off)).any():
            result[_gaps(off, limit, labels, part, frame.width)] = Part.BACKGROUND
    return result


def _off_ground(rgb: Floats, labels: Labels, width_px: float) -> tuple[Floats, float]:
    """Lab distance H x W from the ground as it goes on behind the person, and below which it is that.

    The limit is 0 where the ground isn't plain.
    """
    person = (labels != Part.BACKGROUND).astype(np.uint8)
    away = cv2.distanceTransform(1 - person, cv2.DIST_L2, 5)
    far = away > CLEAR_PX + TRIED_PX
    rim = (away > CLEAR_PX) & ~far
    if min(np.count_nonzero(rim), np.count_nonzero(far)) < width_px:
        return np.zeros(labels.shape, np.float32), 0.0
    noise = float(np.percentile(_distance(rgb, continued(rgb, far.astype(np.float32)))[rim], 75))
    off = _distance(rgb, continued(rgb, (far | rim).astype(np.float32)))
    return off, max(ALIKE, DEVIATIONS * noise) if noise < PLAIN else 0.0


def _gaps(off: Floats, limit: float, labels: Labels, said: Part, width_px: float) -> Mask:
    """Pieces of what is like the ground in a part, but neither most of it nor mostly deep in it, with their soft edges.

    They have sharp edges, and where all the part is partly like the ground they are beside an arm or the ground.
    """
    part = labels == said
    usual = float(np.median(off[part & np.isfinite(off)]))
    depth = cv2.distanceTransform(part.astype(np.uint8), cv2.DIST_L2, 5)
    deep = depth > min(DEEP * width_px, 0.5 * float(depth.max()))
    # a gap may lie in shade: the more a part differs from the ground, the less it matters
    shaded = max(limit, SHADED * usual)
    is_told = float((off[deep] < shaded).mean()) < FEW
    alike = shaded if is_told else limit
    like, soft = part & (off < alike), part & (off < SOFT * alike)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=4)
    large = stats[:, cv2.CC_STAT_AREA] > LEAST * width_px**2
    large[0] = False
    large &= 2 * np.bincount(pieces[deep], minlength=len(stats)) < stats[:, cv2.CC_STAT_AREA]
    large &= 2 * stats[:, cv2.CC_STAT_AREA] < np.count_nonzero(part)
    least = OF_PART * usual if is_told else SHARP
    gaps = np.zeros(like.shape, np.bool_)
    for index in np.flatnonzero(large):
        core = pieces == index
        piece = core | (soft & dilated(core, SOFT_PX))
        ring = dilated(piece, NEAR_PX) & ~piece
        beside = float(np.isin(labels[ring], (Part.ARMS, Part.HANDS, Part.BACKGROUND)).mean()) > BESIDE
        apart = is_told and stats[index, cv2.CC_STAT_AREA] > LEAST_APART * width_px**2
        sides = [off[each & ring] for each in (part, labels != Part.BACKGROUND)]
        contrast = max((float(np.percentile(side, MOST)) for side in sides if side.size), default=0.0)
        if (beside or apart) and contrast > least:
            gaps |= piece
    return gaps


def _distance(one: Floats, other: Floats) -> Floats:
    one, other = (cv2.cvtColor(each, cv2.COLOR_RGB2Lab) for each in (one, other))
    return np.asarray(np.linalg.norm(one - other, axis=2), np.float32)
