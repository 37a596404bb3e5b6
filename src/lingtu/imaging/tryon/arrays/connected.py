"""Parts of a mask that hang together, as 4-neighbours do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """A piece of a mask: its pixels in a box of the picture that is a pixel wider, and its sides and area, px."""

    box: tuple[slice, slice]
    mask: Mask
    width: int
    height: int
    area: int

    @property
    def ring(self) -> Mask:
        """The pixels around it, in the box."""
        return np.asarray((cv2.dilate(self.mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~self.mask)


def pieces_of(mask: Mask) -> Iterator[Piece]:
    """The pieces of a mask H x W."""
    count, areas, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    for index in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[index])
        box = slice(max(0, top - 1), top + height + 1), slice(max(0, left - 1), left + width + 1)
        yield Piece(box, areas[box] == index, width, height, area)


def reached(mask: Mask, seeds: Mask) -> Mask:
    """The parts of a mask H x W that seeds are in."""
    _, areas = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    met = np.unique(areas[seeds])
    return np.isin(areas, met[met > 0])


def filled_up(mask: Mask) -> Mask:
    """A mask H x W and what it surrounds."""
    return ~reached(~mask, border(mask.shape))


def border(shape: tuple[int, ...]) -> Mask:
    """The outermost pixels of a picture H x W."""
    found = np.ones(shape, np.bool_)
    found[1:-1, 1:-1] = False
    return found
