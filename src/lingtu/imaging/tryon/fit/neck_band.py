"""Cloth along a neckline goes along with it: ribs keep their width where a mesh's cells are drawn out or pushed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smooth_step, smoothed

Floats = NDArray[np.float32]

#: How far from the edge cloth goes along with it, and from where on it lies as the mesh has it, shoulder widths.
WIDE, FREE = 0.085, 0.24
#: Over such a share of the line at its ends it does so little by little.
ENDS = 0.07
#: How much it is moved at most, of the way from one to the other: what is pushed more would fold.
MOST = 0.55
#: Places between two stations of the line; smoothing of its direction, such places; so far above it colours follow, px.
BETWEEN, EVEN, ABOVE_PX = 4, 6.0, 4.0


@dataclass(frozen=True)
class Band:
    """A neckline on the garment and the same stations on the wearer, N x 2 px from left to right, and the scale."""

    curve: Values
    line: Values
    scale: float
    width_px: float  # across the shoulders
    free: float = FREE  # from there on cloth lies as the mesh has it, shoulder widths

    def below(self, away: float) -> Values:
        """Places on the garment that far below the neckline, shoulder widths, but at its ends, N x 2 px."""
        ahead = _ahead(self.curve)
        across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
        ends = int(ENDS * len(self.curve)) + 1
        return np.asarray(self.curve + away * self.width_px / self.scale * across, np.float64)[ends:-ends]


def along_band(places: tuple[Floats, Floats], band: Band) -> tuple[Floats, Floats]:
    """For each pixel of the wearer x and y on the garment, H x W; -1 where none is."""
    line, curve = dense(band.line), dense(band.curve)
    far = band.free * band.width_px
    rows, columns, at, along, out = beside(line, far, places[0] >= 0)
    if not len(rows):
        return places
    ahead = _ahead(curve)[at]
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    wanted = curve[at] + (along[:, None] * ahead + out[:, None] * across) / band.scale
    share = at / (len(line) - 1)
    weight = smooth_step((far - out) / ((band.free - WIDE) * band.width_px)) * (out > -ABOVE_PX)
    weight *= (np.minimum(share, 1 - share) / ENDS).clip(0, 1)
    off = ((wanted - np.stack([each[rows, columns] for each in places], axis=1)) * across).sum(axis=1)
    most = MOST * (band.free - WIDE) * band.width_px / band.scale
    # along the neckline it stays where the mesh has it: plackets are straight
    moved = (off.clip(-most, most) * weight)[:, None] * across
    result = places[0].copy(), places[1].copy()
    for each, step in zip(result, moved.T, strict=True):
        each[rows, columns] += step.astype(np.float32)
    return result


def beside(line: Values, far_px: float, where: NDArray[np.bool_]) -> tuple[Any, ...]:
    """Pixels within reach of a line, N x 2 px, of those H x W: their rows and columns, the station of the line that is
    nearest to each, and how far they are along from that, and below, px."""
    near = np.zeros(where.shape, np.uint8)
    cv2.polylines(near, [np.rint(line).astype(np.int32)], False, 1, int(2 * far_px))
    rows, columns = np.nonzero((near > 0) & where)
    pixels = np.stack([columns, rows], axis=1).astype(np.float64)
    at = _nearest(pixels, line)
    return rows, columns, at, *_beside(pixels - line[at], _ahead(line)[at])


def dense(line: Values) -> Values:
    """With more stations, of N x C values."""
    index = np.linspace(0, len(line) - 1, BETWEEN * (len(line) - 1) + 1)
    return np.stack([np.interp(index, np.arange(len(line)), line[:, axis]) for axis in range(line.shape[1])], axis=1)


def _ahead(line: Values) -> Values:
    """Unit vectors along a line, N x 2."""
    ahead = smoothed(np.gradient(line, axis=0), EVEN)
    return np.asarray(ahead / np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-6), np.float64)


def _beside(offsets: Values, ahead: Values) -> tuple[Values, Values]:
    """Offsets N x 2 along unit vectors, and to their right."""
    return (offsets * ahead).sum(axis=1), offsets[:, 1] * ahead[:, 0] - offsets[:, 0] * ahead[:, 1]


def _nearest(places: Values, line: Values) -> NDArray[np.int64]:
    """Index of the line's station that is nearest to each place."""
    one, other = places.astype(np.float32), line.astype(np.float32)
    return np.asarray(((other**2).sum(axis=1)[None] - 2 * one @ other.T).argmin(axis=1), np.int64)
