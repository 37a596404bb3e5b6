"""The hems of trousers that are taken off: an arc around each leg, not what was told apart of cloth, skin and shoes."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Labels, Layers
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import hem_px

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: The leg's width is taken so far above its hem, and cloth goes on so far below that at most, shoulder widths.
ABOVE, BELOW = 0.1, 0.3
#: Widths of legs, shoulder widths.
WIDE = (0.15, 0.75)
#: Places of a hem so far from its arc count half, and so near they are on it, shoulder widths; share that must be.
OFF, ON, MOSTLY = 0.012, 0.03, 0.6
#: How often the arc is fitted.
FITTED = 6
#: How much lower the middle of an arc is than its ends, and how slant it is, of the leg's width: least and most.
SAG, SLANT = (-0.01, 0.14), 0.3
#: Percentage of the hem's places that the arc is below: what would stay of old cloth is seen, not a pixel more of new.
COVERED = 80
#: Cloth that hangs so far below the arc is none of the hem's, shoulder widths.
LOOSE = 0.02
#: More is another leg, shoulder widths squared.
LITTLE = 0.03


def with_even_hems(layers: Layers, wearer: Wearer) -> Layers:
    """The layers with old trousers' legs that end in arcs over shoes, skin and ground."""
    result = replace(layers, labels=layers.labels.copy(), shares=layers.shares.copy())
    for flank in wearer.flanks:
        _even(result, wearer, flank)
    return result


def _even(layers: Layers, wearer: Wearer, flank: Flank) -> None:
    """Changes what is around one leg's hem."""
    labels, shares, width = layers.labels, layers.shares, wearer.width
    old = hem_px(wearer, flank)
    place = flank.leg.point(np.array([old]), 0)[0]
    top, end = int(place[1] - ABOVE * width), int(place[1] + BELOW * width)
    if old <= 0 or top < 0 or end >= len(labels):
        return
    columns = _run(labels[top] == Part.LOWER, int(place[0]))
    if not WIDE[0] * width < len(columns) < WIDE[1] * width:
        return
    below = labels[top:end, columns] == Part.LOWER
    hem = top + np.where(below.all(axis=0), end - top, below.argmin(axis=0)).astype(np.float64)
    line = _arc(hem, width)
    if line is None:
        return
    y, view = np.arange(top, end)[:, None], (slice(top, end), slice(columns[0], columns[-1] + 1))
    share = (line + 0.5 - y).clip(0, 1)
    before = shares[Part.LOWER][view].copy()
    after = np.maximum(before, share * (y > hem - ON * width))
    shares[(slice(None), *view)] *= ((1 - after) / np.maximum(1 - before, 1e-3)).clip(0, 1)
    shares[Part.LOWER][view] = after
    labels[view][(share > 0.5) & (after > 0.5)] = Part.LOWER
    _take_loose(labels[view], shares[(slice(None), *view)], y > line + LOOSE * width, LITTLE * width**2)


def _run(row: Mask, at: int) -> NDArray[np.int64]:
    """The columns of a row around a place that are in a mask."""
    out = np.flatnonzero(~row)
    first = int(out[out < at].max(initial=-1)) + 1
    last = int(out[out >= at].min(initial=len(row)))
    return np.arange(first, last)


def _arc(hem: Values, width_px: float) -> Values | None:
    """The arc on most places of a hem, one a column, or a little below them; None where it isn't any."""
    t, weight = np.linspace(-1, 1, len(hem)), np.ones(len(hem))
    basis = np.stack([np.ones_like(t), t, 1 - t**2], axis=1)
    for _ in range(FITTED):
        slant = np.linalg.lstsq(basis * weight[:, None], hem * weight, rcond=None)[0]
        slant[1] = np.clip(slant[1], *(np.array([-1, 1]) * SLANT * len(hem)))
        slant[2] = np.clip(slant[2], *(np.array(SAG) * len(hem)))
        arc = basis[:, 1:] @ slant[1:]
        arc += np.average(hem - arc, weights=weight**2)
        weight = 1 / np.sqrt(1 + ((hem - arc) / (OFF * width_px)) ** 2)
    on = np.abs(hem - arc) < ON * width_px
    if on.mean() < MOSTLY:
        return None
    return np.asarray(arc + np.percentile((hem - arc)[on], COVERED).clip(0), np.float64)


def _take_loose(labels: Labels, shares: Floats, beyond: Mask, most_px: float) -> None:
    """Gives a little cloth that hangs below a hem to what is nearest of shoes and legs; changes both arrays."""
    loose = beyond & (labels == Part.LOWER)
    if not 0 < np.count_nonzero(loose) < most_px or not is_any(labels, (Part.SHOES, Part.LEGS)).any():
        return
    to_shoes, to_legs = (
        cv2.distanceTransform((labels != part).astype(np.uint8), cv2.DIST_L2, 3) for part in (Part.SHOES, Part.LEGS)
    )
    for part, nearest in ((Part.SHOES, to_shoes <= to_legs), (Part.LEGS, to_shoes > to_legs)):
        given = beyond & nearest
        labels[given & loose] = part
        shares[part] += np.where(given, shares[Part.LOWER], 0)
        shares[Part.LOWER][given] = 0
