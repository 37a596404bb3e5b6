"""The sides of trousers in place of old ones: cloth hangs in calm lines, whatever edge a matte found of the old."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values, smooth_step
from lingtu.imaging.tryon.arrays.masks import box_around, dilated
from lingtu.imaging.tryon.worn.layers import Labels

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Outliers: so far from the line a row says half as much, shoulder widths; and how often the line is fitted again.
OFF, AGAIN = 0.022, 2
#: What lies inside of the line says so much less than what lies outside: bites are more often false than lumps.
BITTEN = 0.6
#: A row whose edge is farther from the last one's than this begins another side, shoulder widths.
JUMP = 0.1
#: Share from which an arm hides cloth; so near to it other things than the old garment are taken, shoulder widths.
HIDES, BESIDE = 0.1, 0.06
#: So far outside of an edge it is asked what is there, px: where that isn't the ground, the side may be hidden.
OUTSIDE_PX = 3
#: Cloth that something hides along less than about this, deviation, is moved as beside it: a finger that touches it.
TOUCHED = 0.045
#: Rows at a side's upper and lower end over which the old edge goes over into the line, shoulder widths.
UPPER, LOWER = 0.14, 0.03
#: Widths of the gap between legs at which its sides begin to be calm, and are: its tip is round. Shoulder widths.
TIP = (0.06, 0.22)
#: The shortest side that has a line, shoulder widths.
SHORT = 0.2
#: Least move that is one, px.
LEAST_PX = 0.02


@dataclass(frozen=True)
class Calm:
    """Over what, deviation, a side's line is straight, and how far its edge is moved at most, in shoulder widths."""

    along: float
    most: float
    outer: bool = False  # outer sides alone


#: Creases at old knees, and scallops that jpeg leaves beside an arm, are shorter, hips and thighs longer.
LEGS = Calm(0.085, 0.07)


@dataclass(frozen=True)
class Side:
    """An edge: its rows, its columns there, where outside is (-1 left), and how far it may be moved, from 0 to 1."""

    rows: NDArray[np.int64]
    edge: Values
    sign: int
    free: Values


def with_calm_sides(
    taken: Floats, old: Floats, arms: Floats, labels: Labels, width_px: float, calm: Calm = LEGS
) -> Floats:
    """A share H x W whose outer sides, and those between two legs, are calm lines where the photo shows the ground.

    `old`: share of the old garment, which tells more of a side than `taken` does beside `arms` before it, a
    share, too; `labels`: parts, H x W.
    """
    box = box_around(taken > 0.5, int(calm.most * width_px) + OUTSIDE_PX)
    result = taken.copy()
    result[box] = _even(taken[box], old[box], arms[box], labels[box], width_px, calm)
    return result


def _even(taken: Floats, old: Floats, arms: Floats, labels: Labels, width_px: float, calm: Calm) -> Floats:
    solid = (taken > 0.5) & ((old > 0.5) | ~dilated(arms > HIDES, round(BESIDE * width_px)))
    result = taken.copy()
    for edges, sign, room in _sides(solid, labels)[: 2 if calm.outer else None]:
        share = smooth_step((room / width_px - TIP[0]) / (TIP[1] - TIP[0]))
        for rows in _runs(edges, JUMP * width_px):
            if len(rows) >= SHORT * width_px:
                side = Side(rows, _exact(taken, rows, edges[rows], sign), sign, share[rows])
                _move(result, taken, labels, side, width_px, calm)
    return np.where(arms > HIDES, taken, result)


def _sides(solid: Mask, labels: Labels) -> list[tuple[Values, int, Values]]:
    """Of each side its edge's column in all rows, NaN without one, where outside is, and what room is there, px."""
    high, wide = solid.shape
    any_ = solid.any(axis=1)
    left = np.where(any_, solid.argmax(axis=1), np.nan)
    right = np.where(any_, wide - solid[:, ::-1].argmax(axis=1), np.nan)
    begin, end = _between_legs(solid, labels)
    free = np.full(high, np.inf)
    return [(left, -1, free), (right, 1, free), (begin, 1, end - begin), (end, -1, end - begin)]


def _between_legs(solid: Mask, labels: Labels) -> tuple[Values, Values]:
    """Where in each row the widest gap of ground that has cloth at both its ends begins and ends; NaN without one."""
    ground = (~solid & (labels == Part.BACKGROUND)).astype(np.int32)
    total = np.cumsum(ground, axis=1)
    run = total - np.maximum.accumulate(np.where(ground == 0, total, 0), axis=1)
    # a run counts where it ends, with cloth before and behind it
    column = np.arange(solid.shape[1])
    before = np.take_along_axis(solid, (column - run).clip(0), axis=1) & (column - run >= 0)
    behind = np.pad(solid[:, 1:], ((0, 0), (0, 1)))
    run = np.where(before & behind, run, 0)
    last = run.argmax(axis=1)
    size = run[np.arange(len(run)), last]
    return np.where(size > 0, last + 1 - size, np.nan), np.where(size > 0, last + 1, np.nan)


