"""An open collar that lies crooked in its picture: two straight edges tell it, and its clearer leaf stands for both."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.arrays.outline import Points, nearest
from lingtu.imaging.tryon.flat.neckline import Floats, Neckline, curve_of, solid_lab
from lingtu.imaging.tryon.flat.top import Top, TopSide

#: Where the leaves may meet: so far beside the middle of the collar's base and below that at most, widths of the base;
#: in so many steps; and within one step around the best so many each way.
BESIDE, BELOW, STEPS = 0.2, 0.5, (11, 16)
FINE = np.linspace(-1, 1, 7)
#: Upper ends of a leaf's edge that are tried on its side: of the collar from half its height on, and of the outline
#: above it, this share of that.
ENDS, ABOVE = 18, 0.35
#: How steep the edges are, across in down; and how far down they go at least, widths of the base.
STEEP, DOWN = (0.25, 1.1), 0.4
#: Places along an edge, away from its ends; so far beside it on both sides it is looked at, widths and px at least.
ALONG, REACH, REACH_PX = np.linspace(0.08, 0.92, 20), 0.02, 2.0
#: Both edges are so clear at least, Lab, where more than the second counts no more; and the leaves meet so much lower
#: than the neckline that was found goes, widths of the opening: what lies between was taken for the front.
CLEAR, MOST, DEEPER = 14.0, 20.0, 0.2
#: So far outside of its base the coverage above the shoulder is the leaf's, widths.
BESIDE_BASE = 0.02
#: A leaf is as broad as its base is from its inner edge, and its tip is so much lower than where they meet, widths.
TIP = 0.06


def crooked_collar(rgb: Floats, alpha: Floats, top: Top, neckline: Neckline) -> tuple[Points, int] | None:
    """Where the leaves of a collar meet, x and y, and the sign of the side with the clearer leaf.

    None for other tops and for collars whose neckline was told well.
    """
    if not top.stands or neckline.is_outline:
        return None
    width = float(top.right.neck[0] - top.left.neck[0])
    middle, high = (top.left.neck + top.right.neck) / 2, min(top.rim[0, 1], top.rim[-1, 1])
    low = float(neckline.curve[:, 1].max()) + DEEPER * float(np.ptp(neckline.curve[:, 0]))
    if low < middle[1]:  # a closed collar
        return None
    x = middle[0] + np.linspace(-BESIDE, BESIDE, STEPS[0]) * width
    y = np.linspace(middle[1], 2 * middle[1] - high + BELOW * width, STEPS[1])
    lab = solid_lab(rgb, alpha, 1.0)
    tried = [(_ends(side, top.rim), width, side.sign) for side in top.sides]
    meet, *_ = _best(lab, tried, x, y)
    meet, left, right = _best(lab, tried, meet[0] + FINE * (x[1] - x[0]), meet[1] + FINE * (y[1] - y[0]))
    if min(left, right) < CLEAR or meet[1] < low:
        return None
    return meet, -1 if left > right else 1


def _best(lab: Floats, tried: list[tuple[Points, float, int]], x: Points, y: Points) -> tuple[Points, float, float]:
    """Where among these places the clearest edges meet, and how clear the left and the right one are, Lab."""
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    left, right = (_clear(lab, ends, places, width, sign) for ends, width, sign in tried)
    best = int((left + right).argmax())
    return places[best], float(left[best]), float(right[best])


def with_even_leaves(rgb: Floats, alpha: Floats, top: Top, meet: Points, sign: int) -> tuple[Floats, Floats]:
    """Colours and coverage with the leaf on the side of that `sign`, and its mirror image in place of the other."""
    side = top.right if sign > 0 else top.left
    width = float(top.right.neck[0] - top.left.neck[0])
    end = side.collar[-1]
    edge = meet - end
    tip = meet[1] + TIP * width
    outer = side.neck + edge * (tip - side.neck[1]) / max(float(edge[1]), 1.0)
    high = end[1] - 0.2 * width
    out = side.neck + np.array([BESIDE_BASE * width * sign, 0.0])
    below = meet + np.array([0.0, TIP / 2 * width])
    leaf = np.stack([meet, np.array([meet[0], high]), np.array([out[0], high]), out, outer, below])
    leaf[:, 0] = 2 * meet[0] - leaf[:, 0]
    place = cv2.GaussianBlur(polygon(leaf, alpha.shape), (0, 0), 0.7)
    # column x of the mirror image is column 2 * meet - x
    turn = np.array([[-1.0, 0.0, 2 * meet[0]], [0.0, 1.0, 0.0]])
    other, there = (
        cv2.warpAffine(picture, turn, alpha.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
        for picture, flags in ((rgb, cv2.INTER_CUBIC), (alpha, cv2.INTER_LINEAR))
    )
    colours = rgb + place[..., None] * (other - rgb)
    return np.asarray(colours.clip(0, 1), np.float32), np.asarray(alpha + place * (there - alpha), np.float32)


def with_its_opening(rgb: Floats, alpha: Floats, top: Top, meet: Points) -> tuple[Top, Neckline]:
    """A top with even leaves whose collar ends where its opening does, and that opening down to where they `meet`."""
    width = float(top.right.neck[0] - top.left.neck[0])
    lab = solid_lab(rgb, alpha, 1.0)
    sides, ends = [], []
    for side in top.sides:
        tried = _ends(side, top.rim)
        clear = _clear(lab, tried, meet[None], width, side.sign, each=True)
        end = tried[int(clear.argmax())]
        last = max(nearest(side.collar, end), 4)
        sides.append((side, last))
        ends.append(side.collar[min(last, len(side.collar) - 1)])
    (left, on_left), (right, on_right) = sides
    rim = np.concatenate([left.collar[on_left:], top.rim, right.collar[on_right:][::-1]])
    shorter = replace(
        top,
        rim=rim,
        left=replace(left, collar=left.collar[: on_left + 1]),
        right=replace(right, collar=right.collar[: on_right + 1]),
    )
    depth = float(meet[1] - (ends[0][1] + ends[1][1]) / 2)
    return shorter, Neckline(curve_of(ends[0], ends[1], depth, 1.0), depth, False)


def _ends(side: TopSide, rim: Points) -> Points:
    """Places of the outline where the inner edge of a side's leaf may end, N x 2 px."""
    above = (rim if side.sign < 0 else rim[::-1])[: max(1, round(ABOVE * len(rim)))]
    way = np.concatenate([side.collar[len(side.collar) // 2 :], above])
    return np.asarray(way[np.rint(np.linspace(0, len(way) - 1, ENDS)).astype(int)], np.float64)


def _clear(
    lab: Floats, ends: Points, places: Points, width: float, sign: int, each: bool = False
) -> NDArray[np.float64]:
    """How clear the clearest straight edge from one of E ends to each of N places is, Lab; of `each` end to the one."""
    way = places[None] - ends[:, None]
    across = np.stack([-way[..., 1], way[..., 0]], axis=-1) / np.maximum(np.linalg.norm(way, axis=-1), 1.0)[..., None]
    on = ends[:, None, None] + way[:, :, None] * ALONG[:, None]
    beside = max(REACH_PX, REACH * width) * across[:, :, None]
    both = []
    for at in (on - beside, on + beside):
        flat = at.reshape(len(ends), -1, 2).astype(np.float32)
        seen = cv2.remap(lab, flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        both.append(seen.reshape(*at.shape[:3], 3))
    unlike = np.linalg.norm(both[0] - both[1], axis=-1)
    clear = (np.minimum(unlike, MOST).mean(axis=-1) + np.percentile(unlike, 25, axis=-1)) / 2
    inward, down = -sign * way[..., 0], way[..., 1]
    usual = (inward > STEEP[0] * down) & (inward < STEEP[1] * down) & (down > DOWN * width)
    clear = np.where(usual, clear, -1.0)
    return np.asarray(clear[:, 0] if each else clear.max(axis=0), np.float64)
