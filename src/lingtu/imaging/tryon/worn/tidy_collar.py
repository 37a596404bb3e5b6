"""Collars, neckbands and straps that were taken for skin or for background: a second look round the neck.

There a garment has but little room, its parts are small, and what is seen of it has often other colours than its front.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.agreement import colour_bins, share_of_colour
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated, without_crumbs
from lingtu.imaging.tryon.arrays.vectors import is_any

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Where collars and straps are: above and below the shoulders' line, and from the axis; where the garment's colours are
#: asked for, below that line; shoulder widths.
HIGH, LOW, OUT, FRONT = -0.6, 0.35, 0.6, 0.45
#: Down from so much above the chin there are collars, and what goes on above that is hair; heights of the head.
CHIN, HAIR = 0.05, 0.3
#: What is so near to the garment, px, is none.
RIM_PX = 3
#: The throat's half width, shoulder widths, and down to where it surely is bare, of the way from chin to shoulders.
THROAT, BARE = 0.1, 0.5
#: What is so far within the skin surely is, shoulder widths; how many pixels tell colours.
INSIDE, FEWEST_PX = 0.11, 50
#: From these log odds on colours are the garment's and not the skin's, or the other way round; the share of a colour
#: that tells nothing.
ODDS, FLOOR = 1.5, 1e-5
#: Coverage from which it is the person, and chance of skin from which it is that.
PERSON, SKIN = 0.5, 0.5
#: Below this chance and with such log odds at least it is not.
NO_SKIN, UNSURE = 0.6, 0.5


def collars(rgb: Floats, labels: Labels, coverage: Floats, skin: Floats, frame: Frame) -> Mask:
    """What round the neck is the upper garment's, and is said to be skin or background, H x W.

    All of the same size: picture, parts, coverage of the person, chance of skin.
    """
    below = np.asarray(frame.along * frame.body.torso_px / frame.width, np.float32)
    rows = np.arange(len(labels))[:, None]
    chin, high = (rows > frame.chin[1] - above * frame.head_px for above in (CHIN, HAIR))
    place = (below > HIGH) & (below < LOW) & (frame.across < OUT) & chin
    torso, neck = labels == Part.TORSO, labels == Part.NECK
    odds = _odds(rgb, torso & (below < FRONT) & (frame.across < OUT), neck & (skin > SKIN), labels, frame)
    if odds is None:
        return np.zeros(labels.shape, np.bool_)
    unlike = (odds > ODDS) | ((odds > -UNSURE) & (skin < NO_SKIN))
    like = without_crumbs((neck | torso) & unlike) & neck
    bare = (skin > SKIN) & (odds < ODDS)
    # the end of a neckband is narrow, but has its colour
    end = (labels == Part.BACKGROUND) & (coverage > PERSON) & ~dilated(labels == Part.HAIR, RIM_PX)
    end &= (odds > ODDS) | ((odds > 0) & (skin < NO_SKIN))
    found = (like | end | (_forgotten(labels, coverage, ~high) & ~bare)) & place
    return np.asarray(reached(found | torso, torso) & found, np.bool_)


def _forgotten(labels: Labels, coverage: Floats, high: Mask) -> Mask:
    """What the matte says to be the person, and the parts to be background: no hair, and no mere rim of skin."""
    person = (labels == Part.BACKGROUND) & (coverage > PERSON)
    thick = without_crumbs(person)
    # what goes on above the chin is hair
    hair = reached(thick, thick & high)
    thick &= ~hair
    person &= ~dilated(hair, 1) | dilated(labels == Part.TORSO, RIM_PX)
    _, index = cv2.distanceTransformWithLabels(
        (labels == Part.BACKGROUND).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = labels != Part.BACKGROUND
    nearest = np.zeros(int(index.max()) + 1, np.uint8)
    nearest[index[known]] = labels[known]
    beside = nearest[index]
    wide = dilated(thick, 1) & is_any(beside, (Part.TORSO, Part.NECK, Part.ARMS))
    return np.asarray(person & (wide | (beside == Part.TORSO)), np.bool_)


def _odds(rgb: Floats, torso: Mask, neck: Mask, labels: Labels, frame: Frame) -> Floats | None:
    """Log odds H x W of a pixel's colour to be the garment's rather than the skin's; None where one isn't known."""
    side = 2 * max(1, int(INSIDE * frame.width / 2)) + 1
    inside = cv2.erode(neck.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    end = frame.chin + BARE * (frame.body.shoulders - frame.chin)
    throat = frame.tube([frame.chin, end], (THROAT, THROAT)) & is_any(labels, (Part.NECK, Part.FACE))
    bare, cloth = inside | throat, cv2.erode(torso.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if min(np.count_nonzero(bare), np.count_nonzero(cloth)) < FEWEST_PX:
        return None
    bins = colour_bins(rgb)
    of_cloth, of_skin = (share_of_colour(bins, part) + FLOOR for part in (cloth, bare))
    return np.asarray(cv2.blur(np.log(of_cloth / of_skin), (3, 3)), np.float32)
