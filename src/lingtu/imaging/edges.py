"""Callers' cut-outs made clean: the shadow that came with them, and the old background's colour in their edges.

Pixels that the product covers wholly are never touched, nor is what lies away from the edge: glass and tulle stay.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import OPAQUE, visible_part

_SOLID = 0.6  # alpha: more is no shadow
_DARK = 0.25  # largest channel of a shadow's colour
_SMOOTH, _DETAIL_PX = 0.004, 7  # mean difference of a shadow's alpha from its surroundings
_LEAST = 0.001  # of the picture: smaller ones don't matter
_COUNTED = 4e6  # pixels that are counted: of larger pictures every other one, or fewer
_FAINT, _FADING = 0.05, 0.1  # alpha, and how much of a shadow has less: it ends without an edge, as no lens does
_RIM = 0.4  # alpha of what is left of a shadow right at the product's edge
_BAND = 1 / 400  # of the shorter side: half the width of an edge
#: Of the widths that colours are gathered in, in halves of an edge, and how much each counts.
_WIDTHS = ((1.2, 1.0), (3.0, 0.02))
_SEEN = 1e-4  # of the inside
#: Correlation with the old background from which it is taken out, and its share of what a photograph would have.
_ALIKE, _MIXED = 0.4, 0.5


def clean(rgb: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """The cut-out, H x W x 3 and H x W, without its old shadow and its old background's colour."""
    part = visible_part(alpha)
    own, share = np.ascontiguousarray(rgb[part]), np.ascontiguousarray(alpha[part])
    if not own.size or share.min() > OPAQUE:
        return rgb, alpha
    cleaned_rgb, cleaned_alpha = rgb.copy(), alpha.copy()
    cleaned_alpha[part] = without_shadow(own, share)
    cleaned_rgb[part] = without_fringe(own, cleaned_alpha[part])
    return cleaned_rgb, cleaned_alpha


def without_shadow(rgb: Floats, alpha: Floats) -> Floats:
    """Alpha without a shadow that is part of the picture: dark, thin, smooth, fading out."""
    dark = (alpha > 0) & (alpha < _SOLID) & (rgb.max(axis=2) < _DARK)
    if dark.mean() < _LEAST:
        return alpha
    solid = cv2.dilate((alpha >= _SOLID).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    detail = np.abs(alpha - cv2.blur(alpha, (_DETAIL_PX, _DETAIL_PX)))
    away = (dark & ~solid).astype(np.uint8)
    count, labels = cv2.connectedComponents(away)
    step = max(1, round((alpha.size / _COUNTED) ** 0.5))
    some = (slice(None, None, step), slice(None, None, step))
    piece = labels[some].ravel()
    found_px = np.bincount(piece, minlength=count)
    area = np.maximum(found_px, 1)
    rough = np.bincount(piece, detail[some].ravel(), minlength=count) / area
    faint = np.bincount(piece, (alpha[some] < _FAINT).ravel(), minlength=count) / area
    is_shadow = (found_px > _LEAST * piece.size) & (rough < _SMOOTH) & (faint > _FADING)
    is_shadow[0] = False
    if not is_shadow.any():
        return alpha
    shadow = is_shadow[labels]
    rim = cv2.dilate(shadow.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    gone = shadow | (rim & dark & ((alpha < _RIM) | ~solid))
    found: Floats = np.where(gone, np.float32(0), alpha)
    return found


def without_fringe(rgb: Floats, alpha: Floats) -> Floats:
    """Colours without the white, or black, that edges of careless cut-outs are mixed with."""
    edge, own = _edge(rgb, alpha)
    if len(own) < 30:
        return rgb
    share, clear = alpha[edge][:, None], 1 - alpha[edge][:, None]
    old, mixed = max(((level, _mixed(rgb[edge], own, clear, level)) for level in (1.0, 0.0)), key=lambda pair: pair[1])
    if mixed < _MIXED:
        return rgb
    rest = min(mixed, 1.0) * clear
    unmixed = (rgb[edge] - rest * np.float32(old)) / np.maximum(1 - rest, np.float32(0.1))
    # The less of the product a pixel shows, the less it tells of its colour.
    colours = np.clip(own + (unmixed - own) * share, 0, 1)
    result = rgb.copy()
    result[edge] = colours
    return result


def _edge(rgb: Floats, alpha: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Where the product's edge is, H x W, and for each of its pixels the product's colour just inside, N x 3."""
    reach = max(1.0, min(alpha.shape) * _BAND)
    size = 2 * int(np.ceil(reach)) + 1
    core = cv2.erode((alpha > OPAQUE).astype(np.float32), np.ones((size, size), np.uint8))
    near = cv2.dilate(core, np.ones((4 * size + 1, 4 * size + 1), np.uint8)) > 0
    # Colours just inside are smooth: half of the size is enough.
    half = (max(alpha.shape[1] // 2, 1), max(alpha.shape[0] // 2, 1))
    parts = (cv2.resize(picture, half, interpolation=cv2.INTER_AREA) for picture in (rgb * core[..., None], core))
    small = np.dstack([*parts])
    soft = sum((cv2.GaussianBlur(small, (0, 0), width * reach / 2) * weight for width, weight in _WIDTHS), 0 * small)
    soft = cv2.resize(soft, (alpha.shape[1], alpha.shape[0]), interpolation=cv2.INTER_LINEAR)
    edge = (alpha > 0.05) & (alpha <= OPAQUE) & near & (soft[..., 3] > _SEEN)
    beside = soft[edge]
    own: Floats = beside[:, :3] / np.maximum(beside[:, 3:], np.float32(_SEEN))
    return edge, own


def _mixed(colours: Floats, own: Floats, clear: Floats, old: float) -> float:
    """By least squares, how much of an old background of this level is in edge colours, of what alpha says."""
    towards = clear * (np.float32(old) - own)
    weight = float((towards**2).sum())
    change = colours - own
    both = float((change * towards).sum())
    if weight < 0.02 * len(own) or both < _ALIKE * float(np.sqrt((change**2).sum() * weight)):
        return 0.0
    return both / weight
