"""One-dimensional measurements along curves: smoothing, medians, and what rays meet first."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Labels = NDArray[np.uint8]

OUTSIDE = 255


def smooth_step(share: NDArray[Any]) -> NDArray[Any]:
    """From 0, at or below 0, to 1, at or above 1, without corners; of the shape and type of what it is given."""
    share = share.clip(0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def smoothed(values: Values, sigma: float) -> Values:
    """A Gaussian along the first axis of N or N x C values; the ends are repeated."""
    column = np.asarray(values, np.float64).reshape(len(values), -1)
    size = 2 * int(3 * sigma + 0.5) + 1
    done = cv2.GaussianBlur(column, (1, size), sigmaX=1, sigmaY=sigma, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(done.reshape(np.shape(values)), np.float64)


def evened_line(points: Values, sigma: float) -> Values:
    """A line of N x 2 points without waves; its ends and what is straight stay, as beyond them it is mirrored."""
    around = min(int(3 * sigma + 0.5), len(points) - 1)
    before = 2 * points[0] - points[around:0:-1]
    after = 2 * points[-1] - points[-2 : -2 - around : -1]
    return smoothed(np.concatenate([before, points, after]), sigma)[around : around + len(points)]


def smoothed_within(line: Values, sigma: float) -> Values:
    """A line N x 2 smoothed as by `smoothed`, that begins and ends where it did."""
    even, share = smoothed(line, sigma), np.linspace(1, 0, len(line))[:, None]
    return np.asarray(even + (line[0] - even[0]) * share**2 + (line[-1] - even[-1]) * (1 - share) ** 2, np.float64)


def median(values: Values, window: int) -> Values:
    """The running median of N values over an odd number of them."""
    padded = np.pad(values, window // 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, window), axis=1), np.float64)


def filled(values: Values, known: NDArray[np.bool_]) -> Values:
    """Unknown values by their known neighbours, along the line."""
    index = np.arange(len(values))
    return np.asarray(np.interp(index, index[known], values[known]), np.float64)


def concave(values: Values) -> Values:
    """The least values (N) above these that bend to one side alone: straight across every dent."""
    hull: list[int] = []
    for index in range(len(values)):
        while len(hull) > 1 and _is_below(values, hull[-2], hull[-1], index):
            hull.pop()
        hull.append(index)
    return np.asarray(np.interp(np.arange(len(values)), hull, values[hull]), np.float64)


def _is_below(values: Values, before: int, at: int, after: int) -> bool:
    """Whether one value is not above the straight line between two others."""
    rise = float(values[after] - values[before])
    return float(values[at] - values[before]) * (after - before) <= rise * (at - before)


def along_rays(labels: Labels, origins: Values, directions: Values, distances: Values) -> Labels:
    """Labels at these distances (D) on rays from N origins, N x D; `OUTSIDE` beyond the picture."""
    places = origins[:, None] + distances[None, :, None] * directions[:, None]
    return sampled(labels, places)


def sampled(labels: Labels, places: Values) -> Labels:
    """Labels at places (... x 2), `OUTSIDE` beyond the picture."""
    x, y = (np.rint(places[..., axis]).astype(int) for axis in (0, 1))
    inside = (x >= 0) & (y >= 0) & (x < labels.shape[1]) & (y < labels.shape[0])
    found = labels[y.clip(0, labels.shape[0] - 1), x.clip(0, labels.shape[1] - 1)]
    return np.where(inside, found, OUTSIDE).astype(np.uint8)


def first(hits: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Index of each row's first hit; -1 without one."""
    return np.where(hits.any(axis=1), hits.argmax(axis=1), -1)


def unit(vector: Values) -> Values:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), np.float64)


def robust_line(x: Values, y: Values, least: float) -> Values:
    """Slope and height of a line through points some of which are not on it, N (after Theil 1950 and Sen 1968)."""
    one, other = np.triu_indices(len(x), 1)
    slope = float(np.median((y[other] - y[one]) / (x[other] - x[one])))
    off = np.abs(y - slope * x - np.median(y - slope * x))
    near = off < max(least, 2 * float(np.median(off)))
    return np.asarray(np.polyfit(x[near], y[near], 1), np.float64)
