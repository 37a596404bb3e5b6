"""A photograph at the small size that it is judged at, and where a product goes in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, to_linear
from lingtu.imaging.composite import visible_part
from lingtu.imaging.sharpness import edge_px

SIDE = 320  # px of the longer side
SHARP_SIDE = 640  # of the picture whose sharpness is told
_SOLID = 0.5  # alpha


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """Places are px of the small picture."""

    #: h x w x 3, L of 0 to 100.
    lab: Floats
    #: h x w x 3, linear.
    light: Floats
    #: Pixels of the photograph for one of these.
    step: float
    #: Width of the sharpest edges, px at SHARP_SIDE, as a Gaussian's; None where there are no edges.
    edge_px: float | None
    #: Of the product's outline; the base is its lower end. All may lie outside.
    left: float
    right: float
    top: float
    base: float

    @classmethod
    def of(cls, picture: Floats, alpha: Floats) -> View | None:
        """Of a product that shows as alpha, H x W; None when nothing of it is solid."""
        rows, columns = visible_part(alpha, _SOLID)
        if rows.start == rows.stop:
            return None
        height, width = picture.shape[:2]
        step = max(1.0, max(height, width) / SIDE)
        fine = _shrunk(picture, max(1.0, max(height, width) / SHARP_SIDE))
        small = _shrunk(picture, step)
        return cls(
            lab=cv2.cvtColor(small, cv2.COLOR_RGB2Lab),
            light=to_linear(small),
            step=step,
            edge_px=edge_px(cv2.cvtColor(fine, cv2.COLOR_RGB2GRAY)),
            left=columns.start / step,
            right=columns.stop / step,
            top=rows.start / step,
            base=rows.stop / step,
        )

    @property
    def height(self) -> int:
        return int(self.lab.shape[0])

    @property
    def width(self) -> int:
        return int(self.lab.shape[1])

    @property
    def is_cut_off(self) -> bool:
        """The canvas' lower edge hides the product's base."""
        return self.base > self.height - 1.5

    def beside(self, share: float) -> slice:
        """Columns about the product's middle, so many of its widths to each side; at least a few."""
        middle = (self.left + self.right) / 2
        reach = share * max(self.right - self.left, 0.08 * self.width)
        first = int(np.clip(middle - reach, 0, self.width - 8))
        return slice(first, int(np.clip(middle + reach, first + 8, self.width)))


def _shrunk(picture: Floats, step: float) -> Floats:
    size = (max(8, round(picture.shape[1] / step)), max(8, round(picture.shape[0] / step)))
    found: Floats = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return found
