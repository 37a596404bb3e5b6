"""Parts of a person as clothes need them: prints, collars and necklaces belong to the garment they are on."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Of what surrounds a piece so much must be the garment for the piece to be its print; of the garment's own size.
SURROUNDED, OF_GARMENT = 0.9, 0.3
#: Around the hands, and out from the axis, what is held may be taken for the upper garment, shoulder widths.
BESIDE_HANDS, OUT = 0.6, 0.3
#: A sleeve that covers less of the arm leaves the hand free.
BARE = 0.75
#: Half width of the throat, shoulder widths.
THROAT = 0.33
#: Where a dress is taken for a top and a skirt, and below which what lies at the sides is the skirt too.
DRESS_WAIST, BELOW_HANDS = 0.8, 1.15
_LOOSE = (Part.HAIR, Part.NECK, Part.ARMS, Part.LEGS, Part.SHOES, Part.BAGS, Part.TORSO, Part.LOWER)


def tidy(rgb: Floats, labels: Labels, frame: Frame, outfit: Outfit) -> Labels:
    """Parts H x W; picture and frame of the same size."""
    result = labels.copy()
    rows = np.arange(labels.shape[0])[:, None]
    above_chin = rows < frame.chin[1] - 0.1 * frame.head_px
    for piece in _pieces(result, Part.HAIR):
        if not (piece & above_chin).any():  # a dark collar
            result[piece] = Part.TORSO
    result[_collar_in_hair(rgb, result, frame, above_chin)] = Part.TORSO
    collar = (frame.across < 0.4) & (frame.along > -0.4) & (frame.along < 0.15)
    for piece in _pieces(result, Part.BAGS):
        if (piece & collar).any():
            result[piece] = Part.TORSO
    _divide_upper(result, frame, outfit.waist)
    if not outfit.one_piece:
        result[_held(result, frame, outfit)] = Part.BAGS
    for garment in (Part.TORSO, Part.LOWER):
        size = np.count_nonzero(result == garment)
        for part in _LOOSE:
            for piece in _pieces(result, part) if part != garment else ():
                if np.count_nonzero(piece) < OF_GARMENT * size and _surrounded(piece, result == garment):
                    result[piece] = garment
    return result


def _divide_upper(labels: Labels, frame: Frame, waist: float) -> None:
    """Small pieces that are said to be upper garment but lie where it isn't get what they are, in place."""
    upper = list(_pieces(labels, Part.TORSO))
    largest = max((np.count_nonzero(piece) for piece in upper), default=0)
    for piece in upper:
        if (size := np.count_nonzero(piece)) == largest:
            continue
        if np.count_nonzero(piece & (frame.along > waist - 0.12) & ~frame.arms) > 0.9 * size:  # a belt
            labels[piece] = Part.LOWER
        elif np.count_nonzero(piece & (frame.along < 0.1) & (frame.across < 0.4)) > 0.9 * size:  # the chin's shadow
            labels[piece] = Part.NECK


def _held(labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """What is said to be upper garment beside the hands of bare arms, below its own hem."""
    near = np.zeros(labels.shape, np.uint8)
    for limbs, sleeve in zip(SIDES, outfit.sleeves, strict=True):
        if sleeve < BARE:
            x, y = frame.knuckles(limbs)
            cv2.circle(near, (int(x), int(y)), int(BESIDE_HANDS * frame.width), 1, -1)
    return np.asarray((labels == Part.TORSO) & (near > 0) & (frame.along > outfit.waist + 0.06) & (frame.across > OUT))


def _collar_in_hair(rgb: Floats, labels: Labels, frame: Frame, above_chin: Mask) -> Mask:
    """What of the hair is at the throat and has not its colour."""
    hair = labels == Part.HAIR
    if np.count_nonzero(hair & above_chin) < 50:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 0.1, 5), cv2.COLOR_RGB2Lab)
    sure = lab[hair & above_chin]
    middle = np.median(sure, axis=0)
    usual = float(np.median(np.linalg.norm(sure - middle, axis=1)))
    throat = hair & ~above_chin & (frame.across < THROAT) & (frame.along > -0.4) & (frame.along < 0.15)
    other = throat & (np.linalg.norm(lab - middle, axis=2) > 2.5 * usual + 12)
    opened = cv2.morphologyEx(other.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(opened > 0)


def as_two_pieces(labels: Labels, frame: Frame) -> Labels:
    """A dress as a top and a skirt."""
    skirt = (frame.along > DRESS_WAIST) & ~frame.arms | (frame.along > BELOW_HANDS)
    return np.where((labels == Part.TORSO) & skirt, Part.LOWER, labels).astype(np.uint8)


def _pieces(labels: Labels, part: Part) -> Iterator[Mask]:
    count, pieces = cv2.connectedComponents((labels == part).astype(np.uint8), connectivity=4)
    for index in range(1, count):
        yield pieces == index


def _surrounded(piece: Mask, garment: Mask) -> bool:
    ring = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
    return bool(ring.any() and float(garment[ring].mean()) > SURROUNDED)
