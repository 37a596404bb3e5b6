"""Where a garment's body is plainest: a piece of cloth without buttons, pockets and seams."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.outline import Mask
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.fit.seams import torso_mask
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]

#: Cells that are looked at, px; how far from the body's edge cloth is whole, cells; where folds and print are told
#: from cloth, of the chest's width.
CELL_PX, RIM, BROAD = 4, 2, 0.07
#: How much the oddest of it counts beside all of it: no seam or pocket is cut with it.
ODD = 0.7
#: What differs from the cloth around it, in so many px, by so much more than nearly all of the body does, and by so
#: much at least, Lab with half of the lightness, is no cloth.
AROUND_PX, MORE, NEARLY_ALL, LEAST = 8.0, 1.7, 98, 10.0
#: Down the middle there are buttons, a seam or a print, so far to both sides, of the chest's width.
MIDDLE = 0.08


@dataclass(frozen=True)
class Body:
    """A garment's body in cells of CELL_PX: where it is whole cloth, and how odd each is; both R x C."""

    whole: NDArray[np.uint8]
    odd: Values


def read_body(lab: Floats, top: Top, other: Mask) -> Body:
    """The body of a garment's picture, H x W x 3 Lab with half of the lightness, without what is `other` cloth."""
    torso = torso_mask(top) & ~other
    torso = torso & ~_sewn_on(lab, torso) if torso.any() else torso
    small = cv2.resize(torso.astype(np.float32), None, fx=1 / CELL_PX, fy=1 / CELL_PX, interpolation=cv2.INTER_AREA)
    whole = cv2.erode((small > 0.99).astype(np.uint8), np.ones((2 * RIM + 1,) * 2, np.uint8))
    if not whole.any():
        return Body(whole, np.zeros(whole.shape))
    return Body(whole, _odd(lab, whole, BROAD * top.chest / CELL_PX))


def plainest(body: Body, top: Top, sign: int, size: Values) -> Values | None:
    """The upper left corner of the plainest piece of the body of this size, px; None if there is none so large.

    On the sleeve's side of it if that is as plain.
    """
    cells = np.ceil(size / CELL_PX).astype(int) + 1
    if (np.array(body.whole.shape[::-1]) < cells).any():
        return None
    have, cost = (_sums(each, cells) for each in (body.whole.astype(np.float64), body.odd))
    most = cv2.dilate(body.odd, np.ones(cells[::-1], np.uint8), anchor=(0, 0))[: cost.shape[0], : cost.shape[1]]
    cost = cost / cells.prod() + ODD * most
    left = np.arange(cost.shape[1]) * CELL_PX - top.axis
    beside = np.maximum(left, -left - size[0]) > MIDDLE * top.chest
    other_side = (left + size[0] / 2) * sign < 0
    cost = cost + other_side * (0.5 + 0.5 * cost)
    cost = np.where(beside & (have > cells.prod() - 0.5), cost, np.inf)
    best = np.unravel_index(int(cost.argmin()), cost.shape)
    return np.array(best[::-1], np.float64) * CELL_PX if np.isfinite(cost[best]) else None


def box(corner: Values, size: Values) -> tuple[slice, slice]:
    """The part of a picture from a corner on, so large; px."""
    left, top, right, bottom = np.rint([*corner, *(corner + size)]).astype(int)
    return slice(top, bottom), slice(left, right)


def _sewn_on(lab: Floats, torso: Mask) -> Mask:
    """Where the body has a logo or a button, H x W: what stands out as nothing else of it."""
    off = lengths(lab - cv2.GaussianBlur(lab, (0, 0), AROUND_PX))
    rim = np.ones((2 * int(AROUND_PX) + 1,) * 2, np.uint8)
    inside = np.asarray(cv2.erode(torso.astype(np.uint8), rim) > 0)
    if not inside.any():
        return inside
    return dilated(inside & (off > max(LEAST, MORE * float(np.percentile(off[inside], NEARLY_ALL)))), 1)


def _odd(lab: Floats, whole: NDArray[np.uint8], wide: float) -> Values:
    """How unlike the most of the body each cell is: in its colour, and in how much that varies around it."""
    cells = cv2.resize(lab, whole.shape[::-1], interpolation=cv2.INTER_AREA)
    weight = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), wide)
    inside = whole > 0
    known = whole[..., None].astype(np.float32)
    mean = cv2.GaussianBlur(cells * known, (0, 0), wide) / np.maximum(weight, 1e-3)[..., None]
    square = ((cells - mean) ** 2).sum(axis=2) * whole
    varies = np.sqrt(cv2.GaussianBlur(square, (0, 0), wide) / np.maximum(weight, 1e-3))
    colour = lengths(mean - np.median(mean[inside], axis=0))
    return np.asarray((colour + np.abs(varies - np.percentile(varies[inside], 30))) * inside, np.float64)


def _sums(values: Values, cells: NDArray[np.int64]) -> Values:
    """Of every window of so many cells across and down."""
    whole = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    wide, tall = cells
    return np.asarray(whole[tall:, wide:] - whole[:-tall, wide:] - whole[tall:, :-wide] + whole[:-tall, :-wide])
