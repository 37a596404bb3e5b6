"""The garment drawn on the wearer: colours and coverage of its pieces."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.draw.crisp import crisp
from lingtu.imaging.tryon.fit.piece import Piece, source_map
from lingtu.imaging.tryon.flat.garment import Garment

Floats = NDArray[np.float32]

#: Minification from which the garment is smoothed before it is sampled.
SMOOTHED_FROM = 1.15
#: A garment that is drawn larger than it is gets back so much of its sharpness, by how much larger, and at most; the
#: blur that is taken off, px of its picture; differences (of display values) that are noise; and how far beyond what is
#: around a pixel it may go, of the differences there: edges get no rims.
SHARPER, SHARPEST, LOST_PX, NOISE, RIMS = 2.0, 0.7, 1.0, 0.006, 0.06
#: Smoothing of the pieces' outline at their seams, px of the garment's picture.
SEAM_PX = 1.5


@dataclass(frozen=True)
class Cloth:
    """Colours H x W x 3 and coverage H x W."""

    rgb: Floats
    alpha: Floats

    def over(self, other: Cloth) -> Cloth:
        """This one in front of another."""
        total = self.alpha + (1 - self.alpha) * other.alpha
        weight = (self.alpha / np.maximum(total, 1e-6))[..., None]
        rgb = np.asarray(self.rgb * weight + other.rgb * (1 - weight), np.float32)
        return Cloth(rgb, total)


def draw(garment: Garment, pieces: list[Piece], shape: tuple[int, int]) -> Cloth:
    """The pieces, later ones in front, on a picture of this shape."""
    colours = _smoothed(garment, pieces)
    enlarged = max(1.0, _scale(pieces))
    # a small picture's edge would be soft when it is drawn larger
    alpha = np.asarray(((_without_inside(garment) - 0.5) * enlarged + 0.5).clip(0, 1), np.float32)
    drawn = [_draw(piece, colours, alpha, shape) for piece in pieces]
    result = drawn[0]
    for each in drawn[1:]:
        result = each.over(result)
    return Cloth(crisp(result.rgb, result.alpha, _scale(pieces)), result.alpha)


def without_holes(cloth: Cloth, most_px: float) -> Cloth:
    """The cloth with its holes of a smaller area than this filled: pieces that share a corner leave one."""
    open_ = (cloth.alpha < 0.9).astype(np.uint8)
    _, areas, stats, _ = cv2.connectedComponentsWithStats(open_)
    edge = np.unique(np.concatenate([areas[0], areas[-1], areas[:, 0], areas[:, -1]]))
    small = stats[:, cv2.CC_STAT_AREA] < most_px
    small[edge] = False
    small[0] = False
    hole = small[areas]
    if not hole.any():
        return cloth
    return Cloth(goes_on(cloth.rgb, cloth.alpha > 0.95, hole), np.where(hole, 1.0, cloth.alpha).astype(np.float32))


def _draw(piece: Piece, colours: Floats, alpha: Floats, shape: tuple[int, int]) -> Cloth:
    x_map, y_map = source_map(piece, shape)
    # along its seams a mask has steps, that show when it is drawn larger
    own = cv2.GaussianBlur(cv2.dilate(piece.mask.astype(np.float32), np.ones((5, 5))), (0, 0), SEAM_PX)
    own = ((own - 0.5) * (2 * SEAM_PX) + 0.75).clip(0, 1)
    if piece.edge is not None:
        coverage = piece.edge * (x_map >= 0)
    else:
        cloth = alpha if piece.hidden is None else np.maximum(alpha, piece.hidden)
        coverage = cv2.remap(cloth * own, x_map, y_map, cv2.INTER_LINEAR) * (x_map >= 0)
    rgb = cv2.remap(colours, x_map, y_map, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if piece.gain is not None:
        rgb = rgb * np.array(piece.gain, np.float32)
    return Cloth(np.asarray(rgb.clip(0, 1), np.float32), np.asarray(coverage, np.float32))


def _smoothed(garment: Garment, pieces: list[Piece]) -> Floats:
    """Colours free of what is too fine for the size at which they are drawn, or sharper for a larger one."""
    shrink = 1 / _scale(pieces)
    if shrink < 1:
        return _sharper(garment.rgb, min(SHARPEST, SHARPER * (1 / shrink - 1)))
    if shrink <= SMOOTHED_FROM:
        return garment.rgb
    return np.asarray(cv2.GaussianBlur(garment.rgb, (0, 0), 0.42 * float(np.sqrt(shrink**2 - 1))), np.float32)


def _sharper(rgb: Floats, share: float) -> Floats:
    """Colours with so much more of what is fine in their lightness; fine differences of hue are noise."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    fine = grey - cv2.GaussianBlur(grey, (0, 0), LOST_PX)
    fine = np.sign(fine) * np.maximum(np.abs(fine) - NOISE, 0)
    around = np.ones((3, 3), np.uint8)
    low, high = cv2.erode(grey, around), cv2.dilate(grey, around)
    room = RIMS * (high - low)
    more = (grey + share * fine).clip(low - room, high + room) - grey
    return np.asarray((rgb + more[..., None]).clip(0, 1), np.float32)


def _scale(pieces: list[Piece]) -> float:
    """How much larger the garment is drawn than it is."""
    return max(float(np.median(np.concatenate([piece.stretch for piece in pieces])[:, :2])), 1e-3)


def _without_inside(garment: Garment) -> Floats:
    """Coverage without the inside of the back, which one sees above the front's neckline."""
    if garment.top is None or garment.neckline is None or garment.neckline.is_outline:
        return garment.alpha
    inside = garment.neckline.inside(garment.alpha.shape).astype(np.float32)
    return np.asarray(garment.alpha * (1 - cv2.GaussianBlur(inside, (0, 0), 0.8)), np.float32)
