"""No brow is drawn where a fringe hides it: beside the hair in front, stubs of it would show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.brow_course import measured
from lingtu.imaging.reface.brow_strip import REACH, ROWS, line_of, log_light
from lingtu.imaging.reface.brows import Brows, reach_of

Floats = NDArray[np.float32]

#: A brow of which less than this share is seen is the hair's that hangs over it.
HIDDEN = 0.55
#: How far to either side of its middle a brow reaches, halves of its thickness; where along it its own part begins.
ACROSS, BEGINS = 2.0, -0.2

_HEIGHTS = np.linspace(REACH, -REACH, ROWS, dtype=np.float32)[:, None]


def without_hidden(brows: Brows | None, fresh: Floats, seen: Floats, mesh: FaceMesh) -> Brows | None:
    """The brows, and plain skin for those of the new face (H x W x 3 sRGB) that something in front mostly hides.

    `seen`: where the photo's face is seen, H x W, on the new shape; `mesh`: of that.
    """
    for side in (0, 1):
        line = line_of(mesh, side)
        course = measured(log_light(line.strip(fresh)), line.along)
        if course is None:
            continue
        on_brow = np.abs(_HEIGHTS - course.at(line.along)) < ACROSS * course.half(line.along)
        on_brow &= (line.along > course.start) & (line.along < course.end)
        if not on_brow.any() or float(line.strip(seen)[on_brow].mean()) > HIDDEN:
            continue
        brows = _none(seen.shape) if brows is None else brows
        box, along, above = line.coordinates(seen.shape)
        plain = reach_of(course, along, (above - course.at(along)) / course.half(along), 1.2)
        hair, coverage, share = brows.hair.copy(), brows.coverage.copy(), brows.share.copy()
        own = along > BEGINS
        hair[box][own], coverage[box][own] = 0, 0
        share[box][own] = np.maximum(share[box], plain)[own]
        brows = replace(brows, hair=hair, coverage=coverage, share=share)
    return brows


def _none(shape: tuple[int, ...]) -> Brows:
    places = np.zeros((*shape, 2), np.float32)
    return Brows(places, *(np.zeros(shape, np.float32) for _ in range(3)))
