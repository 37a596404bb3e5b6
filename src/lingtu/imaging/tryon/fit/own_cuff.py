"""The cuffs of sleeves that are cut of the body's cloth: their own, in that one's light."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.masks import polygon, within
from lingtu.imaging.tryon.arrays.outline import Mask, Points
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.fit.piece import Piece
from lingtu.imaging.tryon.flat.garment import Garment

Floats = NDArray[np.float32]

#: The part of a sleeve that is its cuff; and over how much that turns to the cloth above it.
TRIM, FADE = 0.13, 0.05
#: How much lighter or darker a cuff may be made, as the body's cloth is; and how unlike that it is at most, where
#: it may lie in shade, and where print tells it.
LIGHTER, SAME, SAME_PRINT = (0.75, 1.33), 12.5, 8.0
#: Lab with half of the lightness.
HALF_LIGHT = np.array([0.5, 1, 1], np.float32)
#: Shares of colours by which two cloths are compared.
SHARES = (15, 35, 50, 65, 85)
#: So unlike, Lab with half the light, is another colour; a sleeve with so much of it is no plain cloth; and of how many
#: pixels that is told.
OTHER, A_FEW, SAMPLES = 12.0, 0.05, 400


def has_others(own: Floats, cloth: Floats) -> bool:
    """Whether cloth, N x 3 Lab, has colours that another one's, H x W x 3, hasn't: a yoke of lace, a stripe."""
    some = own[:: max(1, len(own) // SAMPLES)]
    flat = cloth.reshape(-1, 3)
    other = flat[:: max(1, len(flat) // SAMPLES)]
    return bool((lengths(some[:, None] - other[None]).min(axis=1) > OTHER).mean() > A_FEW)


def unlike(one: Floats, other: Floats) -> float:
    """How far the shares of two cloths' colours, .. x 3 Lab with half of the lightness, are from each other."""
    shares = (np.percentile(each.reshape(-1, 3), SHARES, axis=0) for each in (one, other))
    return float(np.linalg.norm(np.subtract(*shares), axis=1).mean())


def light_of_cuff(
    garment: Garment, lab: Floats, sleeve: Piece, body: tuple[slice, slice], columns: int, same: float
) -> Values | None:
    """By what a cuff's red, green and blue are multiplied to have the light of the body's cloth; None of another one.

    `lab`: the garment's picture, as for `unlike`; `sleeve`: a ribbon of so many columns; `body`: where its cloth is;
    `same`: how unlike that a cuff is at most.
    """
    grid = sleeve.source.reshape(-1, columns, 2)
    ends = _end(sleeve.source, columns), grid[_above(len(grid), 2 * TRIM) : _above(len(grid), TRIM) + 1]
    strips = [_strip(rows, garment) for rows in ends]
    if any(not strip.any() or unlike(lab[strip], lab[body]) > same for strip in strips):
        return None
    colours = garment.rgb[body].reshape(-1, 3)
    return np.asarray(np.median(colours, axis=0) / np.maximum(np.median(garment.rgb[strips[1]], axis=0), 1e-2))


def is_poor(sleeve: Piece, columns: int, gain: Values, most: float) -> bool:
    """Whether a cuff is drawn out by more than `most`, or lies in another light: plain cloth ends better."""
    own, worn = (
        float(np.linalg.norm(rows[:, 1] - rows[:, -2], axis=1).mean())
        for rows in (_end(each, columns)[:-1] for each in (sleeve.source, sleeve.target))
    )
    return bool((gain < LIGHTER[0]).any() or (gain > LIGHTER[1]).any()) or worn > most * own


def own_cuff(sleeve: Piece, columns: int, gain: Values) -> Piece:
    """A sleeve's own cuff, in such light; it fades out above it."""
    assert sleeve.edge is not None
    end = _end(sleeve.target, columns)
    beyond = end[-1:] + 3 * (end[-1:] - end[-2:-1])
    end = np.concatenate([end, beyond])
    wide = 0.5 * (end[:, -1:] - end[:, :1])
    end = np.concatenate([end[:, :1] - wide, end, end[:, -1:] + wide], axis=1)
    outer = sleeve.target.reshape(-1, columns, 2)[:, 0]
    soft = FADE * float(np.linalg.norm(np.diff(outer, axis=0), axis=1).sum()) / 3
    share = cv2.GaussianBlur(polygon(_around(end), sleeve.edge.shape), (0, 0), max(0.8, soft))
    return replace(sleeve, name="cuff", edge=np.asarray(sleeve.edge * share, np.float32), gain=tuple(gain))


def _end(places: Points, columns: int) -> Points:
    """The rows of a ribbon's places, N x 2, that are its cuff."""
    grid = places.reshape(-1, columns, 2)
    return grid[_above(len(grid), TRIM) :]


def _strip(rows: Points, garment: Garment) -> Mask:
    """The garment's cloth in some rows across a sleeve, R x C x 2 px."""
    return np.asarray(within(_around(rows), garment.alpha.shape) & (garment.alpha > 0.9))


def _around(rows: Points) -> Points:
    """The outline of rows R x C x 2."""
    return np.concatenate([rows[0], rows[1:, -1], rows[-1, ::-1], rows[::-1, 0]])


def _above(rows: int, share: float) -> int:
    """The row that has so much of the sleeve below it."""
    return round((1 - share) * (rows - 1))
