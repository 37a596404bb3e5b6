"""Placing a cut-out on a canvas and laying it over a scene, in linear light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, to_linear, to_srgb

OPAQUE = 1 - 1 / 512  # half an 8-bit step below 1
_EMPTY = np.float32(1e-4)

Part = tuple[slice, slice]  # rows and columns of an array


@dataclass(frozen=True)
class Box:
    """Where a picture goes on a canvas, px; may lie partly outside."""

    x: int
    y: int
    width: int
    height: int

    def on(self, width: int, height: int) -> Part:
        """Rows and columns of the canvas that the box covers."""
        return _clipped(self.y, self.height, height), _clipped(self.x, self.width, width)


def _clipped(start: int, length: int, limit: int) -> slice:
    first = min(max(start, 0), limit)
    return slice(first, max(first, min(start + length, limit)))


def place(rgb: Floats, alpha: Floats, box: Box, width: int, height: int) -> tuple[Floats, Floats]:
    """The whole picture stretched onto its box of a width x height canvas; alpha is 0 elsewhere.

    Unscaled pixels are copied as they are.
    """
    if rgb.shape[:2] != (box.height, box.width):
        rgb, alpha = resize(rgb, alpha, box.width, box.height)
    rows, columns = box.on(width, height)
    source = (
        slice(rows.start - box.y, rows.stop - box.y),
        slice(columns.start - box.x, columns.stop - box.x),
    )
    canvas_rgb = np.zeros((height, width, 3), np.float32)
    canvas_alpha = np.zeros((height, width), np.float32)
    canvas_rgb[rows, columns] = rgb[source]
    canvas_alpha[rows, columns] = alpha[source]
    return canvas_rgb, canvas_alpha


def resize(rgb: Floats, alpha: Floats, width: int, height: int) -> tuple[Floats, Floats]:
    """Scale a straight-alpha picture in linear light, premultiplied, so that hidden colours don't bleed in."""
    premultiplied = np.empty((*alpha.shape, 4), np.float32)
    np.multiply(to_linear(rgb), alpha[..., None], out=premultiplied[..., :3])
    premultiplied[..., 3] = alpha
    scaled = _scale(premultiplied, width, height)
    new_alpha = np.clip(scaled[..., 3], 0, 1)
    new_alpha = np.where(new_alpha > OPAQUE, np.float32(1), new_alpha)
    colours = to_srgb((scaled[..., :3] / np.maximum(scaled[..., 3:], _EMPTY)).astype(np.float32, copy=False))
    return colours, new_alpha.astype(np.float32, copy=False)


def resize_opaque(rgb: Floats, width: int, height: int) -> Floats:
    """Scale a picture without transparency in linear light; the same size is the same picture."""
    if rgb.shape[:2] == (height, width):
        return rgb
    return to_srgb(_scale(to_linear(rgb), width, height))


def _scale(picture: Floats, width: int, height: int) -> Floats:
    """Area averages along an axis that shrinks, a cubic along one that grows."""
    old_height, old_width = picture.shape[:2]
    shrinks = width <= old_width and height <= old_height
    if not shrinks and (width < old_width or height < old_height):
        return _scale(_scale(picture, width, old_height), width, height)
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    scaled: Floats = cv2.resize(picture, (width, height), interpolation=method)
    return scaled


def cover_crop(rgb: Floats, width: int, height: int) -> Floats:
    """The largest centred part with the proportions of width x height, scaled to it."""
    old_height, old_width = rgb.shape[:2]
    part_width = min(old_width, round(old_height * width / height))
    part_height = min(old_height, round(old_width * height / width))
    left, top = (old_width - part_width) // 2, (old_height - part_height) // 2
    return resize_opaque(rgb[top : top + part_height, left : left + part_width], width, height)


def over(rgb: Floats, alpha: Floats, scene: Floats) -> Floats:
    """Lay straight-alpha pixels over a scene of the same size: mixed in linear light, copied where opaque."""
    result = scene.copy()
    part = visible_part(alpha)
    rgb, alpha, below = rgb[part], alpha[part], scene[part]
    edge = (alpha > 0) & (alpha <= OPAQUE)
    share = alpha[edge][:, None]
    mixed = to_srgb(to_linear(rgb[edge]) * share + to_linear(below[edge]) * (1 - share))
    laid = np.where((alpha > OPAQUE)[..., None], rgb, below)
    laid[edge] = mixed
    result[part] = laid
    return result


def visible_part(alpha: Floats, above: float = 0.0) -> Part:
    """Rows and columns that hold everything above a threshold; empty slices when nothing is."""
    x, y, width, height = cv2.boundingRect((alpha > above).view(np.uint8))
    return slice(y, y + height), slice(x, x + width)
