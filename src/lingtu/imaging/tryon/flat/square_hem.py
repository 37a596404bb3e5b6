"""The end of a hem that a matte has frayed, its corners rounded: cut on its line, from one side's line to the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Where a side's line is read, above the hem, and where the hem's is, from its ends; all in widths of the hem.
SIDE, INNER = (0.4, 0.1), 0.1
#: Above the hem so much of the corners is filled at most.
CORNER = 0.12
#: Fringes, scallops and pleats are off the hem's line farther than this; hems that are not level fall so much: rounded.
FRAYED, LEVEL = 0.012, 0.045
#: How far what lacks in a corner reaches up at most so far inside the side's line: more is a slit or round by itself.
ROUND, INSIDE = 0.09, 0.015
#: Beside its sides nothing else is so near: sleeves.
BESIDE = 0.05
#: Rounds in which its line is found; how far off it a place no longer counts.
ROUNDS, OFF = 6, 0.01
#: How steep a side is at least, against the level, to have a corner with it.
STEEP = 1.2


def with_square_hem(alpha: Floats, top: Top) -> Floats:
    """The coverage H x W with a clean hem; the same where it is rounded, fringed, or has no such corners."""
    wide = float(top.hem[-1, 0] - top.hem[0, 0])
    if wide < 0.3 * top.chest:
        return alpha
    base = float(np.percentile(top.hem[:, 1], 80))
    lines = [_side_line(side.edge, base, wide) for side in top.sides]
    if lines[0] is None or lines[1] is None:
        return alpha
    left, right = (float(np.polyval(line, base)) for line in lines if line is not None)
    solid = alpha > 0.5
    curve = _curve(solid, left, right, wide)
    if curve is None:
        return alpha
    high = base - CORNER * wide
    rows = np.arange(alpha.shape[0])[:, None]
    every = np.arange(alpha.shape[1])[None]
    out = np.maximum(np.polyval(lines[0], rows) - every, every - np.polyval(lines[1], rows)) / wide
    inside = np.flatnonzero(solid[int(high)] & (out[int(high)] < BESIDE))
    if not len(inside) or (solid & (rows > high) & (out > BESIDE / 3) & (out < BESIDE)).any():
        return alpha
    ends = np.linspace(left, right, 64)
    low = np.stack([ends, curve(ends) + 0.5], axis=1)
    whole = polygon(np.concatenate([[(float(inside[0]), high)], low, [(inside[-1] + 1.0, high)]]), alpha.shape)
    above = (curve(every.clip(int(left), int(right))) - rows + 1.0).clip(0, 1)
    part = np.minimum(np.maximum(alpha, whole), above)
    return np.where((out < BESIDE) & (rows > high), part, alpha).astype(np.float32)


def _curve(solid: Mask, left: float, right: float, wide: float) -> np.poly1d | None:
    """y by x of the hem between its corners' columns; None where it is rounded or fringed."""
    columns = np.arange(int(left + INNER * wide), int(right - INNER * wide))
    rim = BESIDE * wide / 4
    if left < rim or right > solid.shape[1] - 1 - rim or len(columns) < wide / 2:
        return None
    bottom = np.where(solid.any(axis=0), solid.shape[0] - 1 - solid[::-1].argmax(axis=0), 0).astype(np.float64)
    curve = _line(columns, bottom[columns], OFF * wide)
    ends = np.linspace(left, right, 64)
    bend = curve(ends) - np.linspace(curve(left), curve(right), len(ends))
    fringed = np.percentile(np.abs(bottom[columns] - curve(columns)), 90) > FRAYED * wide
    return None if fringed or np.ptp(bend) > LEVEL * wide or _is_round(bottom, curve, (left, right), wide) else curve


def _side_line(edge: Values, base: float, wide: float) -> Values | None:
    """x by y of a side above its corner; None where there is none."""
    part = edge[(edge[:, 1] > base - SIDE[0] * wide) & (edge[:, 1] < base - SIDE[1] * wide)]
    part = part[:: max(1, len(part) // 40)]
    if len(part) < 8 or np.ptp(part[:, 1]) < SIDE[1] * wide:
        return None
    line = np.polyfit(part[:, 1], part[:, 0], 1)
    return None if abs(line[0]) > 1 / STEEP else np.asarray(line, np.float64)


def _line(columns: NDArray[np.int64], bottom: Values, off_px: float) -> np.poly1d:
    """Through most of the hem's places."""
    line = np.poly1d([float(np.median(bottom))])
    for index in range(ROUNDS):
        weight = 1 / (1 + ((bottom - line(columns)) / (off_px * max(1, 4 - index))) ** 2)
        line = np.poly1d(np.polyfit(columns, bottom, 1 if index < 2 else 3, w=np.sqrt(weight)))
    return line


def _is_round(bottom: Values, curve: np.poly1d, ends: tuple[float, float], wide: float) -> bool:
    """Whether more lacks in a corner than a matte rounds off."""
    for start, sign in zip(ends, (1, -1), strict=True):
        column = int(start + sign * INSIDE * wide)
        if curve(column) - bottom[column] > ROUND * wide:
            return True
    return False
