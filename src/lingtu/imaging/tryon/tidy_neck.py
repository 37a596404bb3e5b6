"""The neck's sides, which in shadow are taken for a collar."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Half width of the garment that is compared, shoulder widths.
CORE_OUT = 0.5
#: Where the neck's sides are, below the shoulders and from the axis, shoulder widths; least difference of the garment's
#: hue from the skin's, Lab; share of the garment that may have skin's hue for it.
NECK, NECK_OUT, UNLIKE_HUE, FEW = (-0.5, 0.02), 0.35, 14.0, 0.03
#: The same of a collar's wings; how much nearer to the garment's hue than to the skin's theirs is; the smallest one,
#: shoulder widths squared; and share of its outline that is the garment's.
COLLAR, COLLAR_HUE, NEARER, LEAST, BESIDE = (-0.4, 0.25), 8.0, 0.7, 0.002, 0.2


def shaded_neck(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """The neck's side in shadow: a collar, as it is said, beside the neck that has skin's hue, not the garment's."""
    below = frame.along * frame.body.torso_px / frame.width
    cloth, skin = labels == Part.TORSO, np.isin(labels, (Part.NECK, Part.FACE))
    core = cloth & (below > 0.1) & (frame.across < CORE_OUT)
    place = cloth & (below > NECK[0]) & (below < NECK[1]) & (frame.across < NECK_OUT)
    found = np.zeros(labels.shape, np.bool_)
    if min(np.count_nonzero(place), np.count_nonzero(core), np.count_nonzero(skin)) < 30:
        return found
    hue = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)[..., 1:]
    of_cloth, of_skin = (np.median(hue[part], axis=0) for part in (core, skin))
    to_cloth, to_skin = (np.linalg.norm(hue - each, axis=2) for each in (of_cloth, of_skin))
    if np.linalg.norm(of_cloth - of_skin) < UNLIKE_HUE or (core & (to_skin < to_cloth)).sum() > FEW * core.sum():
        return found
    like = cv2.morphologyEx((place & (to_skin < to_cloth)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, pieces = cv2.connectedComponents(like, connectivity=4)
    for index in range(1, int(pieces.max()) + 1):
        ring = (cv2.dilate((pieces == index).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & (pieces != index)
        if (labels[ring] == Part.NECK).any():
            found |= pieces == index
    return found


def collar_as_neck(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """The wings of a collar, as they are said the neck's skin: beside the garment, and of its hue, not the skin's."""
    below = frame.along * frame.body.torso_px / frame.width
    cloth, skin = labels == Part.TORSO, np.isin(labels, (Part.NECK, Part.FACE))
    core = cloth & (below > 0.1) & (frame.across < CORE_OUT)
    place = (labels == Part.NECK) & (below > COLLAR[0]) & (below < COLLAR[1]) & (frame.across < NECK_OUT)
    found = np.zeros(labels.shape, np.bool_)
    if min(np.count_nonzero(place), np.count_nonzero(core), np.count_nonzero(skin)) < 30:
        return found
    hue = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)[..., 1:]
    of_cloth, of_skin = (np.median(hue[part], axis=0) for part in (core, skin))
    to_cloth, to_skin = (np.linalg.norm(hue - each, axis=2) for each in (of_cloth, of_skin))
    if np.linalg.norm(of_cloth - of_skin) < COLLAR_HUE:
        return found
    like = cv2.morphologyEx(
        (place & (to_cloth < NEARER * to_skin)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)
    )
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(like, connectivity=4)
    for index in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] > LEAST * frame.width**2):
        ring = (cv2.dilate((pieces == index).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & (pieces != index)
        if index and float((labels[ring] == Part.TORSO).mean()) > BESIDE:
            found |= pieces == index
    return found
