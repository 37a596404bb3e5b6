"""The hem of a garment whose colour is its background's: mattes tear it there, and hems are even."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]

#: Lab distance of the cloth above the hem from the ground below it from which a matte is to be trusted.
TOLD = 12.0
#: Coverage of what is ground for sure.
CLEAR = 0.03
#: Where both are looked at, widths of the chest from the hem.
ABOVE, BELOW = (0.02, 0.08), (0.02, 0.06)
#: How uneven a hem is that is torn: at most so far off its line, chest widths, and its middle at most so far.
TORN, SHAPED = 0.01, 0.015
#: Degree of the line, rounds in which it is found, and how far off it a place no longer counts, chest widths.
DEGREE, ROUNDS, OFF = 3, 12, 0.012
#: What is ground for sure: no more than so much of the cloth, percent, is nearer to its colour than so many times its
#: noise, of so much at least, Lab.
NEAR_GROUND, SURE, NOISE = 2.0, 2.0, 0.6
#: Beside the hem's ends what is so far above its line is a gap, chest widths.
GAP = 0.12
#: Beyond the corners the hem goes on where the outline is so near to its line; holes are filled so far above it.
CORNER, FILLED = 0.05, 0.2


def with_even_hem(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """The coverage H x W with a smooth hem where the picture does not tell it."""
    width = top.chest
    bottom = _bottoms(alpha, top)
    first, last = (int(np.clip(round(x), 0, len(bottom) - 1)) for x in (top.hem[0, 0], top.hem[-1, 0]))
    columns = np.arange(first, last + 1)
    if last - first < 0.3 * width:
        return alpha
    line = _line(columns, bottom[columns], width)
    off = np.abs(bottom[columns] - line(columns)) / width
    if np.percentile(off, 98) < TORN or np.median(off) > SHAPED or _told(rgb, alpha, line, columns, width):
        return alpha
    first, last = between_gaps(bottom, line(np.arange(len(bottom))), first, last, GAP * width)
    near = np.abs(bottom - line(np.arange(len(bottom)))) < CORNER * width
    while first > 0 and near[first - 1]:
        first -= 1
    while last < len(bottom) - 1 and near[last + 1]:
        last += 1
    columns = np.arange(first, last + 1)
    rows = np.arange(alpha.shape[0])[:, None]
    inside = (line(columns)[None] - rows + 0.5).clip(0, 1)
    result = alpha.copy()
    part = result[:, first : last + 1]
    high = (line(columns) - FILLED * width).clip(0, alpha.shape[0] - 1)
    solid = alpha[high.astype(int), columns] > 0.5
    below = rows > np.where(solid, high, bottom[columns])[None]
    new = np.where(below, inside, part)
    ground = _is_ground(rgb, alpha)[:, first : last + 1]
    added = (below & (inside > 0.5) & (part < 0.5) & ~ground).astype(np.uint8)
    sliver = ground | ((part < 0.5) & (cv2.morphologyEx(added, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) == 0))
    result[:, first : last + 1] = np.where(ground.any() & sliver, np.minimum(new, part), new)
    return np.asarray(result, np.float32)


def between_gaps(bottom: Values, line: Values, first: int, last: int, deep_px: float) -> tuple[int, int]:
    """The hem's columns without the gaps beside sleeves that hang as low as it does, and what is beyond them.

    `bottom`, `line`: the lowest row of each column, and the hem's as it should be; a gap is `deep_px` above that.
    """
    gap = (line - bottom)[first : last + 1] > deep_px
    rim = len(gap) // 4
    left, right = np.flatnonzero(gap[:rim]), np.flatnonzero(gap[len(gap) - rim :])
    return (
        first + int(left[-1]) + 1 if len(left) else first,
        last - rim + int(right[0]) if len(right) else last,
    )


def _bottoms(alpha: Floats, top: Top) -> Values:
    """The lowest row of each column's cloth."""
    solid = alpha > 0.5
    rows = alpha.shape[0] - 1 - solid[::-1].argmax(axis=0)
    return np.where(solid.any(axis=0), rows, 0).astype(np.float64)


def _line(columns: NDArray[np.int64], bottom: Values, width: float) -> np.poly1d:
    """Through most of the places, the lower ones rather: what is torn off is missing above them."""
    weight = np.ones(len(columns))
    line = np.poly1d([float(np.percentile(bottom, 75))])
    for index in range(ROUNDS):
        off = (bottom - line(columns)) / (OFF * width * max(1.0, 4 - index))
        weight = 1 / (1 + np.where(off < 0, 2 * off, off) ** 2) ** 2
        line = np.poly1d(np.polyfit(columns, bottom, DEGREE if index > 3 else 1, w=np.sqrt(weight)))
    return line


def _is_ground(rgb: Floats, alpha: Floats) -> NDArray[np.bool_]:
    """Where an even ground is seen in its own colour, which the cloth has nowhere near it."""
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    ground, cloth = lab[alpha < CLEAR], lab[alpha > 0.9]
    if min(len(ground), len(cloth)) < 500:
        return np.zeros(alpha.shape, np.bool_)
    middle = np.median(ground, axis=0)
    noise = float(np.percentile(np.linalg.norm(ground - middle, axis=1), 90))
    nearest = float(np.percentile(np.linalg.norm(cloth - middle, axis=1), NEAR_GROUND))
    if nearest < SURE * max(noise, NOISE):
        return np.zeros(alpha.shape, np.bool_)
    return np.asarray(lengths(lab - middle) < max(noise, NOISE), np.bool_)


def _told(rgb: Floats, alpha: Floats, line: np.poly1d, columns: NDArray[np.int64], width: float) -> bool:
    """Whether cloth and ground differ on both sides of the hem."""
    away = (np.arange(alpha.shape[0])[:, None] - line(columns)[None]) / width
    part = alpha[:, columns]
    above = (away < -ABOVE[0]) & (away > -ABOVE[1]) & (part > 0.9)
    below = (away > BELOW[0]) & (away < BELOW[1]) & (part < 0.1)
    ground = np.zeros(alpha.shape, np.bool_)
    ground[:, columns] = below
    if np.count_nonzero(ground) < len(columns) / 4:  # a picture that ends at the hem shows its ground elsewhere
        ground = alpha < CLEAR
    if min(np.count_nonzero(above), np.count_nonzero(ground)) < len(columns) / 4:
        return False
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    of_cloth, of_ground = np.median(lab[:, columns][above], axis=0), np.median(lab[ground], axis=0)
    return bool(np.linalg.norm(of_cloth - of_ground) > TOLD)
