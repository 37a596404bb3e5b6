"""The shoulder that goes on up to hair lying on it or hanging behind it, where old clothes were between both.

A body's measured outline ends a little below what was worn on it; between that and hair is no background.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around, dilated
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]

#: Farthest from hair that it goes on, shoulder widths; blur and width of its edge, px.
REACH, SOFT_PX, EDGE_PX = 0.16, 1.0, 4
#: Its outline beside the background rises by so much of how far in it is.
RISE = 0.7
#: Shade of hair on skin close to it, and how wide that is, shoulder widths.
SHADE, WIDE = 0.22, 0.03


def up_to_hair(body: Floats, layers: Layers, old: Floats, width_px: float) -> Floats:
    """The body below old clothes, H x W, also where these had hair above them and the body below, or both beside them.

    `old`: the share of the clothes; `width_px` of the shoulders.
    """
    hair = layers.share(Part.HAIR) > 0.5
    reach = max(2, int(REACH * width_px))
    between = (old > 0.5) & (body < 0.5) & dilated(hair, reach)
    box = box_around(between, reach)
    between = between[box]
    if not between.any():
        return body
    is_hair = np.asarray(hair[box])
    skin = (body[box] > 0.5) | is_any(layers.labels[box], (Part.NECK, Part.ARMS))
    below = between & _next(between, is_hair, down=False)
    found = below & _next(between, skin & ~is_hair, down=True)
    # beside the background, and what is it then, the shoulder's outline has no step
    ground = (layers.labels[box] == Part.BACKGROUND) | (between & ~below)
    found &= _away(skin) < RISE * _away(np.asarray(ground)) + SOFT_PX
    whole = cv2.GaussianBlur(((body[box] > 0.5) | dilated(found, 1)).astype(np.float32), (0, 0), SOFT_PX)
    result = body.copy()
    result[box] = np.where(dilated(found, EDGE_PX), np.maximum(body[box], whole), body[box])
    return result


def shade(layers: Layers, width_px: float) -> Floats:
    """What hair leaves of the light on skin that is bared close to it, H x W."""
    result = np.ones(layers.labels.shape, np.float32)
    hair = layers.share(Part.HAIR)
    box = box_around(hair > 0, int(3 * WIDE * width_px) + 1)
    if hair[box].size:
        result[box] = 1 - SHADE * cv2.GaussianBlur(hair[box], (0, 0), max(1.0, WIDE * width_px))
    return result


def _away(mask: NDArray[np.bool_]) -> Floats:
    """Distance to the mask, px."""
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3), np.float32)


def _next(through: NDArray[np.bool_], wanted: NDArray[np.bool_], down: bool) -> NDArray[np.bool_]:
    """Whether the first pixel of its column, above or below it, that is not gone through is a wanted one, H x W."""
    step = slice(None, None, -1 if down else 1)
    rows = np.arange(len(through))[:, None]
    last = np.maximum.accumulate(np.where(through[step], 0, rows), axis=0)
    return np.asarray(np.take_along_axis(wanted[step], last, axis=0)[step])
