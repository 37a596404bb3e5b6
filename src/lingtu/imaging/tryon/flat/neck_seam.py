"""The seam below a neckline's rib or facing, on a garment that lies flat: how far below the edge, and how clear."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.flat.neck_edge import best_path
from lingtu.imaging.tryon.flat.neckline import Floats
from lingtu.imaging.tryon.flat.top import Top

#: Stations along the neckline, but not over such a share at its ends; depths at which a seam is looked for, shoulder
#: widths, and steps between them; so many steps beside a seam the cloth is as light as it is by itself.
STATIONS, ENDS, NEAREST, FARTHEST, STEP, ASIDE = 121, 0.1, 0.018, 0.14, 0.004, 2
#: Evened along the neckline, stations; a print's lines count no more than this, L of Lab.
EVEN, MOST = 3.0, 6.0
#: A step from one depth to the next costs so much, in what such lines have anywhere.
TURN = 0.4
#: A seam is darker than the cloth beside it along three quarters of its way by so much more than such lines anywhere
#: are; those are this at least, L of Lab.
CLEAR, LEAST = 3.5, 0.03


@dataclass(frozen=True)
class NeckSeam:
    """`depth`: below the neckline from left to right, shoulder widths of the garment; `dark`: how much darker, L."""

    depth: Values
    dark: float


def find_seam(rgb: Floats, curve: Values, top: Top) -> NeckSeam | None:
    """The seam that goes along with a neckline, N x 2 px; None where none is told from a print and from folds."""
    index = np.linspace(0, len(curve) - 1, STATIONS)
    line = np.stack([np.interp(index, np.arange(len(curve)), curve[:, axis]) for axis in (0, 1)], axis=1)
    ahead = smoothed(np.gradient(line, axis=0), EVEN)
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.maximum(np.linalg.norm(ahead, axis=1), 1e-6)[:, None]
    ends, deep = int(ENDS * STATIONS), np.arange(NEAREST - ASIDE * STEP, FARTHEST, STEP)
    places = (line[:, None] + deep[None, :, None] * top.shoulders * across[:, None])[ends:-ends].astype(np.float32)
    box = _box(places, rgb.shape)
    if rgb[box].size == 0:
        return None
    light = cv2.cvtColor(np.ascontiguousarray(rgb[box]), cv2.COLOR_RGB2Lab)[..., 0]
    light = cv2.GaussianBlur(light, (0, 0), 0.6)
    at = places - np.array([box[1].start, box[0].start], np.float32)
    seen = cv2.remap(light, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    dark = (seen[:, : -2 * ASIDE] + seen[:, 2 * ASIDE :]) / 2 - seen[:, ASIDE:-ASIDE]
    even = cv2.GaussianBlur(dark.clip(-MOST, MOST), (0, 0), sigmaX=0.01, sigmaY=EVEN).astype(np.float64)
    usual = max(float(np.median(np.abs(even))), LEAST)
    path = best_path(even, TURN * usual)
    along = even[np.arange(len(even)), path]
    if np.percentile(along, 25) < CLEAR * usual:
        return None
    return NeckSeam(np.pad(smoothed(deep[ASIDE + path], EVEN), ends, mode="edge"), float(along.mean()))


def _box(places: Floats, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The part of a picture around places N x M x 2 px."""
    low, high = places.min(axis=(0, 1)).astype(int) - 3, places.max(axis=(0, 1)).astype(int) + 4
    (left, top), (right, bottom) = np.maximum(low, 0), np.minimum(high, shape[1::-1])
    return slice(int(top), max(int(top), int(bottom))), slice(int(left), max(int(left), int(right)))
