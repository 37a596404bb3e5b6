"""Sleeves that lie against the body: a slit parts them from it, as far as their armpit must be."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.arrays.outline import Points, arc, corners, ends_at, nearest, notches, outline
from lingtu.imaging.tryon.flat.below_cuffs import DENT_LOW, Place, dent_below, step_below, step_beside
from lingtu.imaging.tryon.flat.silhouette import SYMMETRIC, Silhouette

#: How far aside cuffs are that hang lower than the hem, and its own width (a crotch is narrower), widths; how much
#: lower, of the height, at least; and how far the outline between them is above it at most (armpits are higher), and
#: below it where it begins.
HEM_ASIDE, HEM_WIDE, HANGS, HEM_ARCH, HEM_NEAR = 0.3, 0.35, 0.04, 0.1, 0.03
#: What is farther from the outline lies within the garment, widths; and a slit is no longer than this.
WITHIN, LONGEST = 0.03, 0.4
#: Armpits of one garment are as high as each other but for this share of its height.
LEVEL = 0.04
#: The shoulder is where the outline first is so far out, of where a slit starts; and an armhole's least height, of the
#: garment's width.
AT_SHOULDER, ARMHOLE = 0.7, 0.25
#: Gaps beside sleeves that begin so much lower than armpits must be begin at the waist, widths.
AT_WAIST = 0.15
#: There a sleeve goes on beside them: so much lower, of the height, and so far out, widths.
SLEEVE_ON, SLEEVE_WIDE = 0.08, 0.15


def slit(body: Silhouette, armpits: list[Points | None]) -> tuple[Silhouette, list[Points | None]]:
    """The silhouette with slits from below each cuff up to where the armpit must be, and the armpits then.

    `armpits`: the left and right one as far as they are seen.
    """
    if not body.is_dress and _hem_corners(body):  # what is seen above are no armpits: those open below
        armpits = [None, None]
    left, right = armpits
    lines: list[tuple[Points, Points] | None] = [None, None]
    if left is None and right is None:
        starts = _starts(body)
        pits = _as_far_out(body, [_pit(body, sign, place) for sign, place in zip((-1, 1), starts, strict=False)])
        for index, (sign, place) in enumerate(zip((-1, 1), starts, strict=False)):
            lines[index] = _below(body, sign, place), pits[index]
    elif left is not None and right is not None and (up := _up_from_waist(body, left, right)):
        lines = [*up]
    elif body.symmetry > SYMMETRIC:
        for index, sign in enumerate((-1, 1)):
            own, other = armpits[index], armpits[1 - index]
            if other is None or (own is not None and own[1] - other[1] < LEVEL * body.height):
                continue
            start = dent_below(body, sign) if own is None else None
            mirrored = np.array([2 * body.axis - other[0], other[1]])
            if start is not None:
                lines[index] = _below(body, sign, start), mirrored
                continue
            at = own if own is not None else body.points[nearest(body.points, mirrored)]
            if WITHIN * body.width < np.linalg.norm(at - mirrored) < LONGEST * body.width:
                lines[index] = at + np.array([0.0, 3.0]), mirrored
    places = [
        place if line is None else line[1] - np.array([0.0, 2.0]) for place, line in zip(armpits, lines, strict=True)
    ]
    return _cut(body, [line for line in lines if line is not None]), places


def _up_from_waist(body: Silhouette, left: Points, right: Points) -> list[tuple[Points, Points]]:
    """From gaps that are open at a dress' waist alone up to where the armpits must be; none where they reach these."""
    if not body.is_dress or abs(left[1] - right[1]) > LEVEL * body.height:
        return []
    lines = []
    for sign, at in ((-1, left), (1, right)):
        reach = float((at[0] - body.axis) * sign)
        end = np.array([at[0], _pit(body, sign, (reach, int(at[1])))[1]])
        edge = ends_at(body.mask)[0 if sign < 0 else 1][int(at[1] + SLEEVE_ON * body.height)]
        is_sleeve = (edge - body.axis) * sign > reach + SLEEVE_WIDE * body.width
        if not is_sleeve or at[1] - end[1] < AT_WAIST * body.width:
            return []
        lines.append((at + np.array([0.0, 3.0]), end))
    return lines


def _cut(body: Silhouette, lines: list[tuple[Points, Points]]) -> Silhouette:
    """The largest piece that is left."""
    if not lines:
        return body
    mask = body.mask.astype(np.uint8)
    for start, end in lines:
        cv2.line(mask, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), 0, 3)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask)
    whole = parts == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if count > 1 else mask > 0
    return replace(body, mask=whole, points=outline(whole))


