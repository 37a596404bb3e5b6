"""What of the clothes was taken for hair that lies on them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import without_crumbs
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Hair of which fewer pixels are seen above the chin tells no colour.
FEWEST_PX = 50
#: Half width of the throat, shoulder widths, and the levels between which it is.
THROAT, LOW, HIGH = 0.33, 0.15, -0.4
#: How unlike hair and clothes must be, Lab; how much nearer to the clothes' colour than to hair's theirs is.
APART, NEARER = 30.0, 0.45


def cloth_in_hair(rgb: Floats, labels: Labels, frame: Frame, above_chin: Mask) -> Mask:
    """What of the hair is at the throat and has not its colour, or is beside the upper garment and has that one's."""
    hair = labels == Part.HAIR
    if np.count_nonzero(hair & above_chin) < FEWEST_PX:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 0.1, 5), cv2.COLOR_RGB2Lab)
    sure = lab[hair & above_chin]
    middle = np.median(sure, axis=0)
    usual = float(np.median(np.linalg.norm(sure - middle, axis=1)))
    off, low = lengths(lab - middle), hair & ~above_chin
    throat = low & (frame.across < THROAT) & (frame.along > HIGH) & (frame.along < LOW)
    found = without_crumbs(throat & (off > 2.5 * usual + 12))
    cloth = labels == Part.TORSO
    if np.count_nonzero(cloth) < FEWEST_PX:
        return found
    own = np.median(lab[cloth], axis=0)
    if np.linalg.norm(own - middle) < APART:
        return found
    like = without_crumbs(low & (lengths(lab - own) < NEARER * off))
    return found | (reached(like | cloth, cloth) & like)
