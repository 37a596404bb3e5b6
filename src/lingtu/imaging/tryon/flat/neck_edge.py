"""A neckline's own edge, beside a curve of the usual shapes: necks are cut rounder, squarer or skew (live wire)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import evened_line
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class _Look:
    """How far from the curve the edge is looked for, and half the distance over which it is measured, widths of the
    neck; the latter in px at least; an edge that is clearer than `clear`, Lab, is none the better for it."""

    reach: float
    across: float
    least_px: float
    clear: float


#: First which edge it is, then where exactly that is.
COARSE, FINE = _Look(0.16, 0.025, 2.0, 16.0), _Look(0.035, 0.006, 1.0, 60.0)
#: At how many places on either side it is looked for.
PLACES = 24
#: What a step of one place to the next station costs, Lab, and its growth; so many places it goes at most.
STEP, STEPS = 1.0, 4
#: Towards the ends, which are known, it may move the less: over this share of the curve.
ENDS = 0.12
#: Smoothing along the curve, stations.
SMOOTH = 2.5
#: The inside of the back differs from the front by this, Lab, or any edge may be the neckline's.
APART = 5.0
#: Along most of the curve an edge is as clear as this, Lab, or there is none.
WEAK = 2.0


def on_edge(lab: Floats, curve: Points, width_px: float) -> Points:
    """The curve (N x 2 px, from left to right) moved across to the clearest edge; as it is where there is none.

    `lab`: the garment in Lab colours, H x W x 3, which go on beyond its outline.
    """
    found = _moved(lab, curve, COARSE, width_px)
    return curve if found is None else _fine(lab, found, width_px)


def _fine(lab: Floats, curve: Points, width_px: float) -> Points:
    """On the very edge that is near."""
    found = _moved(lab, curve, FINE, width_px)
    return curve if found is None else found


def _moved(lab: Floats, curve: Points, look: _Look, width_px: float) -> Points | None:
    """The curve on the clearest edge within reach; None where there is none."""
    offsets = np.linspace(-look.reach, look.reach, 2 * PLACES + 1) * width_px
    across = _across(curve)
    edge = _edges(lab, curve, across, offsets, max(look.least_px, look.across * width_px), look.clear)
    path = best_path(np.where(_allowed(len(curve), offsets), edge, -np.inf), STEP)
    stations = np.arange(len(curve))
    along, before = edge[stations, path], edge[:, PLACES]
    if np.percentile(along, 25) < max(WEAK, float(np.percentile(before, 25))):
        return None
    result = evened_line(curve + offsets[path][:, None] * across, SMOOTH)
    result[:, 0] = result[:, 0].clip(curve[0, 0], curve[-1, 0])
    return np.asarray(result, np.float64)


def _across(curve: Points) -> Points:
    """Unit vectors from the inside of the neck to the front, N x 2."""
    ahead = np.gradient(curve, axis=0)
    return np.asarray(np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.linalg.norm(ahead, axis=1, keepdims=True))


def _edges(lab: Floats, curve: Points, across: Points, offsets: Points, half_px: float, clear: float) -> Points:
    """How clear an edge is at each station and offset, N x M, Lab; its sides differ as they mostly do on the curve."""
    places = curve[:, None] + offsets[None, :, None] * across[:, None]
    inside, front = (_sampled(lab, places + sign * half_px * across[:, None]) for sign in (-1, 1))
    off = front - inside
    usual = np.median(off[:, PLACES], axis=0)
    apart = float(np.linalg.norm(usual))
    edge = off @ (usual / apart) if apart > APART else lengths(off)
    # both of its sides are sampled over some distance: its middle is the edge
    wide = half_px / float(offsets[1] - offsets[0])
    return np.asarray(cv2.GaussianBlur(edge.clip(0, clear), (0, 0), sigmaX=wide, sigmaY=0.01), np.float64)


def _allowed(count: int, offsets: Points) -> NDArray[np.bool_]:
    """Offsets within reach, less of it towards the ends, N x M."""
    share = np.linspace(0, 1, count)
    room = (np.minimum(share, 1 - share) / ENDS).clip(0, 1) * offsets[-1]
    return np.asarray(np.abs(offsets)[None] <= room[:, None] + 1e-6)


def best_path(value: Points, cost: float) -> NDArray[np.int64]:
    """For each row the column of the path with the largest sum of values, less what its steps cost, squared."""
    rows, columns = value.shape
    total, came = value[0].copy(), np.zeros((rows, columns), np.int64)
    steps = np.arange(-STEPS, STEPS + 1)
    at = np.arange(columns)[:, None] + steps[None]
    beyond = (at < 0) | (at >= columns)
    at = at.clip(0, columns - 1)
    for row in range(1, rows):
        options = np.where(beyond, -np.inf, total[at] - cost * steps[None] ** 2)
        best = options.argmax(axis=1)
        came[row] = at[np.arange(columns), best]
        total = options[np.arange(columns), best] + value[row]
    path = np.zeros(rows, np.int64)
    path[-1] = int(total.argmax())
    for row in range(rows - 1, 0, -1):
        path[row - 1] = came[row, path[row]]
    return path


def _sampled(picture: Floats, places: Points) -> Floats:
    at = places.astype(np.float32)
    found = cv2.remap(picture, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)
