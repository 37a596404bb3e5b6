"""Straps that go over the shoulder: they end where that turns away, neither below its crest nor above it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.draw.on_shoulders import LEAST
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: A strap's way is read off so far below its end, from where to where, and it is drawn as far up past that, shoulder
#: widths.
BELOW, LOWER, UP = 0.05, 0.16, 0.12
#: How far beside its end it is looked for, how wide it is at most, and how far it leans at most, shoulder widths.
BESIDE, WIDEST, LEANING = 0.1, 0.14, 0.8
#: Rows at which it is measured, and how many must show it.
ROWS, SEEN = 9, 5
#: The crest is looked for so far above and below the strap's end, and beside it, shoulder widths; and how steep it is
#: at most.
NEAR_CREST, BESIDE_CREST, STEEPEST = 0.08, 0.02, 1.0
#: What hides a shoulder.
OVER_SHOULDER = (Part.HAIR, Part.FACE)
#: So far around its end a strap has nothing below it but the body, shoulder widths, and how thick it is on that, px.
END, THICK_PX = 0.16, 1


def over_crests(cloth: Cloth, fit: TopFit, wearer: Wearer) -> Cloth:
    """Cloth with straps that reach the person's outline, and end there; what is no strap stays as it is."""
    alpha = cloth.alpha
    for seam in fit.slopes:
        if np.linalg.norm(seam[-1] - seam[0]) < LEAST * wearer.width:
            alpha = _over_crest(alpha, seam.mean(axis=0), wearer)
    if alpha is cloth.alpha:
        return cloth
    return Cloth(goes_on(cloth.rgb, cloth.alpha > 0.9, alpha > cloth.alpha), alpha)


def on_body(cloth: Cloth, fit: TopFit, wearer: Wearer, ground: Floats) -> Cloth:
    """Cloth with straps that end where the bared body does: beyond is the `ground`, a share H x W.

    The old garment, whose outline they end at until then, lay on it.
    """
    y, x = np.indices(cloth.alpha.shape, np.float32)
    near = np.zeros(cloth.alpha.shape, np.bool_)
    for seam in fit.slopes:
        if np.linalg.norm(seam[-1] - seam[0]) < LEAST * wearer.width:
            end = seam.mean(axis=0)
            near |= (x - end[0]) ** 2 + (y - end[1]) ** 2 < (END * wearer.width) ** 2
    if not near.any():
        return cloth
    beyond = cv2.erode(ground, np.ones((2 * THICK_PX + 1,) * 2, np.uint8))
    return Cloth(cloth.rgb, np.where(near, cloth.alpha * (1 - beyond), cloth.alpha).astype(np.float32))


def _over_crest(alpha: Floats, end: Values, wearer: Wearer) -> Floats:
    """The coverage with one strap, whose end is known, up to the person's outline."""
    size = wearer.width
    way = _way(alpha, end, size)
    if way is None:
        return alpha
    lean, middle, half = way
    low, high = end[1] + BELOW * size, end[1] - UP * size
    corners = [
        (middle + lean * (y - end[1]) + side * half, y) for y, side in ((low, -1), (high, -1), (high, 1), (low, 1))
    ]
    strap = polygon(np.array(corners), alpha.shape)
    person = _below_crest(wearer, middle, half, end)
    x, y = np.meshgrid(np.arange(alpha.shape[1]), np.arange(alpha.shape[0]))
    place = (y < low) & (np.abs(x - middle - lean * (y - end[1])) < BESIDE * size) & (y > high - UP * size)
    return np.where(place, strap * person, alpha).astype(np.float32)


def _below_crest(wearer: Wearer, middle: float, half: float, end: Values) -> Floats:
    """What is below the shoulder's crest at a strap's end, H x W, a share: below a straight line, hair or no hair."""
    size, labels = wearer.width, wearer.labels
    columns = np.arange(max(0, int(middle - half - BESIDE_CREST * size)), int(middle + half + BESIDE_CREST * size) + 1)
    columns = columns[columns < labels.shape[1]]
    top, bottom = max(0, int(end[1] - NEAR_CREST * size)), int(end[1] + NEAR_CREST * size)
    part = labels[top:bottom, columns]
    body = ~is_any(part, (Part.BACKGROUND, *OVER_SHOULDER))
    rows = top + body.argmax(axis=0)
    clear = body.any(axis=0) & ~body[0] & ~is_any(part, OVER_SHOULDER).any(axis=0)
    slant, row = 0.0, float(end[1])
    if np.count_nonzero(clear) >= SEEN:
        slant, row = np.polyfit(columns[clear] - end[0], rows[clear], 1)
        slant = float(np.clip(slant, -STEEPEST, STEEPEST))
        row = float(np.median(rows[clear] - slant * (columns[clear] - end[0])))
    y, x = np.indices(labels.shape, np.float32)
    return np.asarray((y - row - slant * (x - end[0]) + 0.5).clip(0, 1), np.float32)


def _way(alpha: Floats, end: Values, size: float) -> tuple[float, float, float] | None:
    """How far a strap goes aside with each pixel down, where its middle would be in its end's row, and half its width.

    None where no strap is seen below its end.
    """
    rows = np.unique(np.rint(np.linspace(end[1] + BELOW * size, end[1] + LOWER * size, ROWS)).astype(int))
    left = int(max(0, end[0] - (BESIDE + WIDEST) * size))
    right = int(end[0] + (BESIDE + WIDEST) * size) + 1
    found = []
    for row in rows[rows < alpha.shape[0]]:
        shown = np.flatnonzero(alpha[row, left:right] > 0.5)
        if len(shown) and shown[-1] - shown[0] + 1 <= min(WIDEST * size, 1.5 * len(shown)):
            found.append((row - end[1], left + (shown[0] + shown[-1]) / 2, (shown[-1] - shown[0] + 1) / 2))
    if len(found) < SEEN:
        return None
    down, middles, halves = np.array(found).T
    lean, middle = np.polyfit(down, middles, 1)
    if abs(lean) > LEANING or abs(middle - end[0]) > BESIDE * size:
        return None
    return float(lean), float(middle), float(np.median(halves))
