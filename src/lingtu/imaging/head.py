"""The head with its hair around a face."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.faces import Face
from lingtu.imaging.person import PERSON_SIDE_PX, segment_person
from lingtu.imaging.saliency import Box, Look, Net

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]

#: Reach of the view of a head beyond the face's box, in sizes of the face: to each side, up, down.
REACH = (1.2, 1.0, 0.6)
#: From the eyes to below the chin, in distances of eyes and mouth; and how soft the cut there is.
CHIN, CHIN_FEATHER = 1.85, 0.1


def find_head(rgb: Rgb, face: Face, person: Net) -> Look:
    """The person around a face, as roughly as the net sees them; to be cut with `above_chin` when it is exact."""
    height, width = rgb.shape[:2]
    side, up, down = (reach * face.size_px for reach in REACH)
    view = Box(
        max(0, int(face.left - side)),
        max(0, int(face.top - up)),
        min(width, int(face.right + side)),
        min(height, int(face.bottom + down)),
    )
    part = view.of(rgb)
    alpha = np.zeros((height, width), np.float32)
    view.of(alpha)[:] = segment_person(part, person)
    return Look(alpha, max(part.shape[:2]) / PERSON_SIDE_PX, face.score)


def above_chin(face: Face, shape: tuple[int, ...]) -> Alpha:
    """1 where a head is, 0 below its chin, H x W; the line between runs across the face's own upright."""
    down = face.mouth - face.eyes
    length = max(float(np.hypot(*down)), 1.0)
    y, x = np.indices(shape, np.float32)
    along = ((x - face.eyes[0]) * down[0] + (y - face.eyes[1]) * down[1]) / length**2
    return np.asarray(((CHIN - along) / CHIN_FEATHER).clip(0, 1), np.float32)
