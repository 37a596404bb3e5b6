"""What is seen of an arm, or of its hand, where it comes out of an old sleeve: its middle, its direction, its edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, robust_line, unit
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from the bones of forearm and hand its skin may be, and smallest piece of it, shoulder widths (squared).
NEAR, LEAST = 0.42, 0.0015
#: From this share of the forearm on a cuff is looked for.
FROM = 0.2
#: Skin so near to cloth meets it, shoulder widths, px at least; cosine of the angle between the cuff's direction and
#: the forearm's, up: beside a hand before the body there is cloth as well.
MEETS, MEETS_PX, UPWARDS = 0.012, 2, 0.45
#: Places of skin that meet a cuff at least, shoulder widths.
LEAST_CUFF = 0.035
#: Between which distances from the cuff the direction is measured, shoulder widths.
BEGIN, AHEAD = (0.0, 0.04), (0.08, 0.16)
#: Between which distances from its first place an edge tells its line, shoulder widths: right at the cuff corners of
#: that may be taken for skin; steepest slope; widest hand, and how far inside an edge lies, shoulder widths.
EDGE, STEEPEST, WIDEST, INSIDE = (0.02, 0.12), 0.3, 0.3, 0.006
#: Pixels that tell the ground's colour at least.
LEAST_GROUND = 50
#: Smoothing of the cloth whose direction is told, and how far off an edge's line its places are, px.
SOFT_PX, LEAST_PX = 2.0, 1.0
#: Beside these an edge of skin is its own.
_OPEN = (Part.BACKGROUND, Part.LOWER, Part.TORSO)


@dataclass(frozen=True)
class Edge:
    """Where an edge begins: so far ahead of the middle and to its side, px; its slope, and whether it is seen."""

    ahead: float
    aside: float
    slope: float
    seen: bool


@dataclass(frozen=True)
class OutOfSleeve:
    """The middle (px) and direction (unit vector) of what is seen, the normal to the body's outside, and both edges.

    `inner.aside` counts to the inside.
    """

    middle: Values
    ahead: Values
    normal: Values
    outer: Edge
    inner: Edge


def out_of_sleeve(wearer: Wearer, flank: Flank, rgb: Floats) -> OutOfSleeve | None:
    """What is seen of an arm below its long sleeve's cuff, in the picture; None without."""
    places = _near(wearer, flank)
    if places is None:
        return None
    top, left, skin, cloth, up = places
    found = _piece(skin, cloth, up, wearer.width)
    if found is None:
        return None
    piece, cuff = found
    away = cv2.distanceTransform((~cuff).astype(np.uint8), cv2.DIST_L2, 5)[piece] / wearer.width
    y, x = (each.astype(np.float64) for each in np.nonzero(piece))
    points = np.stack([x + left, y + top], axis=1)
    bands = [points[(away >= low) & (away <= high)] for low, high in (BEGIN, AHEAD)]
    told = min(len(band) for band in bands) >= 5
    ahead = unit(bands[1].mean(axis=0) - bands[0].mean(axis=0)) if told else -up
    if ahead @ -up < UPWARDS:
        return None
    normal = np.array([-ahead[1], ahead[0]])
    normal *= np.sign(normal @ flank.arm.normals[-1]) or 1.0
    y, x = (each.astype(np.float64) for each in np.nonzero(cuff))
    at_cuff = np.stack([x + left, y + top], axis=1).mean(axis=0)
    box = slice(top, top + piece.shape[0]), slice(left, left + piece.shape[1])
    own = _own(rgb[box], piece, wearer.labels[box] == Part.BACKGROUND)[piece]
    points = points[own]
    along, aside = (points - at_cuff) @ ahead, (points - at_cuff) @ normal
    at_edge = dilated(cuff, 2)[piece][own]
    open_to = dilated(is_any(wearer.labels[box], _OPEN), 2)[piece][own]
    outer, inner = (_edge(along, side * aside, at_edge, open_to, wearer.width) for side in (1, -1))
    if outer.aside + inner.aside > WIDEST * wearer.width:
        return None
    shift = (outer.aside - inner.aside) / 2
    outer, inner = (
        Edge(each.ahead, each.aside - move, each.slope, each.seen) for each, move in ((outer, shift), (inner, -shift))
    )
    return OutOfSleeve(at_cuff + shift * normal, ahead, normal, outer, inner)


def _own(rgb: Floats, piece: Mask, ground: Mask) -> Mask:
    """What of a piece of skin, H x W, has rather its colours than the ground's: that one shines in at its edge."""
    if np.count_nonzero(ground) < LEAST_GROUND:
        return piece
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    to_skin, to_ground = (lengths(lab - np.median(lab[part], axis=0)) for part in (piece, ground))
    return np.asarray(piece & (to_skin < to_ground))


