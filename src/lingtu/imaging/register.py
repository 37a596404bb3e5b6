"""Finds a picture again in a larger one that it was cropped and scaled from, or says that it was not."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import LUMINANCE, Floats

_SEARCH_PX, _REFINE_PX = 160, 400  # of the master
_STEP, _SMALLEST = 1.035, 0.2  # of the search's scales; and the smallest part that is looked for
_CANDIDATES = 3
_ROUNDS = 12
_DIFFERENT, _DIFFERENT_SHARE = 0.02, 0.2  # mean difference, sRGB, and as a share of the picture's contrast
_PLAIN = 0.012  # contrast below which a picture looks like any other
_SETTLED = 0.05  # px of _REFINE_PX


@dataclass(frozen=True)
class Window:
    """The part of the master that a picture shows, shares of its width and height."""

    left: float
    top: float
    width: float
    height: float


def find(picture: Floats, master: Floats) -> Window | None:
    """Where a picture lies in the master, H x W x 3 sRGB each, whatever its size; None unless it is plain to see."""
    height, width = picture.shape[:2]
    if float(_grey(_small(picture, 64)).std()) < _PLAIN:
        return None
    found = [_refined(picture, master, window) for window in _candidates(picture, master, width / height)]
    rated = [(_difference(picture, master, window), window) for window in found if window is not None]
    if not rated:
        return None
    difference, window = min(rated, key=lambda each: each[0])
    contrast = float(_grey(_small(picture, 64)).std())
    return window if difference < min(_DIFFERENT, _DIFFERENT_SHARE * contrast) else None


def _candidates(picture: Floats, master: Floats, aspect: float) -> list[Window]:
    """The whole master, and the best places of an even search over scales."""
    small = _grey(_small(master, _SEARCH_PX))
    own = _grey(_small(picture, 2 * _SEARCH_PX))
    rows, columns = small.shape
    widest = min(1.0, aspect * rows / columns)
    rated = []
    for number in range(int(np.log(widest / _SMALLEST) / np.log(_STEP)) + 1):
        share = widest / _STEP**number
        across, down = round(share * columns), round(share * columns / aspect)
        if min(across, down) < 12 or across > columns or down > rows:
            continue
        template = cv2.resize(own, (across, down), interpolation=cv2.INTER_AREA)
        _, score, _, place = cv2.minMaxLoc(cv2.matchTemplate(small, template, cv2.TM_CCOEFF_NORMED))
        window = Window(place[0] / columns, place[1] / rows, across / columns, down / rows)
        rated.append((score, window))
    rated.sort(key=lambda each: -each[0])
    return [Window(0.0, 0.0, 1.0, 1.0), *(window for _, window in rated[:_CANDIDATES])]


def _refined(picture: Floats, master: Floats, window: Window) -> Window | None:
    """Least squares over place and size (Gauss and Newton); None where it runs away."""
    large = _grey(_small(master, _REFINE_PX))
    rows, columns = large.shape
    own = _grey(_small(picture, max(24, round(_REFINE_PX * max(window.width, window.height)))))
    slope_x, slope_y = (cv2.Sobel(large, cv2.CV_32F, dx, 1 - dx, ksize=3) / 8 for dx in (1, 0))
    y, x = ((np.arange(length, dtype=np.float32) + 0.5) / length for length in own.shape)
    state = np.array([window.left, window.top, window.width, window.height])
    for _ in range(_ROUNDS):
        map_x = np.broadcast_to((state[0] + state[2] * x) * columns - 0.5, own.shape).astype(np.float32)
        map_y = np.broadcast_to(((state[1] + state[3] * y) * rows - 0.5)[:, None], own.shape).astype(np.float32)
        seen, along, down = (
            cv2.remap(plane, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            for plane in (large, slope_x, slope_y)
        )
        along, down = along * columns, down * rows
        terms = np.stack([along, down, along * x, down * y[:, None]], axis=-1).reshape(-1, 4).astype(np.float64)
        left = terms.T @ terms + np.eye(4) * 1e-6
        step = np.linalg.solve(left, terms.T @ (own - seen).reshape(-1).astype(np.float64))
        state = state + np.clip(step, -0.05, 0.05)
        if np.abs(step).max() * columns < _SETTLED:
            break
    return _within(state)


def _within(state: NDArray[np.float64]) -> Window | None:
    left, top, width, height = (float(value) for value in state)
    slack = 0.01
    if width < _SMALLEST / 2 or height < _SMALLEST / 2 or left < -slack or top < -slack:
        return None
    return Window(left, top, width, height) if left + width < 1 + slack and top + height < 1 + slack else None


def _difference(picture: Floats, master: Floats, window: Window) -> float:
    """Mean over pixels and channels, of both at the same modest size."""
    own = _small(picture, max(24, round(_REFINE_PX * max(window.width, window.height) / 2)))
    large = _small(master, _REFINE_PX // 2)
    rows, columns = large.shape[:2]
    y, x = ((np.arange(length, dtype=np.float32) + 0.5) / length for length in own.shape[:2])
    map_x = np.broadcast_to((window.left + window.width * x) * columns - 0.5, own.shape[:2]).astype(np.float32)
    map_y = np.broadcast_to(((window.top + window.height * y) * rows - 0.5)[:, None], own.shape[:2])
    seen = cv2.remap(large, map_x, map_y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return float(np.abs(seen - own).mean())


def _small(picture: Floats, side: int) -> Floats:
    """So that its longer side has so many px, or its own size if that is less."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    found: Floats = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return found


def _grey(picture: Floats) -> Floats:
    found: Floats = picture @ LUMINANCE
    return found
