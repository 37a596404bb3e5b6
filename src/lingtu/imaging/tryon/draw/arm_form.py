"""How light and dark a bare arm is along and across it: a round limb beside a body, as photographs show them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Where the form is told: across from the inner edge (-1) to the outer one, along from shoulder (0) by the elbow (0.5)
#: to the wrist (1).
ACROSS = (-0.92, -0.7, -0.45, -0.2, 0.0, 0.2, 0.45, 0.7, 0.92)
ALONG = (0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0)
#: Logarithm of the lightness there, a mean over 50 bare arms of 30 people. Inside it has the body's shade.
FORM = (
    (-0.07, -0.02, 0.00, 0.01, 0.01, 0.01, 0.00, -0.04, -0.11),
    (-0.24, -0.13, -0.05, 0.01, 0.01, 0.01, -0.01, -0.05, -0.11),
    (-0.33, -0.20, -0.07, -0.01, 0.00, 0.00, -0.02, -0.06, -0.11),
    (-0.33, -0.20, -0.07, -0.02, 0.00, 0.00, -0.01, -0.06, -0.11),
    (-0.25, -0.15, -0.06, -0.03, -0.01, 0.00, 0.00, -0.04, -0.10),
    (-0.25, -0.15, -0.06, 0.00, 0.02, 0.02, 0.00, -0.07, -0.15),
    (-0.26, -0.19, -0.08, -0.01, 0.01, 0.01, -0.02, -0.08, -0.15),
    (-0.23, -0.18, -0.10, -0.03, -0.01, 0.00, -0.02, -0.08, -0.13),
    (-0.20, -0.15, -0.07, -0.02, -0.01, -0.01, -0.03, -0.08, -0.13),
)
#: At its very edges, from so far across on, skin turns away: the logarithm of the lightness it lacks there. Measured in
#: steps of half a pixel along bare arms before pale grounds: real edges are darker than the skin within, never paler.
RIM, RIM_FROM = -0.11, 0.84
#: What light from outside adds (the first component of how these arms differ), and how much of it is in the mean.
ASIDE, IN_MEAN = (-1.2, -0.9, -0.52, -0.2, 0.0, 0.2, 0.36, 0.43, 0.36), 0.1
#: How much darker an arm is as a whole on the side that is turned from the light, of what it lacks there.
WHOLE = 0.35
#: How much light from the picture's right there is by how much lighter the right halves of face and neck are, and at
#: most; logarithms. As these arms have it, and a third more: what is told from means is too even.
BY_FACE, BY_NECK, MOST = 0.36, 0.27, 0.3
#: What light that falls off does to red, green and blue: skin lets through red. Exponents of the lightness.
RED_SHADE = (0.75, 1.08, 1.31)
#: Pixels of a part that tell this.
ENOUGH = 200
#: Places of an arm that tell its own light; and how much they must differ to tell where it comes from.
KNOWN, RIDGE = 40, 0.05


def light_aside(layers: Layers) -> float:
    """How much more light comes from the picture's right than from its left, a logarithm on a limb's halves."""
    more = BY_FACE * _contrast(layers, Part.FACE) + BY_NECK * _contrast(layers, Part.NECK)
    return float(np.clip(more, -MOST, MOST))


def _contrast(layers: Layers, part: Part) -> float:
    """By how much a part's right half is lighter than its left one, a logarithm."""
    rows, columns = np.nonzero(layers.share(part) > 0.97)
    if len(columns) < ENOUGH:
        return 0.0
    right = columns > np.median(columns)
    light = np.log(layers.rgb[rows, columns].mean(axis=1) + 0.02)
    return float(np.median(light[right]) - np.median(light[~right]))


def place_along(limb: Limb) -> Values:
    """Each station's place along an arm: 0 at the shoulder, 0.5 at the elbow, 1 at the wrist and beyond, N."""
    last = STATIONS - 1
    elbow = limb.joint / max(limb.length, 1e-3) * (len(limb.centres) - 1)
    return np.asarray(np.interp(np.arange(len(limb.centres)), (0, min(elbow, last - 1), last), (0, 0.5, 1)), np.float64)


def form(along: Floats, across: Floats, from_outside: float) -> Floats:
    """Logarithm of an arm's lightness at places along (0 to 1) and across it (-1 inside to 1), all H x W.

    `from_outside`: how much more light comes from there, as `light_aside` tells it.
    """
    table = np.asarray(FORM, np.float32) + (from_outside - IN_MEAN) * np.asarray(ASIDE, np.float32)
    row = np.interp(along, ALONG, np.arange(len(ALONG))).astype(np.float32)
    column = np.interp(across, ACROSS, np.arange(len(ACROSS))).astype(np.float32)
    rim = ((np.abs(across) - RIM_FROM) / (1 - RIM_FROM)).clip(0, 1) ** 2
    return np.asarray(_read(table, row, column) + WHOLE * from_outside + RIM * rim, np.float32)


def as_seen(light: Floats, across: Floats, seen: Floats, known: Mask) -> Floats:
    """The form `light` of an arm H x W as light from aside and as a whole it is where it is `seen`, `known` H x W."""
    if np.count_nonzero(known) < KNOWN:
        return light
    aside = np.interp(across, ACROSS, ASIDE)
    off, at = (seen - light)[known], aside[known]
    off = np.clip(off - np.median(off), -MOST, MOST) + np.median(off)
    slope = float(((at - at.mean()) * (off - off.mean())).sum() / (((at - at.mean()) ** 2).sum() + RIDGE * len(at)))
    return np.asarray(light + slope * aside + float((off - slope * at).mean()), np.float32)


def _read(table: Floats, row: Floats, column: Floats) -> Floats:
    """A table between its places, without corners at them."""
    top, left = (np.floor(each).astype(np.int32) for each in (row, column))
    down, aside = row - top, column - left
    down, aside = (each * each * (3 - 2 * each) * 0.5 + each * 0.5 for each in (down, aside))
    below, right = np.minimum(top + 1, table.shape[0] - 1), np.minimum(left + 1, table.shape[1] - 1)
    upper = table[top, left] * (1 - aside) + table[top, right] * aside
    lower = table[below, left] * (1 - aside) + table[below, right] * aside
    return np.asarray(upper * (1 - down) + lower * down, np.float32)
