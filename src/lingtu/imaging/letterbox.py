"""Pictures at the sizes that an image-edit model works at, and back to their own to the pixel."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import Box, resize_opaque

_ALIKE = 0.02  # relative difference of proportions that a model's own rounding may leave


@dataclass(frozen=True)
class Sizes:
    """What a model can do: either the listed sizes (width, height), or sides in multiples of a step."""

    pixels: int = 1024 * 1024
    step: int = 16
    listed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Frame:
    """A model's canvas, px, and where on it the picture lies."""

    width: int
    height: int
    box: Box

    def into(self, picture: Floats) -> Floats:
        """The picture (H x W x 3) on the canvas; what it leaves free goes on as its mirror image, not as bars."""
        box = self.box
        inside = resize_opaque(picture, box.width, box.height)
        return np.asarray(cv2.copyMakeBorder(inside, *self._margins, cv2.BORDER_REFLECT), np.float32)

    def mask_into(self, mask: Floats) -> Floats:
        """A mask (H x W in [0, 1]) on the canvas, 1 where the picture's edge has it; as large or larger, never less."""
        box = self.box
        inside = cv2.resize(mask, (box.width, box.height), interpolation=cv2.INTER_AREA)
        whole = cv2.copyMakeBorder((inside > 0).astype(np.float32), *self._margins, cv2.BORDER_REPLICATE)
        return np.asarray(whole, np.float32)

    def back(self, canvas: Floats, width: int, height: int) -> Floats:
        """The picture's part of a canvas of this frame, or of one scaled, at the picture's own size."""
        across, down = canvas.shape[1] / self.width, canvas.shape[0] / self.height
        left, top = round(self.box.x * across), round(self.box.y * down)
        right, bottom = round((self.box.x + self.box.width) * across), round((self.box.y + self.box.height) * down)
        return resize_opaque(np.ascontiguousarray(canvas[top:bottom, left:right]), width, height)

    @property
    def _margins(self) -> tuple[int, int, int, int]:
        box = self.box
        return box.y, self.height - box.y - box.height, box.x, self.width - box.x - box.width


def frame_for(width: int, height: int, sizes: Sizes) -> Frame:
    """The canvas on which a picture of this size is shown largest, and least of the model's work is margin."""
    canvas = _listed(width, height, sizes.listed) if sizes.listed else _free(width, height, sizes)
    scale = min(canvas[0] / width, canvas[1] / height)
    inner = min(canvas[0], max(1, round(width * scale))), min(canvas[1], max(1, round(height * scale)))
    return Frame(*canvas, Box((canvas[0] - inner[0]) // 2, (canvas[1] - inner[1]) // 2, *inner))


def _listed(width: int, height: int, sizes: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The size whose proportions are nearest."""
    return min(sizes, key=lambda size: abs(np.log(size[0] * height / (size[1] * width))))


def _free(width: int, height: int, sizes: Sizes) -> tuple[int, int]:
    scale = float(np.sqrt(sizes.pixels / (width * height)))
    across, down = (max(sizes.step, round(side * scale / sizes.step) * sizes.step) for side in (width, height))
    return across, down


def is_alike(picture: Floats, frame: Frame) -> bool:
    """Whether a model's answer has the canvas' proportions, whatever its size."""
    height, width = picture.shape[:2]
    return bool(abs(width * frame.height / (height * frame.width) - 1) < _ALIKE)
