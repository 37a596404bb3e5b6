"""The hem of a top over lower clothes, to a pixel: cords and bows that hang from it, and what is seen through these."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import pieces_of
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.arrays.vectors import dots, is_any, lengths
from lingtu.imaging.tryon.worn.layers import UNKNOWN

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: How far on both sides of the hem the garments are told apart, and how far from it their colours are sure, shoulder
#: widths; deviation of where these are averaged.
REACH, UPPER_FROM, LOWER_FROM, NEARBY = 0.18, 0.1, 0.06, 0.12
#: Lab distance of the two colours from which they are told apart; and of a pixel from the line between them at most.
APART, OFF = 28.0, 16.0
#: Of the way from the top's colour to the lower garment's its own sure pixels go so far at most, and the other's so far
#: at least; percentiles of them.
OWN, TAIL = 0.35, 5
#: Half width of cords at least, shoulder widths.
FLY = 0.008
#: So near to what changes all is told to a pixel, shoulder widths.
AROUND = 0.25
#: What is nearer to other parts has their colours, too, px; area of what changes, shoulder widths squared.
EDGE_PX, LEAST = 3, 2e-4
#: Averages are of a picture so many times smaller.
SMALLER = 4


def with_top_hem(rgb: Floats, small_labels: Labels, fine: Labels, width_px: float) -> Labels:
    """What is known to a pixel H x W (`fine`, elsewhere UNKNOWN), and whether what is at the hem is top or lower."""
    labels = cv2.resize(small_labels, rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    reach = int(REACH * width_px)
    upper, lower = ((labels == part).astype(np.uint8) for part in (Part.TORSO, Part.LOWER))
    small = [_smaller(each) for each in (upper, lower)]
    if not all(each.any() for each in small):
        return fine
    at_hem = np.minimum(*(cv2.dilate(each, disc(reach / SMALLER)) for each in small))
    zone = cv2.resize(at_hem, labels.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    box = box_around(zone.astype(np.float32), 2 * reach)
    if not box[0].stop:
        return fine
    labels, zone = labels[box], zone[box]
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb[box], (0, 0), 0.7), cv2.COLOR_RGB2Lab)
    from_upper, from_lower = (_outside(labels == part) for part in (Part.TORSO, Part.LOWER))
    sure_upper = (labels == Part.TORSO) & (from_lower > UPPER_FROM * width_px)
    sure_lower = (labels == Part.LOWER) & (from_upper > LOWER_FROM * width_px)
    of_upper, of_lower = (_near(lab, sure, NEARBY * width_px) for sure in (sure_upper, sure_lower))
    if of_upper is None or of_lower is None:
        return fine
    to_lower = of_lower - of_upper
    apart = lengths(to_lower)
    share = dots(lab - of_upper, to_lower) / np.maximum(apart, 1.0) ** 2
    around = cv2.dilate(zone.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    tails = [share[sure & around] for sure in (sure_upper, sure_lower)]
    if not all(each.size for each in tails):
        return fine
    if np.percentile(tails[0], 100 - TAIL) > OWN or np.percentile(tails[1], TAIL) < 1 - OWN:
        return fine
    off = lengths(lab - of_upper - share.clip(0, 1)[..., None] * to_lower)
    others = cv2.dilate((~is_any(labels, (Part.TORSO, Part.LOWER))).astype(np.uint8), disc(EDGE_PX)) > 0
    known = zone & (apart > APART) & (off < OFF) & ~others & (fine[box] == UNKNOWN)
    found = np.where(known, np.where(share > 0.5, Part.LOWER, Part.TORSO), labels).astype(np.uint8)
    changed = _changed(labels, found, width_px)
    found = np.where(changed, found, np.where((labels == Part.TORSO) | (found == Part.LOWER), found, labels))
    if not changed.any():
        return fine
    near = cv2.dilate(changed.astype(np.uint8), disc(AROUND * width_px)) > 0
    result = fine.copy()
    result[box] = np.where(near & known, found, fine[box])
    return result


def _changed(labels: Labels, found: Labels, width_px: float) -> Mask:
    """What is found to be another garment, without crumbs.

    What is added to the top hangs from it, so that it is no light on the hip, and is wider than the line of a dark fly.
    """
    result, radius = np.zeros(labels.shape, np.bool_), max(1, round(FLY * width_px))
    thick = cv2.morphologyEx((found == Part.TORSO).astype(np.uint8), cv2.MORPH_OPEN, disc(radius)) > 0
    thick = cv2.dilate(thick.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    for part in (Part.LOWER, Part.TORSO):
        for piece in pieces_of((found != labels) & (found == part) & (thick | (part == Part.LOWER))):
            hangs = part == Part.LOWER or (labels[piece.box][piece.ring] == Part.TORSO).any()
            if piece.area > LEAST * width_px**2 and hangs:
                result[piece.box] |= piece.mask
    return result


def _smaller(mask: Labels) -> Labels:
    size = max(1, mask.shape[1] // SMALLER), max(1, mask.shape[0] // SMALLER)
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _outside(mask: Mask) -> Floats:
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3), np.float32)


def _near(values: Floats, where: Mask, sigma: float) -> Floats | None:
    """Values H x W x N averaged over what is near of a mask; None of an empty one."""
    if not where.any():
        return None
    size = max(1, where.shape[1] // SMALLER), max(1, where.shape[0] // SMALLER)
    weight = where.astype(np.float32)
    total, share = (
        cv2.GaussianBlur(cv2.resize(each, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / SMALLER)
        for each in (values * weight[..., None], weight)
    )
    mean = total / np.maximum(share, 1e-6)[..., None]
    return np.asarray(cv2.resize(mean, where.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
