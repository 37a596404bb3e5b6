"""The hem of a top over lower clothes of other colours, patterned or not, as the path that parts both best.

Parsers give blocks of a patterned waistband to the top. Histograms of what is surely one garment or the other tell how
likely each pixel is of either; across the body goes the path above which most is the one and below which the other,
found by dynamic programming, along an edge of the picture where there is one.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: How far above and below what was said the hem may be, and how far from there the garments are sure, and down to
#: where; shoulder widths.
REACH, SURE, FAR = 0.12, 0.14, 0.6
#: How near to the waist it is looked for, levels.
AT_WAIST = 0.3
#: Bins of Lab and of how patterned a pixel's surroundings of this width are; share of what was never seen.
BINS, GRAIN_PX, UNSEEN = (12, 12, 12, 6), 7, 1e-2
#: One pixel says no more than so much, log odds; it says so much on average where the garments can be told apart.
MOST, APART = 2.0, 0.8
#: What an edge of the picture is worth, log odds per Lab distance across two pixels, up to so many; and what a step of
#: the path costs, by a pixel. It is no steeper than this.
EDGE, MOST_EDGE, STEP, STEEPEST = 0.15, 30.0, 3.0, 1
#: Columns in which the hem is seen at least, also as a share of those across it, as a bare belly may part the garments;
#: and by how much the path must be better than what was said, log odds.
LEAST_SEEN, MOSTLY, BETTER = 24, 0.6, 30.0


def with_hem_path(rgb: Floats, labels: Labels, frame: Frame, waist: float) -> Labels:
    """The parts H x W with the garments parted there, where that explains the picture much better."""
    upper, lower = labels == Part.TORSO, labels == Part.LOWER
    met = upper[:-1] & lower[1:] & (np.abs(frame.along[1:] - waist) < AT_WAIST)
    columns = np.flatnonzero(met.any(axis=0))
    if len(columns) < LEAST_SEEN:
        return labels
    first, last = int(columns[0]), int(columns[-1]) + 1
    if len(columns) < MOSTLY * (last - first):
        return labels
    reach = max(3, int(REACH * frame.width))
    said = np.interp(np.arange(first, last), columns, met[:, columns].argmax(axis=0) + 1.0)
    top = int(said.min()) - int((SURE + FAR) * frame.width)
    box = slice(max(0, top), int(said.max()) + int((SURE + FAR) * frame.width)), slice(first, last)
    said -= box[0].start
    lab = cv2.cvtColor(np.ascontiguousarray(rgb[box]), cv2.COLOR_RGB2Lab)
    of_upper = _log_odds(lab, upper[box], lower[box], said, frame.width)
    if of_upper is None:
        return labels
    either = upper[box] | lower[box]
    of_upper *= either
    edge = np.zeros(of_upper.shape, np.float32)
    edge[1:] = lengths(lab[1:] - lab[:-1]) * (either[1:] & either[:-1])
    worth = EDGE * np.minimum(edge, MOST_EDGE)
    # what all above is worth as upper, and all from there on as lower clothes
    gain = np.concatenate([np.zeros((1, of_upper.shape[1]), np.float32), np.cumsum(of_upper, axis=0)[:-1]]) + worth
    rows = np.rint(said)[:, None].astype(np.int32) + np.arange(-reach, reach + 1)
    rows = rows.clip(0, len(gain) - 1)
    across = np.arange(last - first)
    windows = gain[rows, across[:, None]]
    path = rows[across, _best(windows, rows)]
    better = float((gain[path, across] - gain[np.rint(said).astype(int), across]).sum())
    better += STEP * float(np.abs(np.diff(said)).sum() - np.abs(np.diff(path)).sum())
    if better < BETTER:
        return labels
    down = np.arange(len(gain))[:, None]
    # cords and bows hang farther down
    more, less = ((low <= down) & (down < high) & either for low, high in ((said, path), (path, said)))
    result = labels.copy()
    result[box] = np.where(more, Part.TORSO, np.where(less, Part.LOWER, labels[box]))
    return result


def _log_odds(lab: Floats, upper: Mask, lower: Mask, said: NDArray[np.float64], width_px: float) -> Floats | None:
    """How much likelier each pixel is of the upper garment, H x W; None where nothing tells."""
    below = np.arange(len(lab))[:, None] - said
    far = np.abs(below) < FAR * width_px
    sure = upper & (below < -SURE * width_px) & far, lower & (below > SURE * width_px) & far
    if min(np.count_nonzero(each) for each in sure) < LEAST_SEEN**2:
        return None
    number = tuple(_binned(lab))
    likely = []
    for each in sure:
        counts = np.zeros(BINS)
        np.add.at(counts, tuple(of[each] for of in number), 1)
        for axis in range(len(BINS)):
            counts = _blurred(counts, axis)
        likely.append(counts / counts.sum() + UNSEEN / BINS[0])
    odds = np.log(likely[0] / likely[1]).clip(-MOST, MOST)[number]
    if min(float(odds[sure[0]].mean()), -float(odds[sure[1]].mean())) < APART:
        return None
    return np.asarray(odds, np.float32)


def _binned(lab: Floats) -> NDArray[np.intp]:
    """The bins of each pixel's colour and of how patterned its surroundings are, 4 x H x W."""
    side = (GRAIN_PX, 1)  # along a hem, which is no pattern
    light = np.ascontiguousarray(lab[..., 0])
    spread = np.sqrt((cv2.blur(light**2, side) - cv2.blur(light, side) ** 2).clip(0))
    values = np.stack([lab[..., 0] / 100, lab[..., 1] / 128 + 0.5, lab[..., 2] / 128 + 0.5, np.log2(1 + spread) / 5])
    sizes = np.array(BINS)[:, None, None]
    return np.asarray((values * sizes).clip(0, sizes - 1), np.intp)


def _blurred(counts: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Along one axis, a quarter to each side."""
    moved = np.moveaxis(counts, axis, 0)
    padded = np.concatenate([moved[:1], moved, moved[-1:]])
    return np.asarray(np.moveaxis((padded[:-2] + 2 * moved + padded[2:]) / 4, 0, axis), np.float64)


def _best(gain: Floats, rows: NDArray[np.int32]) -> NDArray[np.intp]:
    """The place in each column's window, columns x places, of the path that gains most."""
    places = gain.shape[1]
    total, came = gain[0].astype(np.float64), np.zeros(gain.shape, np.int64)
    for column in range(1, len(gain)):
        shift = int(rows[column, places // 2] - rows[column - 1, places // 2])
        options = np.full((2 * STEEPEST + 1, places), -np.inf)
        for index, step in enumerate(range(-STEEPEST, STEEPEST + 1)):
            start = np.arange(places) + shift - step
            inside = (start >= 0) & (start < places)
            options[index, inside] = total[start[inside]] - STEP * abs(step)
        best = options.argmax(axis=0)
        came[column] = np.arange(places) + shift - (best - STEEPEST)
        total = options[best, np.arange(places)] + gain[column]
        if not np.isfinite(total).any():
            total = gain[column].astype(np.float64)
    at = np.zeros(len(gain), np.int64)
    at[-1] = int(total.argmax())
    for column in range(len(gain) - 1, 0, -1):
        at[column - 1] = int(np.clip(came[column, at[column]], 0, places - 1))
    return at
