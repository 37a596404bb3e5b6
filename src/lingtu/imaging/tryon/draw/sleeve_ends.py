"""Ends of short sleeves: a hem that is stitched on around the arm, and no corner where it turns to the far side."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import unit
from lingtu.imaging.tryon.arrays.masks import box_around, sharp
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.arrays.vectors import means
from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]

#: So near to a cuff's outer end its corner is rounded, and so much, shoulder widths.
CORNER, ROUNDED = 0.055, 0.016
#: How wide a hem is, and its seam's groove, shoulder widths; least width of that, px.
HEM, GROOVE, GROOVE_PX = 0.04, 0.0035, 0.8
#: How deep the groove is, how much lighter the hem swells below it and cloth is above it, and how that spreads, of the
#: hem; logarithms.
DEEP, SWELLS, SPREAD = 0.15, 0.035, 0.3
#: The hem is drawn in by its seam: how uneven the groove is, of its depth, and puckers to a shoulder width.
UNEVEN, PUCKERS = 0.35, 26.0
#: Pale cloth throws light back into it: lightness from which, and from which only a share of its depth is seen.
PALE, SHALLOW = (0.4, 0.9), 0.5
#: From a width of shoulders on the groove is seen whole, px: on smaller pictures it is thinner than a pixel.
SEEN_PX = 230.0
#: It fades out over so much of the line at its ends, and a cuff's inner end is under the arm.
FADES, TO = 0.12, 0.94
#: A sleeve shows a seam of its own, or a pattern that hides it: how far up that is looked for, hems; how much darker
#: such a line is, and how much lightness varies along lines, of it; all of which leave half of a seam's depth.
LOOKED, OWN, BUSY = 2.0, 0.02, 0.09
#: Fractions of a pixel that OpenCV draws lines with, bits; points of a line.
SHIFT, POINTS = 4, 49
#: No hem is lower, px, and no seam that would be shallower than this, of its depth, is drawn.
LEAST_HEM_PX, LEAST = 3.0, 0.1


def with_round_cuffs(cloth: Cloth, cuffs: tuple[Points, ...], width_px: float) -> Cloth:
    """The cloth with sleeves whose hems turn round the arm at their outer ends.

    Each cuff N x 2 px from the outer corner to the inner one and then a place within the sleeve.
    """
    alpha = cloth.alpha.copy()
    for cuff in cuffs:
        near = np.zeros(alpha.shape, np.uint8)
        cv2.circle(near, np.rint(cuff[0]).astype(int).tolist(), int(CORNER * width_px), 1, -1)
        box = box_around(near > 0, int(CORNER * width_px))
        if box[0].start == box[0].stop:
            continue
        share = cv2.GaussianBlur(near[box].astype(np.float32), (0, 0), CORNER / 4 * width_px)
        own = alpha[box]
        alpha[box] = own + share * np.minimum(sharp(own, max(1.0, ROUNDED * width_px)) - own, 0)
    return Cloth(cloth.rgb, alpha)


def hem_light(cloth: Cloth, cuffs: tuple[Points, ...], sleeves: Floats, width_px: float, seed: int) -> Floats:
    """A factor H x W for the cloth's colours at the seams of its sleeves' hems; cuffs as of `with_round_cuffs`.

    `sleeves`: share H x W of cloth that is theirs.
    """
    factor = np.ones(cloth.alpha.shape, np.float32)
    draw = np.random.default_rng(seed)
    found = [(line, high, _lacking(cloth, line, high)) for line, high in (_hem(cuff, width_px) for cuff in cuffs)]
    # both sleeves are sewn alike
    lacking = min((each for *_, each in found), default=0.0) * min(1.0, width_px / SEEN_PX)
    for line, high, _ in found:
        box = _around(line[0], 2.5 * high, factor.shape)
        if high >= LEAST_HEM_PX and lacking > LEAST and box[0].start < box[0].stop and box[1].start < box[1].stop:
            log = lacking * _seam(line[0] + high * line[1], high, box, width_px, draw)
            factor[box] *= np.exp(log * cloth.alpha[box] * sleeves[box])
    return factor


def _hem(cuff: Points, width_px: float) -> tuple[tuple[Points, Points], float]:
    """A cuff's line, POINTS x 2 px, the direction up from it, and how high its hem is, px."""
    line = at_shares(cuff[:-1], np.linspace(0, 1, POINTS))
    return (line, _up(cuff)), min(HEM * width_px, 0.25 * float(np.linalg.norm(line[-1] - line[0])))


