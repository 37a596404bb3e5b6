"""Sleeves: smooth tubes from the seam at the shoulder along the arm, so that a bent elbow neither tears nor folds them.

Their outline is their own, not that of the garment's picture: it ends in a clean cuff across the arm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smooth_step, smoothed, smoothed_within, unit
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.arrays.outline import Mask, Points, at_shares, length
from lingtu.imaging.tryon.fit.above_seam import is_long_enough
from lingtu.imaging.tryon.fit.around_arm import over_skin, without_old_sleeve
from lingtu.imaging.tryon.fit.cuffs import NO_SLEEVE, end_px, turned_aside
from lingtu.imaging.tryon.fit.full_sleeve import PLACES, fullness
from lingtu.imaging.tryon.fit.onto_hand import onto_hand
from lingtu.imaging.tryon.fit.rumpled import rumpled
from lingtu.imaging.tryon.fit.short_sleeve import CAP_EASE, standing_off, taut
from lingtu.imaging.tryon.fit.sleeve_cloth import (
    COLUMNS,
    ROWS,
    cloth_of,
    lie_on_body,
    rows_at_seam,
    ruled,
    under_seam,
)
from lingtu.imaging.tryon.flat.top import HALF, Sleeve, Top
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import NEAR_WRIST, sleeve_end_px

Floats = NDArray[np.float32]

#: Stations at which a sleeve's width is measured.
STATIONS = 48
#: A sleeve beside the arm, or beside the old sleeve, which it covers; and what of it stays when its line is smoothed.
OUTER_EASE, INNER_EASE, LEAST_EASE = 1.07, 1.04, 1.02
#: A full sleeve is no wider than this, half widths of the arm.
FULLEST = 2.0
#: Half of a flat sleeve's width is worn so much narrower: the tube goes round.
ROUND = 0.85
#: Degrees of the curves that a short and a long sleeve's width follows: nothing local is in them.
SHORT_DEGREE, LONG_DEGREE = 2, 4
#: Smoothing of the outer line where shoulder and arm meet, shares of its length.
ROUNDING = 0.05
#: The hem at the cuff lies round the arm: how far its middle is lower, of its width, by the share of the arm at which
#: that is: one looks down on wrists.
ALONG, HANGING = (0.4, 1.0), (0.1, 0.12)
#: It is nearly an ellipse's half, which is this power of its chord's parabola: at its ends it turns up.
ROUNDER = 0.7
#: A sleeve goes on under its seam so far, shoulder widths, and fades out in the middle of that, so
#: sharply: two patterns that melt into each other are none.
UNDER_SEAM, SEAM_SHARP = 0.04, 4.0


@dataclass(frozen=True)
class Tube:
    """A sleeve: grids ROWS x COLUMNS x 2 on the garment and on the wearer, px, from its outer edge to its inner one.

    Rows lie across the arm; the first `seam_rows` end at the seam, which goes from the shoulder to the armpit. Under it
    the sleeve goes on: `under`, ROWS x 2 on the garment and on the wearer, which beside the inner edge is close to it.
    `cuff_px`: how far along the arm it ends.
    """

    source: Points
    target: Points
    under: tuple[Points, Points]
    seam_rows: int
    cuff_px: float

    @property
    def outline(self) -> Points:
        """On the wearer, with what is under the seam, a closed polyline N x 2."""
        grid, last = self.target, self.seam_rows
        return np.concatenate([grid[:, 0], grid[-1, 1:], grid[:last:-1, -1], self.under[1][last::-1], grid[:1, 0]])

    @property
    def seam(self) -> Points:
        """Its two ends on the wearer, at the shoulder and in the armpit, 2 x 2."""
        return self.target[[0, self.seam_rows], -1]

    @property
    def grids(self) -> tuple[Points, Points]:
        """On the garment and on the wearer, with what is under the seam as their last column."""
        one, other = (
            np.concatenate([grid, under[:, None]], axis=1)
            for grid, under in zip((self.source, self.target), self.under, strict=True)
        )
        return one, other


def sleeve_tube(
    top: Top,
    sleeve: Sleeve,
    flank: Flank,
    tip: Points,
    pit: Values,
    scale: float,
    wearer: Wearer,
    cuff: float | None = None,
    other: Mask | None = None,
) -> Tube:
    """A smooth tube around the arm, as wide as the garment's own sleeve and never narrower than the arm.

    `cuff`: how far along the arm it ends, px, if not by itself. `other`: cloth of the garment that is none of sleeves.
    """
    old = sleeve_end_px(wearer, flank)
    cuff = end_px(top, flank, scale, wearer) if cuff is None else cuff
    # what is left of a longer old sleeve may stay below this one
    arm = flank.arm if old > cuff else without_old_sleeve(flank, old)
    shares = np.linspace(0, 1, ROWS)
    turned = turned_aside(arm.length, wearer.torso_px, wearer.width)
    start = float(np.clip((pit - arm.centres[0]) @ arm.ahead[6], 0.1 * wearer.width, 0.8 * cuff))
    half, full = ROUND / 2 * scale * top.cuff_width, _full(top, scale, start, cuff)
    outer = (
        taut(flank, arm, tip, standing_off(wearer, flank, arm, cuff, half))
        if top.reach < HALF
        else _outer(flank, arm, tip, _half_widths(flank, arm, cuff, half, full, 1), cuff)
    )
    outer = over_skin(outer, wearer, flank)
    at = start + shares * (cuff - start)
    inner = arm.point(at, -1, _read(_half_widths(flank, arm, cuff, half, full, -1), at, cuff), 0.0)
    # down to its cuff it has come all around the arm
    close = smooth_step((at - start) / min(0.2 * wearer.width, cuff - start))[:, None]
    inner = inner * close + (pit + (inner - inner[0]) * 0.9) * (1 - close)
    seam_rows = rows_at_seam(outer, pit)
    far = np.concatenate(
        [
            outer[0] + (pit - outer[0]) * np.linspace(0, 1, seam_rows + 1)[:-1, None],
            at_shares(inner, np.linspace(0, 1, ROWS - seam_rows)),
        ]
    )
    target = ruled(at_shares(outer, shares), far)
    if old > NO_SLEEVE * cuff > NEAR_WRIST * NO_SLEEVE * arm.length:  # the joints in it are guessed
        target = onto_hand(target, wearer)
    if top.reach >= HALF:
        target = rumpled(target, arm, wearer.width)
    ahead = arm.point(np.array([cuff]), 0) - arm.point(np.array([cuff - 2.0]), 0)
    across = np.linspace(-1, 1, COLUMNS)
    width = float(np.linalg.norm(target[-1, 0] - target[-1, -1]))
    hanging = float(np.interp(cuff / arm.length, ALONG, HANGING))
    fall = hanging * width * ((1 - across**2) ** ROUNDER)[None, :, None] * unit(ahead[0])
    target = target + fall * (shares**3)[:, None, None]
    size = turned * scale
    if is_long_enough(sleeve, length(outer) / size, length(inner) / size):
        other = None  # a print that crosses the seam goes on
    source = cloth_of(sleeve, size, target, seam_rows, other, lie_on_body(top))
    under = under_seam(source, target, seam_rows, UNDER_SEAM * wearer.width, scale, other)
    return Tube(source, target, under, seam_rows, cuff)


def _full(top: Top, scale: float, start: float, cuff: float) -> Values:
    """Half widths of a full sleeve at STATIONS to its cuff, px, of which it begins at `start`; 0 of other sleeves."""
    wide = fullness(top)
    if wide is None:
        return np.zeros(STATIONS)
    share = (np.linspace(0, cuff, STATIONS) - start) / max(cuff - start, 1e-6)
    return np.asarray(ROUND / 2 * scale * np.interp(share, PLACES, wide, left=0.0), np.float64)


def _half_widths(flank: Flank, arm: Limb, cuff: float, half: float, full: Values, side: int) -> Values:
    """Of the tube, at STATIONS to the cuff, px: arm and ease, towards the cuff the sleeve's own `half` width.

    And as wide as a full one is (as `_full`).
    """
    at = np.linspace(0, cuff, STATIONS)
    beside = arm.width_at(at, side)
    most = np.maximum(1.35 * beside, flank.arm.width_at(at, side))
    loose = np.minimum(np.interp(at, [0.3 * cuff, cuff], [0, half]), most)
    wanted = np.maximum(beside * (OUTER_EASE if side > 0 else INNER_EASE), loose)
    wanted = np.maximum(wanted, np.minimum(full, FULLEST * beside))
    degree = SHORT_DEGREE if cuff < 1.1 * arm.joint else LONG_DEGREE
    share = np.linspace(-1, 1, STATIONS)
    even = np.polyval(np.polyfit(share, wanted, degree), share)
    lacking = (LEAST_EASE * beside - even).clip(0)
    return np.asarray(even + smoothed(np.maximum(lacking, smoothed(lacking, 3)), 3), np.float64)


def _read(values: Values, at: Values, cuff: float) -> Values:
    return np.asarray(np.interp(at, np.linspace(0, cuff, len(values)), values), np.float64)


def _outer(flank: Flank, arm: Limb, tip: Points, half: Values, cuff: float) -> Points:
    """From the shoulder's tip around its rounding, then down the arm: a smooth line."""
    at = np.linspace(0.06 * cuff, cuff, 2 * ROWS)
    down = arm.point(at, 1, _read(half, at, cuff), 0.0)
    line = np.concatenate([flank.cap_from(tip, CAP_EASE)[:-1], down])
    return smoothed_within(at_shares(line, np.linspace(0, 1, 4 * ROWS)), ROUNDING * 4 * ROWS)


def coverage(tube: Tube, shape: tuple[int, ...]) -> Floats:
    """Of the tube on the wearer's picture, H x W; it fades out under its seam."""
    share = polygon(tube.outline, shape)
    one, other = tube.seam
    last = tube.seam_rows
    under = (tube.under[1][: last + 1] - tube.target[: last + 1, -1]).mean(axis=0)
    far = float(np.linalg.norm(under)) + 1e-9
    chord = unit(other - one)
    normal = np.array([-chord[1], chord[0]])
    normal *= np.sign(normal @ under) or 1.0
    y, x = np.indices(shape, np.float32)
    beyond = (x - one[0]) * normal[0] + (y - one[1]) * normal[1]
    along = ((x - one[0]) * chord[0] + (y - one[1]) * chord[1]) / (np.linalg.norm(other - one) + 1e-9)
    fade = np.where((along > -0.1) & (along < 1.1), ((0.5 - beyond / far) * SEAM_SHARP + 0.5).clip(0, 1), 1)
    return np.asarray(share * fade, np.float32)
