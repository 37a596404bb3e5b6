"""What a product seems to stand on in a photograph: how far the surface reaches, and how sure that is.

The stuff under and beside the product's base is followed upwards and downwards, row by row, until the rows are of
something else. The caller is taken to have placed the product with sense: what looks like a white wall is the white
table in front of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.photo import doubt
from lingtu.imaging.photo.view import View

_Fading = tuple[float, float, float]  # of the height above the base: shadows fade from there to there, to so much
_SEEN_END: _Fading = (0.1, 0.25, 0.4)
_UNSEEN_END: _Fading = (0.04, 0.13, 0.0)

#: surface: ends at an edge behind the product. seamless: one even tone all over. textured: no end is seen.
#: none: sky, or stuff without a place in it; nothing to stand on.
Kind = Literal["surface", "seamless", "textured", "none"]

_LEAST_SPREAD = np.array([4.0, 2.5, 2.5], np.float32)  # Lab: surfaces differ by so much within themselves
_OTHER = 2.4  # spreads from the surface: something else
_RUN = 0.03  # of the height: so many rows of something else end a surface
_FOLLOW = 0.06  # of each row goes into what the next is compared with: light falls off slowly
_GRAIN_PX = 4.0  # of the view: a surface's own pattern is no coarser
_SMOOTH = 3.0  # Lab a px: less is no texture
_DOUBTED = 0.3  # trust: less is no surface
_LINE, _CLEAR, _STEP = 0.5, 2.5, 8.0  # Lab a px along most of a line, and Lab across it: a surface's edge
_BEYOND = 0.14  # of the height: what lies behind an edge is seen in so many rows
_LIKE, _PARTED = 6.0, 0.35  # Lab that alike rows differ by; of the step between two sides to their spread
_NEARNESS = 1.2  # of two edges the nearer one, unless the farther is clearer by this much a height
_OWN, _STRANGE = 1.5, 0.5  # spreads from what is under the base, and what each one more takes of a line's score
_SAME, _AGREED, _PASSED = 0.04, 1.3, 0.7  # of the height from where the walk ended; scores there, and beyond
_WEAK_STEP = 9.0  # of an end without a line
_UPRIGHT, _WALL = 0.5, 0.5  # of the height: what reaches up so far behind the base may be a wall; and its confidence
_SKY = 0.2  # of the height: what ends sooner above the base is none
_CONFUSED = 18.0  # L: stuff of more spread is not one surface


@dataclass(frozen=True, kw_only=True, eq=False)
class Surface:
    """Rows are px of the view."""

    kind: Kind
    #: 0 to 1: that a shadow may be cast on it.
    confidence: float
    #: Where it ends behind the product, and in front of it; None where no end is seen.
    back: float | None
    front: float | None
    #: h x w in [0, 1]: of the same surface as what is under the base.
    support: Floats
    #: h x 1 in [0, 1]: that it is still the same surface, as far behind the base as this.
    nearness: Floats
    #: Mean change under the base, Lab a px.
    texture: float


def read(view: View) -> Surface:
    """The surface under a product."""
    smooth = cv2.GaussianBlur(view.lab, (0, 0), 1.0)
    seen = _under(view)
    own, spread = _stuff(seen)
    rows = np.median(smooth[:, view.beside(1.1)], axis=1)
    walked = _end(rows, own, spread, view, -1)
    line = _line_behind(smooth, rows, own, spread, view, walked)
    back, step = line if line is not None else (walked, _WEAK_STEP)
    front = _end(rows, own, spread, view, +1)
    down, across = (np.abs(cv2.Sobel(smooth, cv2.CV_32F, *way)).sum(axis=2) / 8 for way in ((0, 1), (1, 0)))
    near = slice(max(0, int(view.base) - 6), min(view.height, int(view.base) + 8))
    texture = float(np.median(np.hypot(down, across)[near, view.beside(0.75)]))
    kind, confidence = _judged(view, own, spread, texture, back, front, step)
    trust = doubt.trust(view, seen, texture)
    return Surface(
        kind=kind if trust >= _DOUBTED else "none",
        confidence=confidence * trust,
        back=back,
        front=front,
        support=_support(smooth, own, spread, kind, back, front),
        nearness=_nearness(view, back),
        texture=texture,
    )


def _under(view: View) -> Floats:
    """h x w x 3, Lab: what is under and beside the base."""
    first = int(np.clip(view.base - 0.02 * view.height, 0, view.height - 3))
    last = int(np.clip(view.base + 0.05 * view.height, first + 3, view.height))
    return view.lab[first:last, view.beside(0.75)]


def _stuff(seen: Floats) -> tuple[Floats, Floats]:
    """Its median and spread, Lab."""
    pixels = seen.reshape(-1, 3)
    middle = np.median(pixels, axis=0)
    spread = 1.48 * np.median(np.abs(pixels - middle), axis=0)
    return middle.astype(np.float32), np.maximum(spread, _LEAST_SPREAD).astype(np.float32)


def _end(rows: Floats, own: Floats, spread: Floats, view: View, step: int) -> float | None:
    """The surface's last row, going up (-1) or down (+1) from the base; None: it reaches the picture's end."""
    needed = max(3, int(_RUN * view.height))
    start = int(np.clip(view.base, 0, view.height - 1))
    seen, run = own.copy(), 0
    for row in range(start, -1 if step < 0 else view.height, step):
        unlike = (rows[row] - seen) / spread
        # Light that falls off counts half.
        if np.sqrt((0.5 * unlike[0] ** 2 + unlike[1] ** 2 + unlike[2] ** 2) / 2.5) > _OTHER:
            run += 1
            if run >= needed:
                return float(row - step * (run - 1))
        else:
            run = 0
            seen += np.float32(_FOLLOW) * (rows[row] - seen)
    return None


def _line_behind(
    smooth: Floats, rows: Floats, own: Floats, spread: Floats, view: View, walked: float | None
) -> tuple[float, float] | None:
    """The level line above the base that best parts it from what lies beyond: its row, and the step of colour, Lab.

    Most columns beside the product have to turn the same way there, and the rows on both sides to be alike; the nearer
    ones like what is under the base. A line is the more likely one where the walk upwards ended as well.
    """
    down = cv2.GaussianBlur(cv2.Sobel(smooth[:, view.beside(1.6)], cv2.CV_32F, 0, 1) / 8, (0, 0), 0.1, sigmaY=1.5)
    strength = np.abs(np.median(down, axis=1)).sum(axis=1)
    reach, beyond = max(3, int(0.02 * view.height)), max(6, int(_BEYOND * view.height))
    base = int(min(view.base, view.height - 1))
    best: tuple[float, float, float] | None = None
    for row in range(base - reach, reach, -1):
        if strength[row] < _LINE or strength[row] < strength[max(0, row - reach) : row + reach + 1].max():
            continue
        here, there = rows[row + 2 : base + reach], rows[max(0, row - beyond) : row - 1]
        step = float(np.abs(np.median(here, axis=0) - np.median(there, axis=0)).sum())
        parted = step / (float(here.std(axis=0).sum() + there.std(axis=0).sum()) + _LIKE)
        unlike = float(np.median(np.abs((here - own) / spread).max(axis=1)))
        score = parted * min(1.0, float(strength[row]) / _CLEAR) * (1 - _NEARNESS * (base - row) / view.height)
        score /= 1 + _STRANGE * max(0.0, unlike - _OWN)
        if walked is not None:
            past = (walked - row) / view.height
            score *= _AGREED if abs(past) < _SAME else _PASSED if past > 0 else 1.0
        if step > _STEP and score > _PARTED and (best is None or score > best[0]):
            best = score, row + 0.5, step
    return best[1:] if best is not None else None


def _judged(
    view: View, own: Floats, spread: Floats, texture: float, back: float | None, front: float | None, step: float
) -> tuple[Kind, float]:
    reaches_up = back is None or view.base - back > _SKY * view.height
    bright_sky = own[0] > 55 and own[2] < 4 and own[1] < 6 and view.base < 0.6 * view.height and reaches_up
    one = float(np.clip(2 - spread[0] / _CONFUSED, 0.3, 1))
    if back is not None:
        depth = (view.base - back) / view.height
        if bright_sky and texture < 2.5:
            return "none", 0.1
        level = 1.0 if depth < _UPRIGHT else _WALL
        return "surface", level * one * float(np.clip(step / 22, 0.25, 1) * np.clip(depth / 0.05, 0.3, 1))
    if front is not None and (front - view.base) / view.height > 0.03:
        return ("seamless", 0.6) if texture < _SMOOTH and not bright_sky else ("none", 0.12)
    return ("seamless", 0.7) if texture < _SMOOTH else ("textured", 0.4 * one)


def _support(
    smooth: Floats, own: Floats, spread: Floats, kind: Kind, back: float | None, front: float | None
) -> Floats:
    """Shadows run over nothing else, and not past the surface's ends."""
    tolerance = np.maximum(1.6 * spread, np.array([14, 5, 5], np.float32))
    weight = np.sqrt(np.array([0.35, 1, 1], np.float32) / 2.35) / tolerance
    # What is unlike on its own but not together with its surroundings is grain of the surface.
    fine, coarse = (
        np.sqrt(np.einsum("ijk,ijk->ij", unlike, unlike))
        for unlike in ((lab - own) * weight for lab in (smooth, cv2.GaussianBlur(smooth, (0, 0), _GRAIN_PX)))
    )
    found: Floats = np.clip(1.9 - 0.7 * np.minimum(fine, coarse), 0, 1)
    if kind in ("seamless", "textured"):
        found = np.maximum(found, 0.6)
    rows = np.arange(smooth.shape[0], dtype=np.float32)[:, None]
    if back is not None:
        found = found * np.clip(rows - back + 0.5, 0, 1)
    if front is not None:
        found = found * np.clip(front - rows + 0.5, 0, 1)
    return found.astype(np.float32, copy=False)


def _nearness(view: View, back: float | None) -> Floats:
    """h x 1: the farther behind the base, the less sure, above all where no end is seen."""
    first, last, least = _UNSEEN_END if back is None else _SEEN_END
    above = (view.base - np.arange(view.height, dtype=np.float32)) / view.height
    found: Floats = np.interp(above, (first, last), (1.0, least)).astype(np.float32)[:, None]
    return found
