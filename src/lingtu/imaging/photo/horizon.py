"""Where a photograph's horizon may be, by which its camera's pitch is known."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.photo.surface import Surface
from lingtu.imaging.photo.view import View

FOCAL = 1.25  # of the longer side: a usual lens
_USUAL = 0.27  # sine of the angle at which products are looked down on
LOWEST, HIGHEST = 0.12, 0.62  # of that sine
_TRIES = 300
_ALIGNED = 0.035  # sine of the angle between a line and the way to its vanishing point
_FEW = 8  # lines


def find(view: View, surface: Surface) -> tuple[float, float]:
    """Its row, px of the view, which may lie outside, and a confidence of 0 to 1."""
    focal = FOCAL * max(view.height, view.width)
    guesses = [(view.base - focal * np.tan(np.arcsin(_USUAL)), 0.3)]
    met = _vanishing_row(view)
    if met is not None:
        guesses.append((met[0], 2.2 * met[1]))
    if surface.kind == "surface" and surface.back is not None:
        open_air = _is_sky(view, surface.back)
        guesses.append((surface.back - (0.02 if open_air else 0.22) * view.height, 0.7 if open_air else 0.35))
    weight = sum(guess[1] for guess in guesses)
    row = sum(guess[0] * guess[1] for guess in guesses) / weight
    if surface.back is not None:
        row = min(row, surface.back - 0.01 * view.height)
    steepest, flattest = (view.base - focal * np.tan(np.arcsin(sine)) for sine in (HIGHEST, LOWEST))
    spread = float(np.sqrt(sum(guess[1] * (guess[0] - row) ** 2 for guess in guesses) / weight)) / view.height
    confidence = float(np.clip(weight / 1.3, 0, 1) * np.clip(1.2 - spread / 0.15, 0.1, 1))
    return float(np.clip(row, steepest, flattest)), confidence


def _is_sky(view: View, back: float) -> bool:
    above = view.lab[: max(1, int(back) - 1)]
    if len(above) < 0.12 * view.height:
        return False
    light, _, yellow = np.median(above.reshape(-1, 3), axis=0)
    return bool(light > 50 and yellow < 6 and np.median(np.abs(np.diff(above[..., 0], axis=1))) < 1.5)


def _vanishing_row(view: View) -> tuple[float, float] | None:
    """Row in which most slanting lines meet, and their share of all lines' length; None where there are few."""
    grey = np.clip(view.lab[..., 0] * 2.55, 0, 255).astype(np.uint8)
    lines = cv2.createLineSegmentDetector(0).detect(cv2.resize(grey, None, fx=2, fy=2))[0]
    if lines is None:
        return None
    lines = lines[:, 0].astype(np.float64) / 2
    way = lines[:, 2:] - lines[:, :2]
    length = np.hypot(way[:, 0], way[:, 1])
    slope = np.degrees(np.arctan2(np.abs(way[:, 1]), np.abs(way[:, 0])))
    kept = (length > 0.05 * view.width) & (slope > 6) & (slope < 75)
    if kept.sum() < _FEW:
        return None
    return _meeting(lines[kept], way[kept] / length[kept, None], length[kept], view)


def _meeting(lines: Floats, way: Floats, length: Floats, view: View) -> tuple[float, float] | None:
    """The best of many crossings of two lines (RANSAC, the same draws every time)."""
    ends = [np.column_stack([lines[:, part], np.ones(len(lines))]) for part in (slice(0, 2), slice(2, 4))]
    carrier = np.cross(ends[0], ends[1])
    middle = (lines[:, :2] + lines[:, 2:]) / 2
    draw = np.random.default_rng(0)
    pairs = draw.choice(len(lines), (_TRIES, 2), p=length / length.sum())
    points = np.cross(carrier[pairs[:, 0]], carrier[pairs[:, 1]])
    usable = np.abs(points[:, 2]) > 1e-6
    points = points[usable, :2] / points[usable, 2:]
    inside = (
        (np.abs(points[:, 0] / view.width - 0.5) < 1.3) & (points[:, 1] > -view.height) & (points[:, 1] < view.base)
    )
    points = points[inside]
    if not len(points):
        return None
    towards = points[:, None] - middle
    towards /= np.linalg.norm(towards, axis=2, keepdims=True) + 1e-9
    aligned = np.abs(towards[..., 0] * way[:, 1] - towards[..., 1] * way[:, 0]) < _ALIGNED
    support = aligned @ length * (aligned.sum(axis=1) >= 6)
    best = int(support.argmax())
    return (float(points[best, 1]), float(support[best] / length.sum())) if support[best] > 0 else None
