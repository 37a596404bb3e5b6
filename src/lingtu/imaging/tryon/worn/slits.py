"""Narrow gaps between arms and body on a plain ground: what of the clothes and the skin has exactly its colours."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated, without_crumbs
from lingtu.imaging.tryon.arrays.smooth_fill import continued
from lingtu.imaging.tryon.arrays.vectors import colour_distance, is_any

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
#: Or by this share of what a part differs from it; pale cloth is told from an even ground by smaller distances.
SHADED, EXACTLY = 0.15, 1.2
#: What is deeper within a part is no gap, shoulder widths; so much of it at most may have the ground's colours, or
#: the part is not told from it.
DEEP, FEW = 0.15, 0.01
#: What is so near to a gap, px, the part or all that is there, is unlike the ground by most (percentile) of it: by this
#: share of what the part is, and where the part isn't told from it, Lab.
NEAR_PX, MOST, OF_PART, SHARP = 4, 25, 0.6, 10.0
#: Half width of the body's middle, where there are no gaps, shoulder widths.
MIDDLE = 0.3
#: Share of what is around a gap that is an arm, a hand or the ground; level of the body below which gaps are.
BESIDE, FROM = 0.3, 0.2
#: Between a sleeve and the body one is within what is said to be one part: near the arm's bone, but hardly on it, half
#: widths at its joints in shoulder widths, share.
NEAR_ARM, BONE, ON_BONE = (0.3, 0.35, 0.3), (0.03, 0.03, 0.03), 0.2
#: Smallest gap, and one that is not beside these, shoulder widths squared; its soft edge, px, and how much less that is
#: like the ground: rather it than the part, though.
LEAST, LEAST_APART, SOFT_PX, SOFT = 0.0006, 0.003, 3, 2.5


def without_slits(rgb: Floats, labels: Labels, frame: Frame) -> Labels:
    """The parts H x W, what of them has the colours of a plain ground that is behind there being background."""
    off, noise = off_ground(rgb, labels, frame.width)
    if noise >= PLAIN:
        return labels
    off = np.where(frame.along > FROM, off, np.inf)
    result = labels.copy()
    for part in TAKEN:
        if ((labels == part) & np.isfinite(off)).any():
            result[_gaps(off, noise, labels, part, frame)] = Part.BACKGROUND
    return result


def off_ground(rgb: Floats, labels: Labels, width_px: float) -> tuple[Floats, float]:
    """Lab distance H x W from the ground as it goes on behind the person, and how much the ground itself is off it.

    Of a ground that is hardly seen nothing is known: infinite.
    """
    person = (labels != Part.BACKGROUND).astype(np.uint8)
    away = cv2.distanceTransform(1 - person, cv2.DIST_L2, 5)
    far = away > CLEAR_PX + TRIED_PX
    rim = (away > CLEAR_PX) & ~far
    if min(np.count_nonzero(rim), np.count_nonzero(far)) < width_px:
        return np.zeros(labels.shape, np.float32), np.inf
    noise = float(np.percentile(colour_distance(rgb, continued(rgb, far.astype(np.float32)))[rim], 75))
    return colour_distance(rgb, continued(rgb, (far | rim).astype(np.float32))), noise


def _gaps(off: Floats, noise: float, labels: Labels, said: Part, frame: Frame) -> Mask:
    """Pieces of what is like the ground in a part, but neither most of it nor mostly deep in it, with soft edges.

    They have sharp edges, and where all the part is partly like the ground they are beside an arm or the ground.
    Slivers of the part between a gap and an arm are its edge.
    """
    part, area = labels == said, frame.width**2
    usual = float(np.median(off[part & np.isfinite(off)]))
    depth = cv2.distanceTransform(part.astype(np.uint8), cv2.DIST_L2, 5)
    deep = depth > min(DEEP * frame.width, 0.5 * float(depth.max()))
    alike, is_told = _alike(off, noise, usual, deep, part & (frame.across < MIDDLE))
    like, soft = part & (off < alike), part & (off < SOFT * alike)
    rather = off < max(alike, 0.5 * usual)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=4)
    large = stats[:, cv2.CC_STAT_AREA] > LEAST * area
    large[0] = False
    shallow = 2 * np.bincount(pieces[deep], minlength=len(stats)) < stats[:, cv2.CC_STAT_AREA]
    by_sleeves = is_told & _by_sleeves(pieces, stats, frame)
    large &= shallow | by_sleeves
    large &= 2 * stats[:, cv2.CC_STAT_AREA] < np.count_nonzero(part)
    least = OF_PART * usual if is_told else SHARP
    gaps = np.zeros(like.shape, np.bool_)
    for index in np.flatnonzero(large):
        core = pieces == index
        piece = core | (soft & dilated(core, SOFT_PX))
        ring = dilated(piece, NEAR_PX) & ~piece
        beside = float(is_any(labels[ring], (Part.ARMS, Part.HANDS, Part.BACKGROUND)).mean()) > BESIDE
        apart = is_told and stats[index, cv2.CC_STAT_AREA] > LEAST_APART * area
        sides = [off[each & ring] for each in (part, labels != Part.BACKGROUND)]
        contrast = max((float(np.percentile(side, MOST)) for side in sides if side.size), default=0.0)
        if (beside or apart or by_sleeves[index]) and contrast > least:
            gaps |= piece & rather
    return gaps | (without_crumbs(part) & dilated(gaps, SOFT_PX) & ~without_crumbs(part & ~gaps))


def _by_sleeves(pieces: NDArray[np.int32], stats: NDArray[np.int32], frame: Frame) -> Mask:
    """Which of the pieces lie beside the arms' bones, out from the body's middle."""
    near, bone = np.zeros(pieces.shape, np.bool_), np.zeros(pieces.shape, np.bool_)
    for limbs in SIDES:
        path = frame.arm(limbs)[:3]
        near |= frame.tube(path, NEAR_ARM)
        bone |= frame.tube(path, BONE)
    near &= frame.across > MIDDLE
    inside, on_bone = (np.bincount(pieces[each], minlength=len(stats)) for each in (near, bone))
    area = stats[:, cv2.CC_STAT_AREA]
    return np.asarray((inside == area) & (on_bone < ON_BONE * area) & (area > LEAST_APART * frame.width**2))


def _alike(off: Floats, noise: float, usual: float, deep: Mask, middle: Mask) -> tuple[float, bool]:
    """Lab distance from the ground below which a part may be it, and whether all of the part is told from it."""
    limit = max(ALIKE, DEVIATIONS * noise)
    # a gap may lie in shade: the more a part differs from the ground, the less it matters
    shaded = max(limit, SHADED * usual)
    if float((off[deep] < shaded).mean()) < FEW:
        return shaded, True
    return (exactly(noise), True) if is_told(off, noise, middle) else (limit, False)


def exactly(noise: float) -> float:
    """Lab distance from a plain ground below which hardly any other thing is it."""
    return max(EXACTLY, DEVIATIONS * noise)


def is_told(off: Floats, noise: float, middle: Mask, few: float = FEW) -> bool:
    """Whether hardly anything in the middle of a garment, where no ground is seen, has exactly the ground's colours."""
    return bool(middle.any()) and float((off[middle] < exactly(noise)).mean()) < few
