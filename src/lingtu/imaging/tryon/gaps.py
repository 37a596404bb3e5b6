"""Gaps between sleeve and body, or the legs, in a garment's picture: mattes leave the ground that is seen in them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.connected import reached

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: A hole of this share of the garment, twice as high as wide, is a gap beside a sleeve.
GAP_SHARE = 0.002
#: So is one of this share that has its like on the other side: as far from the middle, widths of the garment, at the
#: same height, its heights, and of a size of this share of the other at least. Prints have more of the kind.
PAIR_SHARE, MIRRORED, LEVEL, ALIKE = 0.0006, 0.03, 0.04, 0.4
#: Lab distances: of a garment that nobody takes for its background, of what is taken for it, and of the rim, px, in
#: which both are mixed.
GROUND_AWAY, GROUND_LIKE, GROUND_MIXED, RIM_PX = 25.0, 7.0, 20.0, 2
#: How far above and below a gap its narrow ends are, of its height.
TIP = 0.4
#: JPEG tears a narrow gap: its pieces are so near over each other, px.
TORN_PX = 7
#: Chroma of a ground that its hue tells, Lab.
GROUND_CHROMA = 24.0


@dataclass(frozen=True)
class _Hole:
    """A piece of ground in the garment: its label, its share of it, and its middle in the garment's widths and heights.

    `across` is from the middle, negative on the picture's left.
    """

    index: int
    share: float
    across: float
    down: float


def without_gaps(rgb: Floats, alpha: Floats, aside_from: float) -> Floats:
    """Coverage without upright pieces of background: mattes leave them between sleeve and body, or the legs.

    `aside_from`: how far from the middle such a gap may be, widths of the garment.
    """
    away = _from_ground(rgb, alpha)
    if away is None:
        return alpha
    result = alpha.copy()
    areas, holes = _holes(_like(away < GROUND_LIKE, alpha), alpha, aside_from)
    for hole in holes:
        if hole.share > GAP_SHARE:
            grown = cv2.dilate((areas == hole.index).astype(np.float32), np.ones((3, 3)))
            result = np.minimum(result, 1 - cv2.GaussianBlur(grown, (0, 0), 0.8))
    return np.asarray(result, np.float32)


def narrow_gaps(rgb: Floats, alpha: Floats, aside_from: float) -> Mask:
    """Ground H x W in gaps that are too small to tell of the sleeves' shape, one on each side, with their soft rim."""
    found = np.zeros(alpha.shape, np.bool_)
    away = _from_ground(rgb, alpha)
    if away is None:
        return found
    whole = cv2.morphologyEx(_like(away < GROUND_LIKE, alpha), cv2.MORPH_CLOSE, np.ones((TORN_PX, 1)))
    areas, holes = _holes(whole, alpha, aside_from)
    for hole in _pair([hole for hole in holes if hole.share > PAIR_SHARE]):
        found |= _with_tips(areas == hole.index, away < GROUND_MIXED)
    return np.asarray(cv2.dilate(found.astype(np.uint8), np.ones((3, 3))) > 0)


def _from_ground(rgb: Floats, alpha: Floats) -> Floats | None:
    """Lab distance H x W from the ground, 0 where that lies in shade; None if the garment isn't told from it."""
    ground = alpha < 0.03
    if np.count_nonzero(ground) < 500:
        return None
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    middle = np.median(lab[ground], axis=0)
    away = np.linalg.norm(lab - middle, axis=2)
    if np.median(away[alpha > 0.9]) < GROUND_AWAY:
        return None
    return np.where(_shaded_ground(lab, middle, alpha), 0, away).astype(np.float32)


def _like(ground: Mask, alpha: Floats) -> NDArray[np.uint8]:
    """What of the garment is like the ground."""
    opened = cv2.morphologyEx((ground & (alpha > 0.5)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3)))
    return np.asarray(opened, np.uint8)


def _with_tips(gap: Mask, mixed: Mask) -> Mask:
    """A gap H x W with what of it is mixed with the cloth: its rim, and the narrow ends above and below."""
    rows = np.flatnonzero(gap.any(axis=1))
    near = np.ones((2 * int(TIP * len(rows)) + 1, 2 * RIM_PX + 1), np.uint8)
    zone = (cv2.dilate(gap.astype(np.uint8), near) > 0) & mixed
    return reached(zone | gap, gap)


def _holes(like: NDArray[np.uint8], alpha: Floats, aside_from: float) -> tuple[NDArray[np.int32], list[_Hole]]:
    """The upright pieces of what is like the ground, and their labels H x W."""
    _, areas, stats, centres = cv2.connectedComponentsWithStats(like)
    cloth = alpha > 0.5
    columns, rows = np.flatnonzero(cloth.any(axis=0)), np.flatnonzero(cloth.any(axis=1))
    size = np.count_nonzero(cloth)
    across, down = (centres - [columns.mean(), rows.mean()]).T / [[max(1, np.ptp(columns))], [max(1, np.ptp(rows))]]
    upright = stats[:, cv2.CC_STAT_HEIGHT] > 2 * stats[:, cv2.CC_STAT_WIDTH]
    upright &= np.abs(across) >= aside_from
    upright[0] = False
    holes = [
        _Hole(int(each), float(stats[each, cv2.CC_STAT_AREA] / size), float(across[each]), float(down[each]))
        for each in np.flatnonzero(upright)
    ]
    return np.asarray(areas, np.int32), holes


def _pair(holes: list[_Hole]) -> list[_Hole]:
    """The only hole of each side, if they mirror each other; none otherwise."""
    if len(holes) != 2:
        return []
    one, other = sorted(holes, key=lambda hole: hole.across)
    mirrored = abs(one.across + other.across) < MIRRORED and one.across < 0 < other.across
    alike = min(one.share, other.share) > ALIKE * max(one.share, other.share)
    return [one, other] if mirrored and alike and abs(one.down - other.down) < LEVEL else []


def _shaded_ground(lab: Floats, ground: Floats, alpha: Floats) -> Mask:
    """Where a coloured ground lies in the garment's shadow: its hue at any lightness; nowhere if the cloth has it."""
    hue = np.linalg.norm(lab[..., 1:] - ground[1:], axis=2)
    told = np.linalg.norm(ground[1:]) > GROUND_CHROMA and np.median(hue[alpha > 0.9]) > GROUND_CHROMA
    return np.asarray((hue < GROUND_CHROMA / 2) & bool(told))
