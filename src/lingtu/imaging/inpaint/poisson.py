"""Colours of a hole from the steps between its pixels: what patches disagree about in tone leaves no seam.

Screened Poisson: least |grad u - steps|^2 + pull |u - colours|^2, u as it is outside of the hole (Darabi et al., Image
Melding, SIGGRAPH 2012), by successive over-relaxation, half of a chessboard after the other.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part

_OVER_LONG, _OVER_SHORT, _LONG = 1.9, 1.7, 30  # over-relaxation; from how many rounds on it pays to go further


def blend(
    picture: Floats,
    hole: NDArray[np.bool_],
    steps: Floats,
    links: Floats,
    pull: float,
    rounds: int,
    colours: Floats,
) -> None:
    """Solve in place for the hole of `picture`, h x w x n with n >= 3; the first three channels are solved for.

    steps: h x w x 6, to the right-hand neighbour and to the lower one; links: h x w, how much a pixel's neighbours heed
    it; colours: h x w x 3, what is said of each pixel.
    """
    part = visible_part(hole.astype(np.float32))
    grown = tuple(slice(max(0, span.start - 1), span.stop + 1) for span in part)
    planes = [np.ascontiguousarray(array[grown].transpose(2, 0, 1)) for array in (picture, steps, colours)]
    over = np.float32(_OVER_LONG if rounds > _LONG else _OVER_SHORT)
    _relax(planes[0][:3], hole[grown], planes[1], links[grown], np.float32(pull), rounds, planes[2], over)
    picture[grown][..., :3] = planes[0][:3].transpose(1, 2, 0)


@njit(cache=True, fastmath=True, parallel=True)
def _relax(picture, hole, steps, links, pull, rounds, colours, over):  # type: ignore[no-untyped-def]
    """Channels side by side, as many short parallel loops would wait for each other."""
    height, width = hole.shape
    for c in prange(3):
        plane, right, down, colour = picture[c], steps[c], steps[3 + c], colours[c]
        for turn in range(2 * rounds):
            for y in range(height):
                for x in range((y + turn) % 2, width, 2):
                    if not hole[y, x]:
                        continue
                    total, count = pull * colour[y, x], pull
                    if x > 0:
                        total += links[y, x - 1] * (plane[y, x - 1] + right[y, x - 1])
                        count += links[y, x - 1]
                    if x < width - 1:
                        total += links[y, x + 1] * (plane[y, x + 1] - right[y, x])
                        count += links[y, x + 1]
                    if y > 0:
                        total += links[y - 1, x] * (plane[y - 1, x] + down[y - 1, x])
                        count += links[y - 1, x]
                    if y < height - 1:
                        total += links[y + 1, x] * (plane[y + 1, x] - down[y, x])
                        count += links[y + 1, x]
                    value = plane[y, x] + over * (total / count - plane[y, x])
                    # what fades towards black must not become a denormal: those take a hundred times as long
                    plane[y, x] = value if abs(value) > np.float32(1e-6) else np.float32(0)
