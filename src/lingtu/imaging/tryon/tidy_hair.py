"""What of the clothes was taken for hair that lies on them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.connected import reached

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Hair of which fewer pixels are seen above the chin tells no colour.
FEWEST_PX = 50
#: Half width of the throat, shoulder widths, and the levels between which it is.
THROAT, LOW, HIGH = 0.33, 0.15, -0.4
#: How unlike hair and clothes must be, Lab; how much nearer to the clothes' colour than to hair's theirs is.
APART, NEARER = 30.0, 0.45


def collar_in_hair(rgb: Floats, labels: Labels, frame: Frame, above_chin: Mask) -> Mask:
    """What of the hair is at the throat and has not its colour."""
    found = _colour(rgb, labels, above_chin)
    if found is None:
        return np.zeros(labels.shape, np.bool_)
    lab, middle, usual = found
    throat = (labels == Part.HAIR) & ~above_chin & (frame.across < THROAT)
    throat &= (frame.along > HIGH) & (frame.along < LOW)
    return _without_crumbs(throat & (np.linalg.norm(lab - middle, axis=2) > 2.5 * usual + 12))


def cloth_in_hair(rgb: Floats, labels: Labels, frame: Frame, above_chin: Mask) -> Mask:
    """What of the hair beside the upper garment has that one's colour."""
    found, cloth = _colour(rgb, labels, above_chin), labels == Part.TORSO
    if found is None or np.count_nonzero(cloth) < FEWEST_PX:
        return np.zeros(labels.shape, np.bool_)
    lab, hair, _ = found
    own = np.median(lab[cloth], axis=0)
    if np.linalg.norm(own - hair) < APART:
        return np.zeros(labels.shape, np.bool_)
    near = np.linalg.norm(lab - own, axis=2) < NEARER * np.linalg.norm(lab - hair, axis=2)
    like = _without_crumbs((labels == Part.HAIR) & ~above_chin & near)
    return reached(like | cloth, cloth) & like


def _colour(rgb: Floats, labels: Labels, above_chin: Mask) -> tuple[Floats, Floats, float] | None:
    """The picture in Lab, grain off, and of hair above the chin the median and how far it is from that, usually."""
    hair = (labels == Part.HAIR) & above_chin
    if np.count_nonzero(hair) < FEWEST_PX:
        return None
    lab = cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 0.1, 5), cv2.COLOR_RGB2Lab)
    middle = np.median(lab[hair], axis=0)
    return lab, middle, float(np.median(np.linalg.norm(lab[hair] - middle, axis=1)))


def _without_crumbs(mask: Mask) -> Mask:
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)
