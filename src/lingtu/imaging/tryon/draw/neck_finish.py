"""A front's neckline as it is sewn: a rib or a facing below the edge, which is thick, and its shadow on the skin."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.neck_band import beside, dense
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.neck_seam import find_seam
from lingtu.imaging.tryon.flat.neckline import Floats

Ints = NDArray[np.int64]

#: How far below the edge a seam is whose place isn't told: of a sleeved top's rib, of a facing, and of the latter below
#: an opening that is so deep, widths of the neck; shoulder widths.
RIB, FACING, DEEP = 0.046, 0.028, 0.45
#: A seam: how dark it is, half its width, shoulder widths and px at least, and how light the cloth is just below it.
DARK, LINE, LINE_PX, LIGHT = 0.17, 0.0035, 0.8, 0.07
#: A seam that the picture shows so clearly, L of Lab, needs no other; below that it is drawn the more, the fainter.
SHOWN = 1.5
#: A rib is a roll: lighter along its middle, darker at both sides.
ROLL = 0.035
#: The edge turns in: how dark it is there, over which width, shoulder widths and px at least.
EDGE, EDGE_WIDTH, EDGE_PX = 0.12, 0.004, 0.8
#: Light is seen the more on cloth, the darker it is, and hardly on white: lightness, and how much.
LIGHTNESS, SEEN = (0.05, 0.2, 0.4, 0.7, 0.95), (7.0, 3.0, 1.2, 1.0, 0.4)
#: A seam is less dark on white cloth, lightness and how much; and in a picture in which its rib is so few px wide.
PALE, ON_WHITE = (0.65, 0.92), 0.6
SMALL_PX, LEAST = 7.0, 0.4
#: The edge's shadow on the skin: how deep at the cloth, and over which width, shoulder widths.
SHADE, SHADE_WIDTH = 0.14, 0.009
#: Over such a share of the line at its ends a seam fades: it turns to the back there.
ENDS = 0.05


def finish_light(cloth: Cloth, line: Values | None, garment: Garment, width_px: float) -> Floats:
    """A factor H x W for the colours of cloth below a clean neckline, N x 2 px from left to right."""
    factor = np.ones(cloth.alpha.shape, np.float32)
    if line is None or garment.neckline is None or garment.top is None:
        return factor
    if garment.top.stands:
        return _edge_light(factor, line, cloth, width_px)
    own = find_seam(garment.rgb, garment.neckline.curve, garment.top)
    wide = float(garment.top.right.neck[0] - garment.top.left.neck[0])
    is_rib = garment.kind == "upperBody" and garment.top.sleeved and garment.neckline.depth < DEEP * wide
    usual = RIB if is_rib else FACING
    seams = np.full(len(line), usual) if own is None else np.interp(_shares(line), _shares(own.depth), own.depth)
    strength = 1.0 if own is None else float(np.clip(1 - own.dark / SHOWN, 0, 1))
    close = dense(line)
    seam_px = dense(seams[:, None])[:, 0] * width_px
    rows, columns, at, _, out = beside(close, 1.4 * float(seam_px.max()) + 3, cloth.alpha > 0)
    if not len(rows):
        return factor
    share = at / max(len(close) - 1, 1)
    fade = (np.minimum(share, 1 - share) / ENDS).clip(0, 1)
    lightness = _lightness(cloth.rgb, rows, columns)
    lift = np.interp(lightness, LIGHTNESS, SEEN)
    strength *= np.interp(float(np.median(seam_px)), (0, SMALL_PX), (LEAST, 1))
    thin = max(LINE_PX, LINE * width_px)
    away = out - seam_px[at]
    dark = DARK * np.interp(lightness, PALE, (1, ON_WHITE)) * strength * fade * np.exp(-((away / thin) ** 2))
    bright = LIGHT * strength * fade * lift * np.exp(-(((away - 2 * thin) / (1.3 * thin)) ** 2))
    across = (out / np.maximum(seam_px[at], 1.0)).clip(0, 1)
    roll = ROLL * strength * lift * np.sin(np.pi * across) ** 2 * (away < 0)
    factor[rows, columns] = (1 + roll + bright) * (1 - dark)
    return _edge_light(factor, line, cloth, width_px)


def _edge_light(factor: Floats, line: Values, cloth: Cloth, width_px: float) -> Floats:
    """The factor H x W, less where the edge turns in."""
    wide = max(EDGE_PX, EDGE_WIDTH * width_px)
    rows, columns, _, _, out = beside(dense(line), 4 * wide, cloth.alpha > 0)
    factor[rows, columns] *= (1 - EDGE * np.exp(-(out.clip(0) / wide))).astype(np.float32)
    return factor


def with_edge_shadow(rgb: Floats, line: Values | None, cloth: Floats, skin: Floats, width_px: float) -> Floats:
    """The picture H x W x 3 with the shadow of a neckline's edge, N x 2 px, on `skin`, a share H x W."""
    if line is None:
        return rgb
    wide = SHADE_WIDTH * width_px
    close = dense(line)
    rows, columns, _, _, out = beside(close, 3 * wide + 1, (skin > 0) & (cloth < 1))
    if not len(rows):
        return rgb
    shade = SHADE * np.exp(-(-out).clip(0) / wide) * skin[rows, columns] * (1 - cloth[rows, columns])
    result = rgb.copy()
    result[rows, columns] *= (1 - shade[:, None] * np.array([0.8, 1.0, 1.1])).astype(np.float32)
    return result


def _lightness(rgb: Floats, rows: Ints, columns: Ints) -> Floats:
    """How light the cloth around some pixels is."""
    top, left = max(0, rows.min() - 6), max(0, columns.min() - 6)
    box = np.ascontiguousarray(rgb[top : rows.max() + 7, left : columns.max() + 7])
    even = cv2.GaussianBlur(cv2.cvtColor(box, cv2.COLOR_RGB2GRAY), (0, 0), 2.0)
    return np.asarray(even[rows - top, columns - left], np.float32)


def _shares(values: Values) -> Values:
    return np.linspace(0, 1, len(values))
