"""People: the saliency net at times leaves out their hair or an arm, which the person net knows to be theirs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.faces import Face, find_faces
from lingtu.imaging.saliency import Box, Look, Net, subject_box

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]

PERSON_SIDE_PX = 256
#: Around the subject's box, as a share of its side: what was left out lies there.
MARGIN = 0.3
#: Of a face's box so much must be subject for its person to be the subject.
FACE_SHARE = 0.5
#: Less than this share of the subject is not worth the person net's coarser edges.
MISSING_SHARE, SURE = 0.02, 0.8


def complete_person(rgb: Rgb, seen: Look, face: Net, person: Net) -> Look:
    """What was seen, and the rest of the person if it has a face."""
    box = subject_box(seen.alpha, MARGIN)
    if box is None or not _has_face(box.of(rgb), box.of(seen.alpha), face):
        return seen
    part = box.of(rgb)
    known = segment_person(part, person)
    missing = np.count_nonzero((known > SURE) & (box.of(seen.alpha) < 1 - SURE))
    if missing < MISSING_SHARE * seen.alpha.sum():
        return seen
    alpha = seen.alpha.copy()
    box.of(alpha)[:] = np.maximum(box.of(seen.alpha), known)
    return Look(alpha, max(seen.grain_px, max(part.shape[:2]) / PERSON_SIDE_PX), seen.sureness)


def segment_person(rgb: Rgb, net: Net) -> Alpha:
    """Coverage of people, H x W in [0, 1]; soft, and right to a few pixels."""
    small = cv2.resize(rgb, (PERSON_SIDE_PX, PERSON_SIDE_PX), interpolation=cv2.INTER_AREA)
    seen = net(np.ascontiguousarray(small[None]))[0][0, :, :, 0]
    return np.asarray(cv2.resize(seen, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32).clip(0, 1)


def _has_face(rgb: Rgb, alpha: Alpha, net: Net) -> bool:
    return any(_share_within(face, alpha) >= FACE_SHARE for face in find_faces(rgb, net))


def _share_within(face: Face, alpha: Alpha) -> float:
    box = Box(max(0, int(face.left)), max(0, int(face.top)), max(0, int(face.right)) + 1, max(0, int(face.bottom)) + 1)
    part = box.of(alpha)
    return float(part.mean()) if part.size else 0.0