def _runs(edges: Values, jump_px: float) -> list[NDArray[np.int64]]:
    """Rows that follow each other without a jump."""
    rows = np.flatnonzero(np.isfinite(edges))
    cut = (np.diff(rows) > 1) | (np.abs(np.diff(edges[rows])) > jump_px)
    return np.split(rows, np.flatnonzero(cut) + 1)


def _exact(taken: Floats, rows: NDArray[np.int64], edge: Values, sign: int) -> Values:
    """The edge to parts of a pixel: the last pixel within has more than half of it, the next one less."""
    outer = (edge if sign > 0 else edge - 1).astype(int)
    shares = [taken[rows, at.clip(0, taken.shape[1] - 1)] for at in (outer - sign, outer)]
    return np.asarray(edge + sign * (shares[0] + shares[1] - 1).clip(-0.5, 0.5), np.float64)


def _move(result: Floats, taken: Floats, labels: Labels, side: Side, width_px: float, calm: Calm) -> None:
    """Moves one side's edge to a calm line."""
    rows, edge, sign = side.rows, side.edge, side.sign
    asked = (edge + sign * OUTSIDE_PX).astype(int)
    seen = (labels[rows, asked.clip(0, labels.shape[1] - 1)] == Part.BACKGROUND).astype(np.float64)
    if seen.sum() < SHORT * width_px / 2:
        return
    line, known = _calm(edge, seen, sign, width_px, calm.along)
    most = calm.most * width_px
    # cloth that ends at an arm goes on to there
    open_ = np.minimum(2 * _averaged(seen, TOUCHED * width_px), 1.0)
    line = np.where(sign * (line - edge) < 0, edge + (line - edge) * open_, line)
    from_end = np.arange(len(rows)) / width_px
    share = side.free * known * smooth_step(from_end / UPPER)
    if rows[-1] < len(labels) - 1:
        share *= smooth_step(from_end[::-1] / LOWER)
    shift = most * np.tanh((line - edge) / most) * share
    line = edge + shift
    slope = np.gradient(line)[:, None]
    view = slice(max(0, int(edge.min() - most) - OUTSIDE_PX), int(edge.max() + most) + OUTSIDE_PX)
    x = np.arange(labels.shape[1])[view] + 0.5
    within = (0.5 + sign * (line[:, None] - x) / np.sqrt(1 + slope**2)).clip(0, 1)
    beyond = sign * (x - edge[:, None])
    near = (np.abs(beyond) < most + 2) & (np.abs(shift) > LEAST_PX)[:, None]
    free = np.maximum(taken[rows, view], labels[rows, view] == Part.BACKGROUND)
    result[rows, view] = np.where(near, np.minimum(within, free), result[rows, view])


def _calm(edge: Values, seen: Values, sign: int, width_px: float, along: float) -> tuple[Values, Values]:
    """The side's line, N, by straight lines fitted around each row, and how much is known of it there, from 0 to 1."""
    sigma = along * width_px
    weight, line = seen, edge
    for _ in range(1 + AGAIN):
        line = _fitted(edge, weight + 1e-6, sigma)
        off = sign * (edge - line) / (OFF * width_px)
        weight = seen / (1 + off**2) * np.where(off < 0, BITTEN, 1.0)
    return line, np.minimum(2 * _averaged(seen, sigma), 1.0)


def _fitted(edge: Values, weight: Values, sigma: float) -> Values:
    """Straight lines fitted to weighted places around each one, there."""
    at = np.arange(len(edge), dtype=np.float64)
    total = _blurred(weight, sigma)
    mean, value = _blurred(weight * at, sigma) / total, _blurred(weight * edge, sigma) / total
    spread = _blurred(weight * at**2, sigma) / total - mean**2
    both = _blurred(weight * at * edge, sigma) / total - mean * value
    return np.asarray(value + both / np.maximum(spread, 1.0) * (at - mean), np.float64)


def _averaged(values: Values, sigma: float) -> Values:
    return np.asarray(_blurred(values, sigma) / _blurred(np.ones(len(values)), sigma), np.float64)


def _blurred(values: Values, sigma: float) -> Values:
    """Summed up with a Gaussian's weights; there is nothing beyond the ends."""
    reach = int(3 * sigma)
    kernel = cv2.getGaussianKernel(2 * reach + 1, sigma)[:, 0]
    return np.convolve(values, kernel)[reach : reach + len(values)]