def _starts(body: Silhouette) -> list[Place]:
    """Where slits start on both sides, from what is seen of the cuffs; none without sleeves."""
    if hem := _hem_corners(body):
        return hem
    dents = [dent_below(body, sign) for sign in (-1, 1)]
    if all(dents):
        return [dent for dent in dents if dent is not None]
    starts = [step_beside(body, sign) for sign in (-1, 1)]
    steps = [step_below(body, sign) for sign in (-1, 1)]
    own = [dent or step for dent, step in zip(dents, steps, strict=True)]
    below = own if all(own) else steps
    if body.symmetry > SYMMETRIC:  # what is seen of one sleeve holds for the other
        below = [start or below[1 - index] for index, start in enumerate(below)]
    one, two = starts if all(starts) else below
    across = float(np.ptp(np.flatnonzero(body.mask.any(axis=0))))
    if one is None or two is None:
        return []
    if abs(one[0] - two[0]) > 0.12 * across or abs(one[1] - two[1]) > 0.16 * body.height:
        return []
    return [one, two]


def _hem_corners(body: Silhouette) -> list[Place]:
    """Ends of a hem between two cuffs that hang lower than it, beside the body; none where armpits are seen."""
    for notch in notches(body.points):
        ends = notch.before, notch.after
        aside = [(end[0] - body.axis) * sign for end, sign in zip(ends, (-1, 1), strict=True)]
        low = body.top + DENT_LOW[0] * body.height
        if min(aside) < HEM_ASIDE * body.width or min(end[1] for end in ends) < low:
            continue
        way = arc(body.points, *(nearest(body.points, end) for end in ends))
        one, two = corners(way, (1, 0.35, 1), 0.08)
        hem = float(np.median(way[one : two + 1, 1]))
        steep = _rises_steeply(way, hem, body.height) and _rises_steeply(way[::-1], hem, body.height)
        wide = way[two, 0] - way[one, 0] > HEM_WIDE * body.width
        if steep and wide and way[:, 1].min() > hem - HEM_ARCH * body.height:
            reached = np.flatnonzero(way[:, 1] < hem + HEM_NEAR * body.height)
            return [(float(abs(way[at, 0] - body.axis)), int(way[at, 1])) for at in reached[[0, -1]]]
    return []


def _rises_steeply(way: Points, hem: float, height: float) -> bool:
    """Whether a way that begins at a cuff rises from it to the hem as the side of a sleeve does."""
    rise = way[0, 1] - hem
    if rise < HANGS * height:
        return False
    first, last = (int((way[:, 1] < hem + share * rise).argmax()) for share in (0.75, 0.25))
    return bool(abs(way[last, 0] - way[first, 0]) < 0.5 * rise)


def _below(body: Silhouette, sign: int, start: Place) -> Points:
    """Straight below a place, outside the silhouette."""
    x, y = int(body.axis + sign * start[0]), start[1]
    outside = np.flatnonzero(~body.mask[y:, x])
    return np.array([x, y + (int(outside[0]) if len(outside) else 0) + 3.0])


def _pit(body: Silhouette, sign: int, start: Place) -> Points:
    """Where the armpit must be: from below the cuff up, beside the sleeve's outer edge."""
    across = float(np.ptp(np.flatnonzero(body.mask.any(axis=0))))
    reach, y = start
    pit_y = int(body.top + 0.2 * across * (1 if body.is_dress else 1.15) + 0.04 * body.height)
    first, last = ends_at(body.mask)
    edge = ((first if sign < 0 else last) - body.axis) * sign
    # a standing collar is no part of the armhole's height
    shoulder = body.top + int((edge[body.top :] > AT_SHOULDER * reach).argmax())
    pit_y = max(pit_y, int(shoulder + ARMHOLE * across))
    low = max(pit_y + 1, y)
    inward = float(np.clip(edge[low] - edge[pit_y], 0, 0.5 * (low - pit_y)))
    return np.array([body.axis + sign * min(max(reach - inward, 0.7 * reach), 0.36 * across), float(pit_y)])


def _as_far_out(body: Silhouette, pits: list[Points]) -> list[Points]:
    """A symmetric garment's armpits are as far from its axis as each other, however its hem hangs."""
    if len(pits) < 2 or body.symmetry < SYMMETRIC:
        return pits
    out = float(np.mean([abs(pit[0] - body.axis) for pit in pits]))
    return [np.array([body.axis + sign * out, pit[1]]) for sign, pit in zip((-1, 1), pits, strict=True)]
