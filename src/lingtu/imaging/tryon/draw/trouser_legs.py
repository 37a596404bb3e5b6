"""The two legs of trousers: what of bare legs is in them, and how one lies before the other."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import sharp
from lingtu.imaging.tryon.draw.leg_hems import with_round_hem
from lingtu.imaging.tryon.draw.render import Cloth, draw
from lingtu.imaging.tryon.fit.fit_bottom import COLUMNS
from lingtu.imaging.tryon.fit.piece import Piece
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Shadow of the leg in front on the one behind it where they touch, and its width, shoulder widths: broad and soft,
#: and a line.
SHADOWS = ((0.3, 0.06), (0.4, 0.009))
#: From the crotch on they grow over so much, levels.
BEGINS = 0.12
#: Smoothing of the edge of the leg in front, shoulder widths.
EVEN = 0.012
#: Rows at the lower end of the hips whose colours aren't sure, px.
SEAM_PX = 3
#: Trousers end so much above where legs go on, px: the hem's edge is soft.
HEM_PX = 2.0


def with_legs(layers: Layers, wearer: Wearer, hems_px: tuple[float, float]) -> Layers:
    """The layers with bare legs above the hems, so far down the left and the right one, as old lower clothes."""
    y, x = np.indices(layers.labels.shape, np.float32)
    above, nearest = np.zeros(x.shape, np.float32), np.full(x.shape, np.inf, np.float32)
    for flank, hem in zip(wearer.flanks, hems_px, strict=True):
        before, place = flank.leg.point(np.array([hem - wearer.width / 4, hem]), 0)
        ahead = (place - before) / max(float(np.linalg.norm(place - before)), 1e-3)
        left = -((x - place[0]) * ahead[0] + (y - place[1]) * ahead[1])
        aside = np.abs((x - place[0]) * ahead[1] - (y - place[1]) * ahead[0])
        above, nearest = np.where(aside < nearest, left, above), np.minimum(aside, nearest)
    within = (above - HEM_PX).clip(0, 1)
    clad = layers.share(Part.LEGS) * within
    shares = layers.shares.copy()
    shares[Part.LEGS] -= clad
    shares[Part.LOWER] += clad
    labels = np.where((layers.labels == Part.LEGS) & (within > 0.5), Part.LOWER, layers.labels)
    return replace(layers, labels=labels.astype(np.uint8), shares=shares)


def trousers(garment: Garment, pieces: tuple[Piece, ...], wearer: Wearer) -> Cloth:
    """Trousers whose leg that stands nearer lies before the other one, with its shadow on it."""
    shape = wearer.labels.shape
    legs = [piece for piece in pieces if piece.name == "leg"]
    if wearer.left.leg.centres[-1, 1] > wearer.right.leg.centres[-1, 1]:
        legs = legs[::-1]
    others = [piece for piece in pieces if piece.name != "leg"]
    behind, front = (with_round_hem(draw(garment, [leg], shape), leg) for leg in legs)
    # a seam within the cloth ends with the piece's polygons, in steps
    core = sharp(cv2.erode(front.alpha, np.ones((3, 3), np.uint8)), EVEN * wearer.width)
    front = Cloth(front.rgb, np.where(behind.alpha > 0.9, np.minimum(front.alpha, core), front.alpha))
    crotch = min(wearer.level_of(place) for leg in legs for place in leg.target[COLUMNS + 2 :])
    below = ((wearer.frame.along - crotch) / BEGINS).clip(0, 1)
    shade = np.ones(shape, np.float32)
    for depth, width in SHADOWS:
        soft = cv2.GaussianBlur(front.alpha, (0, 0), max(1.0, width * wearer.width))
        shade *= 1 - depth * np.minimum(2 * soft, 1) * (1 - front.alpha) * below
    legs_on = front.over(Cloth(behind.rgb * shade[..., None], behind.alpha))
    return _sewn_on(draw(garment, others, shape), legs_on) if others else legs_on


def _sewn_on(hips: Cloth, legs: Cloth) -> Cloth:
    """Hips over the legs, which go on below them: the last rows of a piece's polygons are drawn from beside them."""
    end = hips.alpha.copy()
    end[:-SEAM_PX] = np.minimum(end[:-SEAM_PX], hips.alpha[SEAM_PX:])
    alpha = np.where(legs.alpha > 0.99, end, hips.alpha)
    return Cloth(hips.rgb, np.asarray(alpha, np.float32)).over(legs)
