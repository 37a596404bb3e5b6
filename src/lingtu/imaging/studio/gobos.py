"""What stands between a lamp and the set: a window, blinds, leaves; what light they let through."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from lingtu.imaging.colour import Floats

Gobo = Literal["none", "window", "blinds", "leaves", "palm"]
_SIDE = 384  # px
_LET = 0.12  # of the light through what is shut: leaves are thin, rooms are bright


def draw_gobo(kind: Gobo, draw: np.random.Generator) -> Floats:
    """S x S in [0, 1]; the light's middle goes through its middle."""
    if kind == "none":
        return np.ones((2, 2), np.float32)
    shut = {"window": _window, "blinds": _blinds, "leaves": _leaves, "palm": _palm}[kind](draw)
    soft = cv2.GaussianBlur(shut, (0, 0), 1.2)
    result: Floats = (1 - (1 - _LET) * soft).astype(np.float32)
    return result


def _window(draw: np.random.Generator) -> Floats:
    """Panes in a frame; around it the wall is shut."""
    shut = np.ones((_SIDE, _SIDE), np.float32)
    across, down = int(draw.integers(2, 4)), int(draw.integers(2, 5))
    left, top, right, bottom = 0.14, 0.08, 0.86, 0.92
    bar = 0.022
    for i in range(across):
        for j in range(down):
            x0, x1 = (left + (right - left) * (i + k) / across for k in (0, 1))
            y0, y1 = (top + (bottom - top) * (j + k) / down for k in (0, 1))
            corners = np.array([[x0 + bar, y0 + bar], [x1 - bar, y1 - bar]]) * _SIDE
            cv2.rectangle(shut, corners[0].astype(int).tolist(), corners[1].astype(int).tolist(), 0.0, -1)
    return shut


def _blinds(draw: np.random.Generator) -> Floats:
    count = float(draw.uniform(11, 15))
    rows = np.mod(np.arange(_SIDE) / _SIDE * count, 1.0) < draw.uniform(0.42, 0.55)
    return np.repeat(rows[:, None], _SIDE, axis=1).astype(np.float32)


def _leaf(shut: Floats, x: float, y: float, turn: float, length: float, wide: float) -> None:
    """A pointed oval that begins at (x, y)."""
    along = np.linspace(0, 1, 14)
    half = wide * np.sin(np.pi * along**0.85)
    points = np.concatenate([np.stack([along, half / 2], 1), np.stack([along, -half / 2], 1)[::-1]]) * length
    c, s = np.cos(turn), np.sin(turn)
    placed = points @ np.array([[c, s], [-s, c]]) + (x, y)
    cv2.fillPoly(shut, [np.round(placed * _SIDE * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)


def _leaves(draw: np.random.Generator) -> Floats:
    """Twigs from the sides, leaves along both sides of each."""
    shut = np.zeros((_SIDE, _SIDE), np.float32)
    for number in range(7):
        x, y = (-0.05 if number % 2 else 1.05), float(draw.uniform(-0.1, 0.9))
        turn = float(draw.uniform(-0.6, 0.6)) + (0.0 if number % 2 else np.pi)
        for step in range(int(draw.integers(9, 14))):
            x, y = x + 0.042 * np.cos(turn), y + 0.042 * np.sin(turn)
            turn += float(draw.normal(0.04, 0.08))
            side = 0.9 if step % 2 else -0.9
            length = float(draw.uniform(0.11, 0.17))
            _leaf(shut, x, y, turn + side + float(draw.normal(0, 0.15)), length, 0.42)
    return shut


def _palm(draw: np.random.Generator) -> Floats:
    """Fronds: narrow leaves that shorten towards the tip."""
    shut = np.zeros((_SIDE, _SIDE), np.float32)
    for number in range(3):
        x, y = (-0.08 if number % 2 else 1.08), float(draw.uniform(0.0, 0.6))
        turn = float(draw.uniform(-0.3, 0.7)) + (0.0 if number % 2 else np.pi - 0.5)
        for step in range(26):
            x, y = x + 0.03 * np.cos(turn), y + 0.03 * np.sin(turn)
            turn += 0.022 if number % 2 else -0.022
            for side in (-1, 1):
                length = 0.34 * np.sin(np.pi * (0.12 + 0.84 * step / 26))
                _leaf(shut, x, y, turn + side * (1.05 - 0.5 * step / 26), float(length), 0.085)
    return shut
