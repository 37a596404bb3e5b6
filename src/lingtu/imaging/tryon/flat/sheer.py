"""Lace and mesh: dark thread through which a picture shows its light ground, and a wearer would show skin."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Coverage of ground, and of cloth, for sure; and how much lighter ground is than thread at least, Lab.
CLEAR, SURE, CONTRAST = 0.03, 0.9, 45.0
#: The thread's colour is that of the darkest cloth (percentile), within this, Lab.
DARKEST, THREAD = 20.0, 1.0
#: Shares of ground in what is seen of a pixel: up to which it is solid, and between which it is of lace.
SOLID, LACE = 0.13, (0.2, 0.9)
#: How far colours may be off the line between thread and ground, Lab, for so many of them (percentile): prints are.
OFF, ON_LINE = 4.0, 90.0
#: Solid cloth is so wide at least, of the garment's longer side, and has so much of the garment: stripes are narrow.
WIDE, MOSTLY = 0.03, 0.5
#: Threads of lace lie so near to each other, of the longer side; all of it has so much of the garment, and a piece.
NEAR, LEAST, PIECE = 0.03, 0.04, 0.008
#: Width over which lace is uneven, of the longer side, and its deviation there: cloth of another grey is even.
MESH, UNEVEN = 0.012, 0.06
#: So far around it holes in solid cloth are of lace, too, of the longer side; what is taken around them, px.
AROUND, SPECK_PX = 0.08, 3
#: Softness of its edge, px; and every so-many-th pixel tells whether there may be any.
SOFT_PX, STEP = 2.0, 4


@dataclass(frozen=True)
class Sheer:
    """Where a garment is of lace, H x W in [0, 1], and the colours of its thread and of the ground it was taken on."""

    zone: Floats
    thread: Floats
    ground: Floats


def find_sheer(rgb: Floats, alpha: Floats) -> Sheer | None:
    """Lace of a garment that is dark and plain else, at its edge; None if there is none, or it isn't told."""
    if not _may_have(rgb[::STEP, ::STEP], alpha[::STEP, ::STEP]):
        return None
    ground = alpha < CLEAR
    core = cv2.erode((alpha > SURE).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if min(np.count_nonzero(ground), np.count_nonzero(core)) < 500:
        return None
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    light = np.median(lab[ground], axis=0)
    dark = core & (lab[..., 0] <= np.percentile(lab[core][:, 0], DARKEST) + THREAD)
    thread = np.median(lab[dark], axis=0)
    way = light - thread
    if way[0] < CONTRAST:
        return None
    share = (lab - thread) @ way / float(way @ way)
    off = lengths(lab - thread - share[..., None] * way)
    rows, columns = np.nonzero(core)
    side, size = float(max(np.ptp(rows), np.ptp(columns))), len(rows)
    wide = int(WIDE * side) | 1
    solid = cv2.morphologyEx((core & (share < SOLID)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((wide, wide)))
    if np.percentile(off[core], ON_LINE) > OFF or np.count_nonzero(solid) < MOSTLY * size:
        return None
    zone = _pieces(_uneven(share, core, side), core, side, size)
    if np.count_nonzero(zone) < LEAST * size:
        return None
    zone |= dilated(core & (share > LACE[0]) & dilated(zone, int(AROUND * side)), SPECK_PX)
    # what is drawn beyond the edge is of the cloth there
    _, near = cv2.distanceTransformWithLabels((~core).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    at_edge = np.zeros(int(near.max()) + 1, np.bool_)
    at_edge[near[core]] = zone[core]
    soft = cv2.GaussianBlur(at_edge[near].astype(np.float32), (0, 0), SOFT_PX)
    return Sheer(np.asarray(soft, np.float32), np.median(rgb[dark], axis=0), np.median(rgb[ground], axis=0))


def _may_have(rgb: Floats, alpha: Floats) -> bool:
    """Whether a garment is mostly dark on light ground, with some of what may be lace: most are not."""
    grey = rgb.mean(axis=2)
    cloth, ground = grey[alpha > SURE], grey[alpha < CLEAR]
    if not len(cloth) or not len(ground):
        return False
    dark, light = float(np.percentile(cloth, DARKEST)), float(np.median(ground))
    share = (cloth - dark) / max(light - dark, 1e-3)
    within = (share > LACE[0]) & (share < LACE[1])
    return bool(light - dark > CONTRAST / 100 and (share < SOLID).mean() > MOSTLY and within.mean() > LEAST / 2)


def _uneven(share: Floats, core: Mask, side: float) -> Mask:
    """What lies between thread and ground, where that changes from place to place."""
    width = (int(MESH * side) | 1,) * 2
    known = core.astype(np.float32)
    weight = np.maximum(cv2.blur(known, width), 1e-3)
    mean, square = (cv2.blur(each * known, width) / weight for each in (share, share * share))
    deviation = np.sqrt(np.maximum(square - mean * mean, 0))
    lace = core & (share > LACE[0]) & (share < LACE[1])
    return np.asarray(lace & (cv2.blur(deviation, (2 * width[0] + 1,) * 2) > UNEVEN))


def _pieces(lace: Mask, core: Mask, side: float, size: int) -> Mask:
    """Its closed pieces of some size that reach the garment's edge: what lies within is a print."""
    near = int(NEAR * side) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (near, near))
    closed = cv2.morphologyEx(np.pad(lace, near).astype(np.uint8), cv2.MORPH_CLOSE, disc)[near:-near, near:-near]
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, disc)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(opened)
    at_edge = np.unique(pieces[dilated(~core, near // 2 + 1)])
    large = (stats[:, cv2.CC_STAT_AREA] > PIECE * size) & np.isin(np.arange(len(stats)), at_edge)
    large[0] = False
    # its own rim, too
    return np.asarray(dilated(large[pieces], near // 2))
