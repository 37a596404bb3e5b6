"""The hems of trousers on shoes: parts are told apart coarsely there, and colours say what still is trousers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.usual import usual

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: How far from where they meet the hem may be, and up to where the colours of either are looked at, shoulder widths.
NEAR, KNOWN = 0.12, 0.6
#: Times that a colour must be more usual on the other side, and how usual it is there at least.
RATHER, USUAL = 4.0, 0.004
#: Blur, px, and finest difference of colours, Lab, with which both are told by a line between them; percentage of
#: either that it may err about.
BLUR_PX, FINEST, ERRS = 1.0, 2.0, 4.0
#: Radius of the roundest notch of a hem, shoulder widths.
NOTCH = 0.07
#: Pixels of either from which its colours are known.
LEAST_PX = 60


def with_hems(rgb: Floats, labels: Labels, width_px: float) -> Labels:
    """The parts H x W, what of the shoes has the colours of the trousers above being theirs."""
    lower, shoes = labels == Part.LOWER, labels == Part.SHOES
    if not lower.any() or not shoes.any():
        return labels
    from_lower, from_shoes = (
        cv2.distanceTransform((~part).astype(np.uint8), cv2.DIST_L2, 5) / width_px for part in (lower, shoes)
    )
    known = lower & (from_shoes > NEAR) & (from_shoes < KNOWN), shoes & (from_lower > NEAR) & (from_lower < KNOWN)
    if min(np.count_nonzero(each) for each in known) < LEAST_PX:
        return labels
    skin = is_any(labels, (Part.FACE, Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS))
    as_lower, as_shoes, as_skin = usual(rgb, *known, skin)
    hem = _rather(as_lower, np.maximum(as_shoes, as_skin)) | (_of_lower(rgb, *known) & (as_skin < as_lower))
    hem &= shoes & (from_lower < NEAR)
    whole = reached(hem | lower, lower)
    # no hem has a notch where a tongue is
    even = cv2.morphologyEx(whole.astype(np.uint8), cv2.MORPH_CLOSE, disc(NOTCH * width_px)) > 0
    even &= cv2.dilate(whole.astype(np.uint8), _upward(NOTCH * width_px)) > 0
    return np.where((whole & hem) | (even & shoes), Part.LOWER, labels).astype(np.uint8)


def _upward(px: float) -> NDArray[np.uint8]:
    """The kernel that dilates a mask downward by so much."""
    kernel = np.zeros((2 * int(px) + 1, 1), np.uint8)
    kernel[: int(px) + 1] = 1
    return kernel


def _of_lower(rgb: Floats, lower: Mask, shoes: Mask) -> Mask:
    """What has the trousers' colours by the line between both that errs least (Fisher's discriminant).

    Navy trousers on black shoes are told by it where both lie in the same bins; nothing where it errs.
    """
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), BLUR_PX), cv2.COLOR_RGB2Lab)
    one, other = lab[lower], lab[shoes]
    apart = one.mean(axis=0) - other.mean(axis=0)
    axis = np.linalg.solve(np.cov(one.T) + np.cov(other.T) + FINEST**2 * np.eye(3), apart)
    limit = (np.percentile(one @ axis, ERRS) + np.percentile(other @ axis, 100 - ERRS)) / 2
    errs = max(float((one @ axis < limit).mean()), float((other @ axis > limit).mean()))
    mask = (lab @ axis > limit) & (errs < ERRS / 100) & (np.linalg.norm(apart) > FINEST)
    return np.asarray(cv2.medianBlur(mask.astype(np.uint8), 3) > 0)


def _rather(one: Floats, other: Floats) -> Mask:
    """Where a colour is one part's rather than the other's, without specks."""
    mask = ((one > USUAL) & (one > RATHER * other)).astype(np.uint8)
    return np.asarray(cv2.medianBlur(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), 3) > 0)
