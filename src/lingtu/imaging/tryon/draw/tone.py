"""Made up skin in the tone of the skin that is seen beside it: at an old cuff no step may show."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.worn.layers import PURE, Layers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Over so far made up skin turns from the tone of what is seen to its own, shoulder widths: of arms and legs, and of
#: hands and neck, which are redder and darker than arms and chest; by how much at most, and over what these tones are
#: averaged at least, shoulder widths.
IN_TONE, CHANGES, MOST_OFF, EVEN = 0.4, 0.16, 0.2, 0.02
#: How much of such another a neck is.
OF_NECK = 0.7
#: They are told on a picture of so many times fewer pixels along a side, of which one is seen from such a share on.
SMALLER, SOME = 4, 0.1
#: So many times wider they are averaged far from what is seen.
WIDER = (12.0, 6.0, 3.0, 1.5, 1.0)
_SKIN = (Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)
_ARMS = (Part.ARMS, Part.HANDS)


def in_tone(
    skin: Floats,
    layers: Layers,
    width_px: float,
    unsure: Mask,
    arms: Floats | float = 0.0,
    chest: Mask | bool = False,
) -> Floats:
    """Made up skin H x W x 3, moved by how far it is off where the nearest skin is seen.

    `unsure`: where that has the old clothes' shadow, H x W. `arms`: share of what is made up as arms: these are moved
    by arms and hands alone. `chest`: where what is seen of the neck is the chest's, H x W.
    """
    neck = layers.share(Part.NECK) * ~np.asarray(chest)
    moved = _moved(skin, layers, width_px, unsure, _SKIN, neck)
    if moved is None:
        return skin
    of_arms = _moved(skin, layers, width_px, unsure, _ARMS, neck) if np.any(arms) else None
    if of_arms is not None:
        share = np.asarray(arms, np.float32)[..., None]
        moved = moved * (1 - share) + of_arms * share
    return np.asarray((skin + moved).clip(0, 1), np.float32)


def _moved(
    skin: Floats, layers: Layers, width_px: float, unsure: Mask, parts: tuple[Part, ...], neck: Floats
) -> Floats | None:
    """By how much the skin is moved if these parts tell it; None if none of them is seen."""
    seen = ((layers.share(*parts) > PURE) & ~unsure).astype(np.uint8)
    known = cv2.erode(seen, np.ones((3, 3), np.uint8)).astype(np.float32)
    if not known.any():
        return None
    size = seen.shape[::-1]
    small = (max(1, size[0] // SMALLER), max(1, size[1] // SMALLER))
    weight = cv2.resize(known, small, interpolation=cv2.INTER_AREA)
    off = cv2.resize((layers.rgb - skin) * known[..., None], small, interpolation=cv2.INTER_AREA)
    other = layers.share(Part.HANDS) + OF_NECK * neck
    other = cv2.resize(other * known, small, interpolation=cv2.INTER_AREA)
    seen = weight > SOME
    if not seen.any():
        return None
    both = _from_nearest(np.dstack([off, other]), weight, max(0.5, EVEN * width_px / SMALLER))
    away = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 5)
    far = (IN_TONE + (CHANGES - IN_TONE) * both[..., 3].clip(0, 1)) * width_px / SMALLER
    moved = both[..., :3].clip(-MOST_OFF, MOST_OFF) * np.exp(-away / far)[..., None]
    return np.asarray(cv2.resize(moved, size), np.float32)


def _from_nearest(sums: Floats, weight: Floats, sigma: float) -> Floats:
    """Means of the nearest known values, H x W x channels, over the more of them the farther they are.

    `sums`: the known values times their `weight`, H x W.
    """
    result = np.broadcast_to(sums.sum(axis=(0, 1)) / weight.sum(), sums.shape).astype(np.float32)
    for times in WIDER:
        near = wide_blur(weight, times * sigma)[..., None]
        share = (near / SOME).clip(0, 1)
        mean = wide_blur(sums, times * sigma) / np.maximum(near, 1e-6)
        result = result * (1 - share) + mean * share
    return np.asarray(result, np.float32)
