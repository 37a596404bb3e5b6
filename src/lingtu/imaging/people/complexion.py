"""Where a person's own skin shows: a colour model from the face, or the hands, that follows light and shadow.

Light changes all channels by one factor, so the colours are compared as log ratios of channels.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.mesh import CORE

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Log ratios R/G and G/B of any skin.
ANY_SKIN = ((0.1, 0.8), (0.0, 0.9))
#: No skin is as grey as this log ratio R/G; within `RISE` above it some is.
GREY, RISE = 0.03, 0.06
#: A model needs so many pixels.
ENOUGH = 40
#: Of skin, and of cloth beside it, in full shadow the log ratios grow by so much; in bright light they shrink.
SHADOW_SHIFT = np.array([0.16, 0.12], np.float32)
#: Where a collar may begin, of the way from a chin that isn't seen to the shoulders.
COLLAR = 0.3
#: Where the breast is, by level and distance from the axis in shoulder widths. Its garment is of one colour if most of
#: it is as near as this to the median's log ratios, and is told from skin if its R/G is so much less.
BREAST, BREAST_OUT = (0.3, 0.7), 0.22
PLAIN, MOST, GREYER = 0.06, 0.75, 0.06
#: Log ratios and lightness of one garment in its folds vary so much.
CLOTH_SPREAD, CLOTH_LIGHT = np.array([0.03, 0.03], np.float32), 40.0
_FLOOR = 4 / 255


def ratios(rgb: Floats) -> Floats:
    """Log ratios of red to green and of green to blue, H x W x 2."""
    raised = rgb + np.float32(_FLOOR)
    return np.asarray(np.log(raised[..., :2] / raised[..., 1:]), np.float32)


def skin_chance(rgb: Floats, lab: Floats, coverage: Floats, frame: Frame) -> Floats:
    """The chance of each pixel to be this person's skin, H x W in [0, 1]."""
    colours = ratios(cv2.bilateralFilter(rgb, 7, 0.1, 7))
    (red, more_red), (blue, more_blue) = ANY_SKIN
    any_skin = (
        (colours[..., 0] > red)
        & (colours[..., 0] < more_red)
        & (colours[..., 1] > blue)
        & (colours[..., 1] < more_blue)
    )
    sample = _sample(frame, any_skin, coverage)
    chance = np.zeros(coverage.shape, np.float32)
    if np.count_nonzero(sample) < ENOUGH:
        return chance
    picked, light = _without_outliers(colours[sample], lab[..., 0][sample])
    chance = _chance(colours, lab, picked, light, 2.0)
    # Hands and neck are often paler or darker than a made-up face: a model of their own.
    near = (np.abs(colours - np.median(picked, axis=0)).max(-1) < 0.22) & (lab[..., 0] > np.median(light) - 40)
    hands = (_hands(frame) | _throat(frame)) & any_skin & (coverage > 0.9) & near
    if np.count_nonzero(hands) > ENOUGH:
        picked, light = _without_outliers(colours[hands], lab[..., 0][hands])
        chance = np.maximum(chance, _chance(colours, lab, picked, light, 1.3))
    return np.asarray(chance * coverage * (1 - _cloth(colours, lab, coverage, frame, sample)), np.float32)


def _cloth(colours: Floats, lab: Floats, coverage: Floats, frame: Frame, skin: Mask) -> Floats:
    """How like an upper garment of one colour, greyer than the skin, each pixel is, H x W; 0 if it is none."""
    breast = (frame.along > BREAST[0]) & (frame.along < BREAST[1]) & (frame.across < BREAST_OUT)
    breast &= ~frame.forearms & (coverage > 0.9)
    nothing = np.zeros(coverage.shape, np.float32)
    if np.count_nonzero(breast) < ENOUGH:
        return nothing
    middle = np.median(colours[breast], axis=0)
    plain = breast & (np.abs(colours - middle).max(axis=-1) < PLAIN)
    if np.count_nonzero(plain) < MOST * np.count_nonzero(breast):
        return nothing
    if middle[0] > np.median(colours[skin], axis=0)[0] - GREYER:
        return nothing
    covariance = np.cov(colours[plain].T) + np.diag(CLOTH_SPREAD**2)
    lighter = (lab[..., 0] - np.median(lab[plain][:, 0]))[..., None]
    off = colours - np.median(colours[plain], axis=0) + (lighter / 50).clip(-1.2, 0) * SHADOW_SHIFT
    distance = np.einsum("...i,ij,...j->...", off, np.linalg.inv(covariance), off)
    return np.asarray(np.exp(-0.5 * (distance + (lighter[..., 0] / CLOTH_LIGHT) ** 2)), np.float32)


def _sample(frame: Frame, any_skin: Mask, coverage: Floats) -> Mask:
    """Pixels that are surely skin: of the face's core, else of the throat or hands."""
    if frame.face is not None:
        core = np.zeros(frame.shape, np.uint8)
        hull = cv2.convexHull(np.rint(frame.face.flat[list(CORE)]).astype(np.int32))
        cv2.fillPoly(core, [hull], 1)
        sample = (core > 0) & any_skin
        if np.count_nonzero(sample) >= ENOUGH:
            return sample
    throat = _throat(frame) & any_skin & (coverage > 0.8)
    if np.count_nonzero(throat) >= ENOUGH:  # hands may be in pockets
        return throat
    return _hands(frame) & any_skin & (coverage > 0.8)


def _throat(frame: Frame) -> Mask:
    """From the chin to the shoulders; of a head that the picture cuts off, what is left of it and of the neck."""
    if frame.face is not None:
        return frame.tube([frame.chin, frame.body.shoulders], (0.1, 0.1))
    end = frame.chin + COLLAR * (frame.body.shoulders - frame.chin)
    return frame.tube([frame.head, end], (0.1, 0.1))


def _hands(frame: Frame) -> Mask:
    mask = np.zeros(frame.shape, np.bool_)
    for limbs in SIDES:
        if frame.body.seen[limbs.wrist] > 0.5:
            mask |= frame.tube(frame.arm(limbs)[2:], (0.06, 0.07))
    return mask


def _without_outliers(colours: Floats, light: Floats) -> tuple[Floats, Floats]:
    for _ in range(4):
        spread = np.median(np.abs(colours - np.median(colours, axis=0)), axis=0) * 1.48 + 1e-3
        keep = (np.abs(colours - np.median(colours, axis=0)) < 2.5 * spread).all(axis=1)
        if np.count_nonzero(keep) < ENOUGH:
            break
        colours, light = colours[keep], light[keep]
    return colours, light


def _chance(colours: Floats, lab: Floats, picked: Floats, light: Floats, spread: float) -> Floats:
    middle = float(np.median(light))
    covariance = np.cov(picked.T) * spread + np.diag([0.035**2, 0.045**2])
    darker = ((middle - lab[..., 0]) / 50).clip(-0.6, 1.2)[..., None]
    off = colours - np.median(picked, axis=0) - darker * SHADOW_SHIFT
    distance = np.einsum("...i,ij,...j->...", off, np.linalg.inv(covariance), off)
    bright = ((lab[..., 0] - (middle + 26)) / 8).clip(0, None)
    dark = ((middle - 58 - lab[..., 0]) / 8).clip(0, None)
    power = 0.3 * (distance - 1).clip(0, None) + 0.5 * (bright**2 + dark**2)
    return np.asarray(np.exp(-power) * ((colours[..., 0] - GREY) / RISE).clip(0, 1), np.float32)
