"""Masks H x W: a little larger, without crumbs, with a sharp edge, or of polygons."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Corners = NDArray[np.float64]

#: Pixels over which a step blurred by one pixel would fall if it went on as in its middle.
_SLOPE = float(np.sqrt(2 * np.pi))
#: Fractions of a pixel that OpenCV draws polygons with, bits.
_SHIFT = 4


def dilated(mask: Mask, by_px: int) -> Mask:
    """So much larger to each side, in a square."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * by_px + 1,) * 2, np.uint8)) > 0)


def broad(mask: Mask, half_px: float) -> Mask:
    """About where it has more than this half width."""
    deep = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3) > half_px
    return dilated(deep, int(half_px))


def without_crumbs(mask: Mask) -> Mask:
    """Without what is narrower than 3 px."""
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)


def closed(mask: Mask, radius_px: float) -> Mask:
    """Morphological closing with a disc, by distances: large discs are slow. What the picture cuts goes on."""
    pad = int(radius_px) + 2
    wide = cv2.copyMakeBorder(mask.astype(np.uint8), pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    grown = cv2.distanceTransform(1 - wide, cv2.DIST_L2, 5) <= radius_px
    whole = cv2.distanceTransform(grown.astype(np.uint8), cv2.DIST_L2, 5) > radius_px + 0.5
    return np.asarray(whole[pad:-pad, pad:-pad])


def box_around(values: Floats | Mask, margin_px: int) -> tuple[slice, slice]:
    """The part of a picture H x W where values are, and so much around them; an empty one if there are none."""
    x, y, width, height = cv2.boundingRect((values > 0).astype(np.uint8))
    if not width:
        return slice(0, 0), slice(0, 0)
    return slice(max(0, y - margin_px), y + height + margin_px), slice(max(0, x - margin_px), x + width + margin_px)


def enclosed(mask: Mask) -> Mask:
    """What has the mask on both sides in its row, and the mask itself."""
    left = np.maximum.accumulate(mask, axis=1)
    right = np.maximum.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(left & right)


def sharp(alpha: Floats, sigma: float, inside_px: Floats | float = 0.0) -> Floats:
    """Coverage with an edge one pixel wide, smoothed along its length, so far inside of where it was.

    Blurred, a straight edge is the error function; its slope tells how far the edge is, to parts of a pixel.
    """
    blurred = cv2.GaussianBlur(alpha, (0, 0), sigma)
    return np.asarray(((blurred - 0.5) * (sigma * _SLOPE) + 0.5 - inside_px).clip(0, 1), np.float32)


def within(corners: Corners, shape: tuple[int, ...]) -> Mask:
    """The pixels of a polygon, N x 2 px."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 1)
    return mask > 0


def polygon(corners: Corners, shape: tuple[int, ...]) -> Floats:
    """Coverage of a polygon, N x 2 px, to parts of a pixel."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(corners * (1 << _SHIFT)).astype(np.int32)], 255, lineType=cv2.LINE_AA, shift=_SHIFT)
    return np.asarray(mask / 255, np.float32)