def _near(wearer: Wearer, flank: Flank) -> tuple[int, int, Mask, Mask, Values] | None:
    """A box's top and left, skin and sleeve cloth near this arm's forearm in it, and the direction up the forearm."""
    other = wearer.left if flank is wearer.right else wearer.right
    bones = [_bones(wearer, each) for each in (flank, other)]
    reach = NEAR * wearer.width
    low = np.floor(bones[0].min(axis=0) - reach).astype(int).clip(0)
    high = np.ceil(bones[0].max(axis=0) + reach).astype(int)
    labels = wearer.labels[low[1] : high[1], low[0] : high[0]]
    if min(labels.shape) < 8:
        return None
    distances = []
    for bone in bones:
        line = np.ones(labels.shape, np.uint8)
        cv2.polylines(line, [np.rint(bone - low).astype(np.int32)], isClosed=False, color=0)
        if line.all():  # outside of the box
            distances.append(np.full(labels.shape, np.inf, np.float32))
        else:
            distances.append(cv2.distanceTransform(line, cv2.DIST_L2, 5))
    own = (distances[0] < reach) & (distances[0] <= distances[1])
    up = unit(flank.arm.centres[len(flank.arm.centres) // 2 + 8] - bones[0][1])
    return (
        int(low[1]), int(low[0]), own & is_any(labels, (Part.ARMS, Part.HANDS)), own & (labels == Part.TORSO), up
    )  # fmt: skip


def _bones(wearer: Wearer, flank: Flank) -> Values:
    """The forearm from below the elbow, the wrist and the knuckles, 3 x 2 px."""
    points = np.asarray(wearer.frame.body.points, np.float64)
    elbow, wrist = points[flank.limbs.elbow], points[flank.limbs.wrist]
    knuckles = np.asarray(wearer.frame.knuckles(flank.limbs), np.float64)
    return np.stack([elbow + FROM * (wrist - elbow), wrist, wrist + 1.6 * (knuckles - wrist)])


def _piece(skin: Mask, cloth: Mask, up: Values, width_px: float) -> tuple[Mask, Mask] | None:
    """The piece of skin that comes out of the sleeve, and of it what meets the cuff."""
    reach = max(MEETS_PX, round(MEETS * width_px))
    soft = cv2.GaussianBlur(cloth.astype(np.float32), (0, 0), SOFT_PX + reach / 2)
    right, down = (cv2.Sobel(soft, cv2.CV_32F, *axis) for axis in ((1, 0), (0, 1)))
    upwards = (right * up[0] + down * up[1]) / (np.hypot(right, down) + 1e-6)
    meets = skin & dilated(cloth, reach) & (upwards > UPWARDS)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(skin.astype(np.uint8))
    count = np.bincount(pieces[meets], minlength=len(stats))
    count[(stats[:, cv2.CC_STAT_AREA] < LEAST * width_px**2)] = 0
    count[0] = 0
    best = int(count.argmax())
    piece = pieces == best
    # one cuff
    _, lines, sizes, _ = cv2.connectedComponentsWithStats(dilated(meets & piece, 2).astype(np.uint8))
    if len(sizes) < 2:
        return None
    longest = 1 + int(sizes[1:, cv2.CC_STAT_AREA].argmax())
    cuff = meets & piece & (lines == longest)
    if np.count_nonzero(cuff) < LEAST_CUFF * width_px * reach:
        return None
    return piece, cuff


def _edge(along: Values, aside: Values, at_cuff: Mask, is_open: Mask, width_px: float) -> Edge:
    """The skin's edge to the side where `aside` is positive, from the cuff on; all in px."""
    rows = np.floor(along).astype(int)
    first = int(rows.min())
    most = int(np.ceil((EDGE[1] + WIDEST) * width_px))
    near = (rows - first) < most
    rows, aside, at_cuff, is_open = rows[near] - first, aside[near], at_cuff[near], is_open[near]
    order = np.lexsort((aside, rows))
    last = order[np.flatnonzero(np.diff(rows[order], append=rows.max() + 1))]
    row, out = rows[last] + first + 0.5, aside[last] + 0.5
    free = np.flatnonzero(~at_cuff[last])
    if len(free) < 3:
        return Edge(0.0, float(out.max(initial=0.0)), 0.0, False)
    begin = row[free[0]]
    low, high = (begin + max(2.0, each * width_px) for each in EDGE)
    part = free[(row[free] >= low) & (row[free] < max(high, low + 4))]
    if len(part) < 3:
        part = free[row[free] < high]
    slope = float(robust_line(row[part], out[part], LEAST_PX)[0]) if len(part) > 3 else 0.0
    slope = float(np.clip(slope, -STEEPEST, STEEPEST))
    at = float(np.median(out[part] - slope * (row[part] - begin))) - INSIDE * width_px
    return Edge(float(begin), at, slope, bool(is_open[last][part].mean() > 0.5))