def _lacking(cloth: Cloth, line: tuple[Points, Points], high: float) -> float:
    """How much of a seam plain cloth of this lightness shows that has none of its own above a cuff."""
    inner = line[0][POINTS // 5 : -POINTS // 4]
    up = np.arange(2.0, max(LOOKED * high, 6.0), 0.5)
    places = (inner[None] + up[:, None, None] * line[1]).astype(np.float32)
    rgb, alpha = (
        cv2.remap(each, places[..., 0], places[..., 1], cv2.INTER_LINEAR) for each in (cloth.rgb, cloth.alpha)
    )
    grey = means(np.asarray(rgb, np.float32))
    if float(np.median(alpha)) < 0.9:
        return 0.0
    mean = max(float(np.median(grey)), 0.05)
    # as one of its own hardly lies along the line to a pixel it is looked for in parts of that
    parts = np.stack([part.mean(axis=1) for part in np.array_split(grey, 5, axis=1)])
    around = cv2.GaussianBlur(parts, (0, 0), 7.0, sigmaY=0.01, borderType=cv2.BORDER_REPLICATE)
    dark = float(np.median((around - parts).max(axis=1))) / mean
    busy = float(np.median(grey.std(axis=1))) / mean
    pale = float(np.interp(mean, PALE, (1.0, SHALLOW)))
    return pale / ((1 + (dark / OWN) ** 2) * (1 + (busy / BUSY) ** 2))


def _seam(line: Points, high: float, box: tuple[slice, slice], width_px: float, draw: np.random.Generator) -> Floats:
    """Logarithm of the light at a seam along a line, N x 2 px, within a box."""
    size = box[0].stop - box[0].start, box[1].stop - box[1].start
    groove = np.zeros(size, np.float32)
    share = np.linspace(0, 1, len(line))
    at = np.rint((line - (box[1].start, box[0].start)) * (1 << SHIFT)).astype(np.int32)
    shown = (np.minimum(share, TO - share) / FADES).clip(0, 1)
    for one, two, weight in zip(at[:-1].tolist(), at[1:].tolist(), shown[:-1].tolist(), strict=True):
        cv2.line(groove, one, two, weight, 1, cv2.LINE_8, SHIFT)
    sigma = max(GROOVE_PX, GROOVE * width_px)
    fine = cv2.GaussianBlur(groove, (0, 0), sigma) * np.float32(sigma * np.sqrt(2 * np.pi))
    swell = cv2.GaussianBlur(groove, (0, 0), SPREAD * high) * np.float32(SPREAD * high * np.sqrt(2 * np.pi))
    cell = max(1.0, width_px / PUCKERS)
    few = draw.normal(0, UNEVEN, [max(2, int(each / cell) + 2) for each in size]).astype(np.float32)
    uneven = 1 + cv2.resize(few, size[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(SWELLS * swell * uneven - (DEEP + SWELLS) * fine * uneven.clip(0.3, 1.5), np.float32)


def _up(cuff: Points) -> Points:
    """The direction across a cuff into its sleeve."""
    chord, within = cuff[-2] - cuff[0], cuff[-1] - cuff[0]
    off = unit(np.array([-chord[1], chord[0]]) + 1e-9)
    return np.asarray(off * np.sign(off @ within or 1.0), np.float64)


def _around(line: Points, margin_px: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    low, high = np.floor(line.min(axis=0) - margin_px), np.ceil(line.max(axis=0) + margin_px)
    (left, top), (right, bottom) = low.astype(int).clip(0), high.astype(int)
    return slice(int(top), min(int(bottom), shape[0])), slice(int(left), min(int(right), shape[1]))
