"""Ground that is seen between an arm or fingers and the body and was taken for skin."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import dilated, without_crumbs
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.arrays.vectors import lengths

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Parts of which fewer pixels are seen tell no colour.
FEWEST_PX = 60
#: Around a gap the ground is averaged so far, shoulder widths, where it has at least this share of it.
NEAR, LEAST = 0.3, 0.02
#: Lab distance from the ground beside it that a gap has at most, of its distance from the skin; least distance of both.
GROUND_LIKE, NEARER, UNLIKE = 10.0, 0.4, 24.0
#: What the body's shade leaves of the ground's light in a gap at least, and how wide that is then, px.
DARKEST, SHADED_PX = 0.8, 5
#: Share of the skin's hue from which a pixel is skin that the light falls on.
HUE = 0.5
#: Width of a gap's soft edge, px; how near to a gap something else than the arm is.
SOFT_PX, BESIDE_PX = 2, 4
#: Lab distance from the cloth around it, so far, px, from which what has the ground's colour is a gap beside it.
NO_STEP, RIM_PX = 4.0, 4


def gaps_as_skin(rgb: Floats, labels: Labels, frame: Frame) -> Mask:
    """What is said to be arm or hand and has the colour of the ground near it, H x W; a light on an arm is none."""
    found = np.zeros(labels.shape, np.bool_)
    hands, ground = labels == Part.HANDS, labels == Part.BACKGROUND
    if min(np.count_nonzero(hands), np.count_nonzero(ground)) < FEWEST_PX:
        return found
    skin = hands | (labels == Part.ARMS)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.7), cv2.COLOR_RGB2Lab)
    of_skin, colours = np.median(lab[hands], axis=0), lab[skin]
    of_ground, share = (each[skin] for each in _near(lab, ground.astype(np.float32), NEAR * frame.width))
    in_shade = _in_shade(of_ground, colours)
    to_ground, to_shade, to_skin = (np.linalg.norm(colours - each, axis=1) for each in (of_ground, in_shade, of_skin))
    hue = colours[:, 1:] @ of_skin[1:] / max(float(of_skin[1:] @ of_skin[1:]), 1.0)
    told = (share > LEAST) & (np.linalg.norm(of_ground - of_skin, axis=1) > UNLIKE) & (hue < HUE)
    found[skin] = told & (to_ground < GROUND_LIKE) & (to_ground < NEARER * to_skin)
    shaded = np.zeros(labels.shape, np.uint8)
    shaded[skin] = told & (to_shade < GROUND_LIKE) & (to_shade < NEARER * to_skin)
    # a line of the ground's hue is where skin and cloth mix
    wide = cv2.morphologyEx(shaded, cv2.MORPH_OPEN, np.ones((SHADED_PX, SHADED_PX), np.uint8)) > 0
    found = without_crumbs(found) | wide
    beside = dilated(found, BESIDE_PX) & (labels != Part.ARMS) & ~found
    found &= reached(found | dilated(found, BESIDE_PX), beside)
    edge = np.zeros(labels.shape, np.bool_)
    edge[skin] = np.minimum(to_ground, to_shade) < to_skin
    return np.asarray(found | (edge & dilated(found, SOFT_PX)))


def _in_shade(ground: Floats, colours: Floats) -> Floats:
    """The ground's colours N x 3 in as much shade of the body as fits best: Lab colours that are scaled."""
    share = (colours * ground).sum(axis=1) / np.maximum((ground * ground).sum(axis=1), 1.0)
    return np.asarray(ground * share.clip(DARKEST, 1)[:, None], np.float32)


def _near(colours: Floats, weight: Floats, reach_px: float) -> tuple[Floats, Floats]:
    """Average H x W x 3 of what has weight near each pixel, and how much that is, H x W."""
    share = wide_blur(weight, reach_px)
    total = wide_blur(colours * weight[..., None], reach_px)
    return np.asarray(total / np.maximum(share, 1e-3)[..., None], np.float32), share


def to_ground_near(lab: Floats, ground: Mask, width_px: float) -> Floats:
    """Lab distance H x W from the ground about each pixel, in the body's shade or not.

    A wall is brighter at one side than at the other.
    """
    own, share = _near(lab, ground.astype(np.float32), NEAR * width_px)
    shaded = lab - _in_shade(own.reshape(-1, 3), lab.reshape(-1, 3)).reshape(lab.shape)
    return np.where(share > LEAST, lengths(shaded), np.inf).astype(np.float32)


def with_edges(found: Mask, strip: Mask) -> Mask:
    """Gaps that were `found` in a strip beside the body, with its lines beside them: soft edges of what borders it."""
    lines = strip & ~without_crumbs(strip & ~found)
    return np.asarray(found | (lines & dilated(found, SOFT_PX)))


def in_cloth(lab: Floats, found: Mask, cloth: Mask) -> Mask:
    """Pieces of what was `found` to have the ground's colour that go over into the cloth beside them, H x W.

    Pale folds and lace; where a gap ends the cloth's colour is another. `lab`: the picture's.
    """
    result = np.zeros(found.shape, np.bool_)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8))
    for index in range(1, count):
        left, top, width, height = (int(value) for value in stats[index, : cv2.CC_STAT_AREA])
        box = (
            slice(max(0, top - RIM_PX), top + height + RIM_PX),
            slice(max(0, left - RIM_PX), left + width + RIM_PX),
        )
        piece = pieces[box] == index
        rim = dilated(piece, RIM_PX) & ~dilated(piece, 1) & cloth[box]
        if rim.any():
            step = np.linalg.norm(lab[box][piece].mean(axis=0) - lab[box][rim].mean(axis=0))
            result[box] |= piece & bool(step < NO_STEP)
    return result
