"""The head with its hair around a face."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.faces import Face
from lingtu.imaging.saliency import Box, Look, Net

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]

PERSON_SIDE_PX = 256
#: Reach of the view of a head beyond the face's box, in sizes of the face: to each side, up, down.
REACH = (1.2, 1.0, 0.6)
#: Where the head ends below the face's box, in sizes of the face, and how soft that is.
NECK, NECK_FEATHER = 0.12, 0.04


def cover_head(rgb: Rgb, face: Face, person: Net) -> Look:
    """The head and hair of a face, as roughly as the person net sees them."""
    height, width = rgb.shape[:2]
    size = face.size_px
    side, up, down = (reach * size for reach in REACH)
    view = Box(
        max(0, int(face.left - side)),
        max(0, int(face.top - up)),
        min(width, int(face.right + side)),
        min(height, int(face.bottom + down)),
    )
    alpha = np.zeros((height, width), np.float32)
    view.of(alpha)[:] = segment_person(view.of(rgb), person)
    below = (np.arange(height, dtype=np.float32) - face.bottom) / size
    alpha *= np.clip((NECK - below) / NECK_FEATHER, 0, 1)[:, None]
    return Look(alpha, max(view.bottom - view.top, view.right - view.left) / PERSON_SIDE_PX, face.score)


def segment_person(rgb: Rgb, net: Net) -> Alpha:
    """Coverage of people, H x W in [0, 1]; soft, and right to a few pixels."""
    small = cv2.resize(rgb, (PERSON_SIDE_PX, PERSON_SIDE_PX), interpolation=cv2.INTER_AREA)
    seen = net(np.ascontiguousarray(small[None]))[0][0, :, :, 0]
    return np.asarray(cv2.resize(seen, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32).clip(0, 1)
