"""What the product is, as far as its outline and its box tell: how it stands, how wide its base is, its colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging import outline
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.scene import Stance

_SOLID = 0.5  # alpha


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """A placed product; px of the canvas."""

    left: int
    top: int
    right: int
    bottom: int
    #: The middle of what touches the ground.
    base_x: float
    #: How it is seen, by its outline.
    stance: Stance
    #: CIE Lab, of the visible part: mean lightness, and the colour that strikes.
    lab: Floats

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def hue(self) -> float:
        """Radians."""
        return float(np.arctan2(self.lab[2], self.lab[1]))

    @property
    def chroma(self) -> float:
        return float(np.hypot(self.lab[1], self.lab[2]))


def study(rgb: Floats, alpha: Floats) -> Subject:
    """Of a product laid on a canvas; where there is none, of a small box in the middle."""
    rows, columns = visible_part(alpha, _SOLID)
    if rows.stop - rows.start < 2 or columns.stop - columns.start < 2:
        height, width = alpha.shape
        rows, columns = slice(height // 2, 3 * height // 4), slice(3 * width // 8, 5 * width // 8)
        rgb, alpha = np.full((*alpha.shape, 3), 0.5, np.float32), np.ones_like(alpha)
    part = alpha[rows, columns]
    lowest = np.flatnonzero(part[-max(1, part.shape[0] // 50) :].max(axis=0) > _SOLID)
    return Subject(
        left=columns.start,
        top=rows.start,
        right=columns.stop,
        bottom=rows.stop,
        base_x=columns.start + float(lowest.min() + lowest.max() + 1) / 2,
        stance="lying" if outline.is_flat(part) else "standing",
        lab=_lab(rgb[rows, columns], part),
    )


def _lab(rgb: Floats, alpha: Floats) -> Floats:
    small = cv2.resize(rgb, (32, 32), interpolation=cv2.INTER_AREA)
    solid = cv2.resize(alpha, (32, 32), interpolation=cv2.INTER_AREA) > _SOLID
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab).reshape(-1, 3)
    kept = lab[solid.reshape(-1)] if solid.any() else lab
    # White parts of a coloured product make it no less coloured.
    weights = np.hypot(kept[:, 1], kept[:, 2]) + 1
    hue = (kept[:, 1:] * weights[:, None]).sum(axis=0) / weights.sum()
    return np.array([kept[:, 0].mean(), *hue], np.float32)
