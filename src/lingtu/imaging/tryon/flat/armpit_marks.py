"""Marks in the armpits of a plain garment: ground seen through a gap's tip, a fold's shadow, what a matte tore.

On a wearer sleeve and body meet there in plain cloth, and each such mark looks like a hole or a notch.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import lengths
from lingtu.imaging.tryon.flat.armpit_shadow import filled
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Marks lie within this reach of an armpit and come so near to it; their width at most; widths of the chest.
REACH, NEAR, WIDE = 0.13, 0.06, 0.12
#: A mark's Lab distance from the cloth around it, at least and in the median of the cloth around.
APART, USUALLY = 3.5, 6.0
#: Cloth around that is more than this from its own surroundings, Lab median, has a pattern.
PATTERN = 5.0
#: The soft edge of a mark, and of the cloth at its outline, px.
EDGE_PX, RIM_PX = 3, 2


def without_armpit_marks(rgb: Floats, alpha: Floats, top: Top) -> Floats:
    """Colours H x W x 3 in which the cloth goes on where its armpits have marks; `alpha` is the coverage, H x W."""
    if not top.sleeved:
        return rgb
    result, reach_px = rgb, REACH * top.chest
    for side in top.sides:
        x, y = np.rint(side.armpit).astype(int)
        size = int(2 * reach_px)
        view = slice(max(0, y - size), y + size), slice(max(0, x - size), x + size)
        place = np.array([x - view[1].start, y - view[0].start])
        marks = find_marks(rgb[view], alpha[view] > 0.5, place, top.chest)
        if not marks.any():
            continue
        gone = dilated(marks, EDGE_PX)
        cloth = ~dilated(alpha[view] < 0.9, RIM_PX)
        share = cv2.GaussianBlur(gone.astype(np.float32), (0, 0), 1.0)[..., None]
        result = rgb.copy() if result is rgb else result
        result[view] = result[view] * (1 - share) + filled(rgb[view], cloth, gone) * share
    return np.asarray(result, np.float32)


def find_marks(rgb: Floats, cloth: Mask, place: NDArray[np.int64], chest_px: float) -> Mask:
    """What is narrow, unlike the cloth around it, and near a place (x, y); what goes on beyond it is no mark."""
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.8), cv2.COLOR_RGB2Lab)
    off = lengths(lab - _surroundings(lab, int(WIDE * chest_px) | 1))
    y, x = np.indices(off.shape)
    away = np.hypot(x - place[0], y - place[1]) / chest_px
    around = cloth & (away < REACH)
    usual = float(np.median(off[around])) if around.any() else np.inf
    if usual > PATTERN:
        return np.zeros(off.shape, np.bool_)
    unlike = off > max(APART, USUALLY * usual)
    _, pieces = cv2.connectedComponents((unlike & (away < REACH)).astype(np.uint8))
    near = np.unique(pieces[away < NEAR])
    beyond = np.unique(pieces[away > REACH - 1.5 / chest_px])
    kept = np.setdiff1d(near, np.append(beyond, 0))
    return np.asarray(np.isin(pieces, kept))


def _surroundings(lab: Floats, side: int) -> Floats:
    """The median around each pixel, H x W x 3: marks have no part in it, and what is wider keeps its edges."""
    scale, offset = np.array([2.55, 1, 1], np.float32), np.array([0, 128, 128], np.float32)
    whole = (lab * scale + offset).clip(0, 255).astype(np.uint8)
    middle = np.stack([cv2.medianBlur(np.ascontiguousarray(whole[..., axis]), side) for axis in range(3)], axis=-1)
    return np.asarray((middle - offset) / scale, np.float32)
