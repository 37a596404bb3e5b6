"""Sleeves: ribbons from the seam at the shoulder along the arm, so that a bent elbow neither tears nor folds them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.curves import Values, smoothed
from lingtu.imaging.tryon.limb import Limb
from lingtu.imaging.tryon.outline import Mask, Points, at_shares
from lingtu.imaging.tryon.top import HALF, SHORT, Sleeve, Top
from lingtu.imaging.tryon.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn_edges import sleeve_px

#: Rows along a sleeve and columns across it.
ROWS, COLUMNS = 24, 7
#: Sleeve lengths in shoulder widths from which a long sleeve covers the wrist.
WRIST = 1.25
#: An old sleeve that is longer by less than this is covered, shoulder widths.
LONGER = 0.4
#: A sleeve beside the arm, or beside the old sleeve, which it covers.
OUTER_EASE, INNER_EASE = 1.07, 1.04
#: Width of a tight sleeve in bare arms, and what share of an old sleeve's width it has at least.
OVER_ARM, LEAST_OLD = 1.12, 0.5


def sleeve_ribbon(
    top: Top, sleeve: Sleeve, flank: Flank, tip: Points, pit: Values, scale: float, wearer: Wearer
) -> tuple[Points, Points, float]:
    """Grids ROWS x COLUMNS x 2 on the garment and on the wearer, and how far along the arm (px) the cuff is."""
    old = sleeve_px(wearer, flank)
    arm, shares = _without_old_sleeve(flank, old), np.linspace(0, 1, ROWS)
    cuff = cuff_px(top, arm, scale)
    if cuff < old < cuff + LONGER * wearer.width:
        cuff = old
    start = float(np.clip((pit - arm.centres[0]) @ arm.ahead[6], 0.1 * wearer.width, 0.8 * cuff))
    half = 0.425 * scale * top.cuff_width

    def loose(at: Values, side: int) -> Values:
        """The sleeve's own half width towards the cuff, not much more than the arm's or the old sleeve's."""
        most = np.maximum(1.35 * arm.width_at(at, side), flank.arm.width_at(at, side))
        return np.minimum(np.interp(at, [0.3 * cuff, cuff], [0, half]), most)

    # from the shoulder's tip around its rounding, then down the arm
    first_px = 0.06 * cuff
    at = np.linspace(first_px, cuff, 2 * ROWS)
    down = arm.point(at, 1, loose(at, 1), OUTER_EASE)
    grown = flank.joint + (flank.cap - flank.joint) * OUTER_EASE
    grown += (tip - grown[0]) * np.linspace(1, 0, len(grown))[:, None]
    outer = at_shares(np.concatenate([grown[:-1], down]), shares)
    at = start + shares * (cuff - start)
    inner = arm.point(at, -1, loose(at, -1), INNER_EASE)
    close = ((at - start) / (0.2 * wearer.width)).clip(0, 1)[:, None]
    inner = inner * close + (pit + (inner - inner[0]) * 0.9) * (1 - close)
    source = _ruled(at_shares(sleeve.outer, shares), at_shares(sleeve.inner, shares))
    return source, _ruled(outer, inner), cuff


def _without_old_sleeve(flank: Flank, old_px: float) -> Limb:
    """The arm; where it was in the old sleeve, which is so long, no wider than it can be in a tight one."""
    arm, bare = flank.arm, flank.bare_arm
    stations = np.linspace(0, arm.length, len(arm.centres))
    hidden = ((old_px - stations) / (0.1 * arm.length) + 0.5).clip(0, 1)
    outer, inner = (
        smoothed(seen + hidden * (np.maximum(OVER_ARM * own[: len(seen)], LEAST_OLD * seen).clip(max=seen) - seen), 3)
        for seen, own in ((arm.outer, bare.outer), (arm.inner, bare.inner))
    )
    return replace(arm, outer=outer, inner=inner)


def cuff_px(top: Top, arm: Limb, scale: float) -> float:
    """How far along the arm the sleeve reaches."""
    if top.reach >= HALF:
        return arm.length * (1.0 if top.reach > WRIST else 0.9)
    reach = scale * (top.sleeve_length + 0.1 * top.shoulders) * (0.95 if top.reach < SHORT else 1.0)
    return float(np.clip(reach, 0.28 * arm.joint, 0.98 * arm.length))


def _ruled(one: Points, other: Points) -> Points:
    share = np.linspace(0, 1, COLUMNS)[None, :, None]
    return np.asarray(one[:, None] * (1 - share) + other[:, None] * share, np.float64)


def torso_mask(top: Top) -> Mask:
    """The garment without its sleeves."""
    rest = top.mask.astype(np.uint8)
    for side in top.sides:
        if side.sleeve is not None:
            way = np.concatenate([side.sleeve.outer, side.sleeve.cuff, side.sleeve.inner[::-1]])
            cv2.fillPoly(rest, [np.rint(way).astype(np.int32)], 0)
    return np.asarray(cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)
