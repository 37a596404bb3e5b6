"""Shoulders in cloth lie close to those in the photo: what it shows of them, dressed or bare, no cloth stands off from.

A garment that lies flat has straighter shoulders than anybody; drawn as they are they look padded.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around, closed
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.layers import Labels
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: How thick cloth is on a shoulder, and how far full sleeves stand off, shoulder widths.
THICK, FULL = 0.008, 0.05
#: How far sleeves stand off below the joints, by the way down to the armpits' level: so much at first, and by so much
#: more from this share of it on.
OFF, FARTHER, FROM = 0.1, 0.3, 0.6
#: Beside the neck there are collars: shoulders begin between these distances from the axis, shoulder widths.
NECK = (0.2, 0.26)
#: Smoothing of the person's outline, shoulder widths; hairs and noise are no shoulders.
SMOOTH = 0.015
#: Collars and what is above shoulders is let be: far more than any cloth stands off, shoulder widths.
FREE = 0.3
#: Cloth spans dents into which no disc of this radius fits: beside old straps that are thick, shoulder widths.
STRAPS = 0.12


def close_on_shoulders(cloth: Cloth, labels: Labels, wearer: Wearer, full: bool) -> Cloth:
    """The cloth H x W without what stands off from the shoulders of the photo's person. `full`: its sleeves are."""
    size, pit = wearer.width, wearer.pit_level
    box = box_around((cloth.alpha > 0) & (wearer.frame.along < 2 * pit), int(FREE * size))
    if not box[0].stop:
        return cloth
    # cloth hangs down from where it touches
    body = np.maximum.accumulate(labels[box] != Part.BACKGROUND, axis=0)
    person = (body | closed(body, STRAPS * size)).astype(np.uint8)
    away = cv2.distanceTransform(1 - person, cv2.DIST_L2, 5) - cv2.distanceTransform(person, cv2.DIST_L2, 5)
    away = cv2.GaussianBlur(away, (0, 0), max(1.0, SMOOTH * size))
    rows, columns = np.indices(person.shape, np.float32)
    off = np.stack([columns + box[1].start, rows + box[0].start], axis=2) - wearer.shoulders
    aside = np.abs(off @ wearer.right_hand) / size
    level = (off @ wearer.down) / wearer.torso_px
    beside_neck = ((NECK[1] - aside) / (NECK[1] - NECK[0])).clip(0, 1)
    down = (level / pit).clip(0, 2)
    room = (FULL if full else THICK) + OFF * down + FARTHER * (down - FROM).clip(0) + FREE * beside_neck
    alpha = cloth.alpha.copy()
    alpha[box] *= (room * size - away + 0.5).clip(0, 1)
    return Cloth(cloth.rgb, np.asarray(alpha, np.float32))
