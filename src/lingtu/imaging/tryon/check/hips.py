"""How well the lower clothes are told from what is beside the hips: the hands, and the background."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.slits import MIDDLE, PLAIN, is_told, off_ground
from lingtu.imaging.tryon.worn.wearer import Wearer

#: Radius around the knuckles in which a hand is, and area of one that was found, shoulder widths (squared).
HAND, FOUND = 0.25, 0.005
#: Lab distance from the median skin, lightness by half, within which clothes may be a hand.
SKIN_LIKE = 14.0
#: Background from so far to so far from the clothes is compared with them, shoulder widths; least of both, px.
BESIDE, LEAST_PX = (0.03, 0.2), 100
#: Share of the clothes' middle that may have a plain ground's colours, as folds in shade do; how much smaller the
#: picture may be for that.
SHADED, HALF = 0.1, 2
#: Around the lower clothes their outline may be misread by so much, shoulder widths.
RIM = 0.02


def lost_hand_area(layers: Layers, wearer: Wearer) -> float:
    """Lower clothes of skin's colour where a hand must be and none was found, the side with more of it.

    In shoulder widths squared.
    """
    return max(_lost(layers, wearer, np.asarray(wearer.frame.knuckles(flank.limbs))) for flank in wearer.flanks)


def _lost(layers: Layers, wearer: Wearer, knuckles: np.ndarray) -> float:
    height, width = layers.labels.shape
    if not (0 <= knuckles[0] < width and 0 <= knuckles[1] < height):
        return 0.0
    near = np.zeros((height, width), np.uint8)
    cv2.circle(near, (int(knuckles[0]), int(knuckles[1])), int(HAND * wearer.width), 1, -1)
    labels = layers.labels[near > 0]
    if is_any(labels, (Part.HANDS, Part.ARMS)).sum() > FOUND * wearer.width**2:
        return 0.0
    lower = (near > 0) & (layers.labels == Part.LOWER)
    skin = is_any(layers.labels, (Part.FACE, Part.NECK, Part.ARMS, Part.HANDS))
    if np.count_nonzero(skin) < LEAST_PX:
        return float(np.count_nonzero(lower)) / wearer.width**2
    # a hand that none of the clothes there looks like is in a pocket
    lab = cv2.cvtColor(cv2.GaussianBlur(layers.rgb, (0, 0), 2.0), cv2.COLOR_RGB2Lab)
    off = (lab[lower] - np.median(lab[skin], axis=0)) * (0.5, 1, 1)
    return float(np.count_nonzero(np.linalg.norm(off, axis=1) < SKIN_LIKE)) / wearer.width**2


def from_ground(layers: Layers, wearer: Wearer) -> float:
    """Lab distance of the lower clothes from the background beside them; 100 where there is none."""
    lower = layers.labels == Part.LOWER
    away = cv2.distanceTransform((~lower).astype(np.uint8), cv2.DIST_L2, 5) / wearer.width
    ground = (layers.labels == Part.BACKGROUND) & (away > BESIDE[0]) & (away < BESIDE[1])
    if min(np.count_nonzero(lower), np.count_nonzero(ground)) < LEAST_PX:
        return 100.0
    lab = cv2.cvtColor(layers.rgb, cv2.COLOR_RGB2Lab)
    apart = np.median(lab[lower], axis=0) - np.median(lab[ground], axis=0)
    return max(1.0, float(np.linalg.norm(apart)))


def is_before_plain_ground(layers: Layers, wearer: Wearer) -> bool:
    """Whether the background is so plain that even lower clothes of nearly its colour are told from it."""
    size = layers.labels.shape[1] // HALF, layers.labels.shape[0] // HALF
    labels = cv2.resize(layers.labels, size, interpolation=cv2.INTER_NEAREST)
    rgb = np.asarray(cv2.resize(layers.rgb, size, interpolation=cv2.INTER_AREA), np.float32)
    off, noise = off_ground(rgb, labels, wearer.width / HALF)
    middle = cv2.resize((wearer.frame.across < MIDDLE).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    return noise < PLAIN and is_told(off, noise, middle & (labels == Part.LOWER), SHADED)


def covered_rim(layers: Layers, wearer: Wearer, cloth: NDArray[np.float32]) -> float:
    """Share of the ground beside the old lower clothes that new cloth's coverage H x W hides."""
    rim = dilated(layers.labels == Part.LOWER, max(1, int(RIM * wearer.width))) & (layers.labels == Part.BACKGROUND)
    return float((cloth[rim] > 0.5).mean()) if rim.any() else 1.0
