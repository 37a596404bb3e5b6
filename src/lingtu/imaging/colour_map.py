"""A map of colours that varies smoothly over a picture, as light does: predicted small, applied at full size.

    y = x + s d,    d = G phi(x) + A(p) [x, 1],    phi(x) = (r, g, b, r^2, g^2, b^2, rg, gb, br, 1)

Whites are held: what the map takes from a near white of the picture is limited, for a white label stays white.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import Part

WHITE_LOSS = 0.12  # that a white may lose, of sRGB values: L* 89 is left of 100
WHITE_TINT = 0.03  # that a white may gain of a tint, of sRGB values
_WHITE_FROM, _WHITE_TO = 0.76, 0.94  # smallest channel: from no white at all to white


@dataclass(frozen=True)
class ColourMap:
    """What a net found for one product in one scene."""

    #: G, 3 x 10.
    whole: Floats
    #: A, 3 x 4 x cells x cells, over the whole canvas.
    local: Floats

    def applied(self, rgb: Floats, part: Part, canvas: tuple[int, int], strength: float) -> Floats:
        """The pixels (h x w x 3) of a part of a canvas (height, width), mapped; a strength of 0 changes nothing."""
        rgb = np.ascontiguousarray(rgb, np.float32)
        found = np.empty_like(rgb)
        rows, columns = (
            _cells(part[axis].start, rgb.shape[axis], canvas[axis], self.local.shape[2]) for axis in (0, 1)
        )
        _apply(rgb, self.whole.astype(np.float32), self.local.astype(np.float32), *rows, *columns, strength, found)
        return found


def _cells(start: int, count: int, size: int, cells: int) -> tuple[np.ndarray, Floats]:
    """For each pixel along an axis the cell before it, and the share of the one after."""
    place = np.clip((np.arange(start, start + count) + 0.5) * cells / size - 0.5, 0, cells - 1)
    before = np.minimum(place.astype(np.int64), cells - 2)
    return before, (place - before).astype(np.float32)


@njit(cache=True, parallel=True)
def _apply(rgb, whole, local, row_cells, row_shares, cells, shares, strength, found):  # type: ignore[no-untyped-def]
    """Each pixel by itself: the same bits on any number of threads."""
    strength = np.float32(strength)
    across = local.shape[3]
    for y in prange(rgb.shape[0]):
        i, down = row_cells[y], row_shares[y]
        line = np.empty((3, 4, across), np.float32)  # the cells of this row
        for c in range(3):
            for k in range(4):
                for j in range(across):
                    line[c, k, j] = local[c, k, i, j] + down * (local[c, k, i + 1, j] - local[c, k, i, j])
        d = np.empty(3, np.float32)
        for x in range(rgb.shape[1]):
            r, g, b = rgb[y, x, 0], rgb[y, x, 1], rgb[y, x, 2]
            j, right = cells[x], shares[x]
            for c in range(3):
                near, far, m = line[c, :, j], line[c, :, j + 1], whole[c]
                d[c] = (
                    (m[0] + near[0] + right * (far[0] - near[0])) * r
                    + (m[1] + near[1] + right * (far[1] - near[1])) * g
                    + (m[2] + near[2] + right * (far[2] - near[2])) * b
                    + (m[3] * r + m[6] * g) * r
                    + (m[4] * g + m[7] * b) * g
                    + (m[5] * b + m[8] * r) * b
                    + m[9]
                    + near[3]
                    + right * (far[3] - near[3])
                )
                d[c] = min(max(d[c], -rgb[y, x, c]), np.float32(1) - rgb[y, x, c])
            white = (min(r, g, b) - np.float32(_WHITE_FROM)) / np.float32(_WHITE_TO - _WHITE_FROM)
            white = min(max(white, np.float32(0)), np.float32(1))
            white = white * white * (np.float32(3) - np.float32(2) * white)
            mean = (d[0] + d[1] + d[2]) / np.float32(3)
            for c in range(3):
                tint = min(max(d[c] - mean, np.float32(-WHITE_TINT)), np.float32(WHITE_TINT))
                held = max(mean, np.float32(-WHITE_LOSS)) + tint
                moved = rgb[y, x, c] + strength * (d[c] + white * (held - d[c]))
                found[y, x, c] = min(max(moved, np.float32(0)), np.float32(1))
