"""Where the main subject is, by U2-Net's small model, in two looks.

The model sees 320 x 320 pixels. A second look at the box that the first one found sees the subject larger, and without
the surroundings that led the first one astray.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]
#: Takes one tensor; gives the model's outputs in its own order.
Net = Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]

NET_SIDE_PX = 320
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)

#: Share of the box's side that the second look adds on each side of it.
BOX_MARGIN = 0.1
#: Share of the pixels above one half that may lie beyond each side of the box: stray spots don't stretch it.
STRAY_SHARE = 0.005


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        return picture[self.top : self.bottom, self.left : self.right]


def find_subject(rgb: Rgb, net: Net) -> Alpha:
    """Coverage of the main subject as the model sees it, H x W in [0, 1]; soft, and right to a few pixels."""
    first = look(rgb, net)
    box = subject_box(first)
    if box is None:
        return first
    alpha = np.zeros_like(first)
    box.of(alpha)[:] = look(box.of(rgb), net)
    return alpha


def look(rgb: Rgb, net: Net) -> Alpha:
    """One pass of the model over the whole of a picture, stretched to what the model takes."""
    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, (NET_SIDE_PX, NET_SIDE_PX), interpolation=cv2.INTER_AREA)
    tensor = (small / max(float(small.max()), 1e-6) - MEAN) / DEVIATION
    seen = net(np.ascontiguousarray(tensor.transpose(2, 0, 1)[None]))[0][0, 0]
    spread = float(seen.max() - seen.min())
    seen = (seen - seen.min()) / max(spread, 1e-6)
    return np.asarray(cv2.resize(seen, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def subject_box(alpha: Alpha) -> Box | None:
    """The box of what is above one half, with its margin; None if nothing is."""
    rows, columns = np.nonzero(alpha > 0.5)
    if not len(rows):
        return None
    left, right = _span(columns, alpha.shape[1])
    top, bottom = _span(rows, alpha.shape[0])
    return Box(left, top, right, bottom)


def _span(places: NDArray[np.intp], size: int) -> tuple[int, int]:
    low, high = np.quantile(places, [STRAY_SHARE, 1 - STRAY_SHARE])
    margin = BOX_MARGIN * (high - low) + size / 100
    return max(0, int(low - margin)), min(size, int(high + margin) + 1)
